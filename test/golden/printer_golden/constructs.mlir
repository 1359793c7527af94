// Whatever C compilers might warn about, in one file.
emitc.include <"math.h">
emitc.include <"stdbool.h">
emitc.include <"stddef.h">
emitc.include <"stdint.h">
emitc.global @version : i32 = 3
emitc.global const @limits : !emitc.array<2xf32> = dense<[0xFF800000, 0x7FC00000]>
emitc.global static const @zeros : !emitc.array<2x3x2xf32> = dense<0.0> {alignment = 16 : i64}
emitc.global static const @flags : !emitc.array<3xi1> = dense<[true, false, true]>
emitc.global static const @extremes : !emitc.array<3xi64> = dense<[-9223372036854775808, 9223372036854775807, 5000000000]>
emitc.global static const @masks : !emitc.array<2xui32> = dense<[4294967295, 7]>
emitc.global static @scratch : !emitc.array<2x4xf32>

emitc.func @passes_arrays(%m: !emitc.array<2x4xf32>, %flag: i1) -> f32 {
  %c0 = "emitc.constant"() <{value = 0 : i32}> : () -> i32
  %local = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.array<2x4xf32>
  %s = emitc.get_global @scratch : !emitc.array<2x4xf32>
  emitc.call @fill(%local, %flag) : (!emitc.array<2x4xf32>, i1) -> ()
  emitc.call @fill(%s, %flag) : (!emitc.array<2x4xf32>, i1) -> ()
  %a = emitc.call @first(%local) : (!emitc.array<2x4xf32>) -> f32
  %b = emitc.call @first(%m) : (!emitc.array<2x4xf32>) -> f32
  %c = emitc.call @first(%s) : (!emitc.array<2x4xf32>) -> f32
  %d = emitc.add %a, %b : (f32, f32) -> f32
  %e = emitc.mul %d, %c : (f32, f32) -> f32
  emitc.return %e : f32
}
emitc.func @fill(%m: !emitc.array<2x4xf32>, %flag: i1) attributes {specifiers = ["static"]} {
  %c0 = "emitc.constant"() <{value = 0 : i8}> : () -> i8
  %c2 = "emitc.constant"() <{value = 2 : i8}> : () -> i8
  %c4 = "emitc.constant"() <{value = 4 : i8}> : () -> i8
  %c1 = "emitc.constant"() <{value = 1 : i8}> : () -> i8
  %tenth = "emitc.constant"() <{value = 0.1 : f32}> : () -> f32
  emitc.for %i = %c0 to %c2 step %c1 : i8 {
    emitc.for %j = %c0 to %c4 step %c2 : i8 {
      %x = emitc.cast %j : i8 to f32
      %y = emitc.mul %x, %tenth : (f32, f32) -> f32
      %n = emitc.cast %flag : i1 to f32
      %z = emitc.conditional %flag, %y, %n : f32
      %e = emitc.subscript %m[%i, %j] : (!emitc.array<2x4xf32>, i8, i8) -> !emitc.lvalue<f32>
      emitc.assign %z : f32 to %e : <f32>
    }
  }
  emitc.return
}
emitc.func @first(%m: !emitc.array<2x4xf32>) -> f32 attributes {specifiers = ["static"]} {
  %c0 = "emitc.constant"() <{value = 0 : i32}> : () -> i32
  %e = emitc.subscript %m[%c0, %c0] : (!emitc.array<2x4xf32>, i32, i32) -> !emitc.lvalue<f32>
  %x = emitc.load %e : <f32>
  emitc.return %x : f32
}
emitc.func @tables(%i: !emitc.ptrdiff_t, %u: ui8, %s: i16, %b: i1) -> i64 {
  %lim = emitc.get_global @limits : !emitc.array<2xf32>
  %zer = emitc.get_global @zeros : !emitc.array<2x3x2xf32>
  %fla = emitc.get_global @flags : !emitc.array<3xi1>
  %ext = emitc.get_global @extremes : !emitc.array<3xi64>
  %mas = emitc.get_global @masks : !emitc.array<2xui32>
  %e0 = emitc.subscript %lim[%i] : (!emitc.array<2xf32>, !emitc.ptrdiff_t) -> !emitc.lvalue<f32>
  %e1 = emitc.subscript %zer[%i, %i, %i] : (!emitc.array<2x3x2xf32>, !emitc.ptrdiff_t, !emitc.ptrdiff_t, !emitc.ptrdiff_t) -> !emitc.lvalue<f32>
  %e2 = emitc.subscript %fla[%i] : (!emitc.array<3xi1>, !emitc.ptrdiff_t) -> !emitc.lvalue<i1>
  %e3 = emitc.subscript %ext[%i] : (!emitc.array<3xi64>, !emitc.ptrdiff_t) -> !emitc.lvalue<i64>
  %e4 = emitc.subscript %mas[%i] : (!emitc.array<2xui32>, !emitc.ptrdiff_t) -> !emitc.lvalue<ui32>
  %v0 = emitc.load %e0 : <f32>
  %v1 = emitc.load %e1 : <f32>
  %v2 = emitc.load %e2 : <i1>
  %v3 = emitc.load %e3 : <i64>
  %v4 = emitc.load %e4 : <ui32>
  %less = emitc.cmp lt, %v0, %v1 : (f32, f32) -> i1
  %both = emitc.bitwise_and %less, %v2 : (i1, i1) -> i1
  %either = emitc.logical_or %both, %b : i1, i1
  %not = emitc.logical_not %either : i1
  %same = emitc.cmp eq, %not, %b : (i1, i1) -> i1
  %n = emitc.cast %same : i1 to i32
  %s32 = emitc.cast %s : i16 to i32
  %u32 = emitc.cast %u : ui8 to i32
  %t = emitc.mul %s32, %u32 : (i32, i32) -> i32
  %o = emitc.add %t, %n : (i32, i32) -> i32
  %ou = emitc.cast %o : i32 to ui32
  %w = emitc.bitwise_xor %ou, %v4 : (ui32, ui32) -> ui32
  %wide = emitc.cast %w : ui32 to i64
  %r = emitc.sub %v3, %wide : (i64, i64) -> i64
  emitc.return %r : i64
}
emitc.func @control(%n: i32, %p: !emitc.ptr<i16>) -> i16 {
  %c0 = "emitc.constant"() <{value = 0 : i32}> : () -> i32
  %c1 = "emitc.constant"() <{value = 1 : i32}> : () -> i32
  %k = "emitc.variable"() <{value = 0 : i32}> : () -> !emitc.lvalue<i32>
  %best = "emitc.variable"() <{value = -32768 : i16}> : () -> !emitc.lvalue<i16>
  emitc.do {
    %i = emitc.load %k : <i32>
    %e = emitc.subscript %p[%i] : (!emitc.ptr<i16>, i32) -> !emitc.lvalue<i16>
    %v = emitc.load %e : <i16>
    %b = emitc.load %best : <i16>
    %more = emitc.cmp gt, %v, %b : (i16, i16) -> i1
    emitc.if %more {
      emitc.assign %v : i16 to %best : <i16>
    }
    %next = emitc.add %i, %c1 : (i32, i32) -> i32
    emitc.assign %next : i32 to %k : <i32>
  } while {
    %go = emitc.expression %k, %n : (!emitc.lvalue<i32>, i32) -> i1 {
      %0 = emitc.load %k : <i32>
      %1 = emitc.cmp lt, %0, %n : (i32, i32) -> i1
      emitc.yield %1 : i1
    }
    emitc.yield %go : i1
  }
  emitc.switch %n : i32
  case 1 {
    %v = emitc.load %best : <i16>
    %m = emitc.unary_minus %v : (i16) -> i16
    emitc.assign %m : i16 to %best : <i16>
    emitc.yield
  }
  default {
    %v = emitc.load %best : <i16>
    %m = emitc.bitwise_not %v : (i16) -> i16
    emitc.assign %m : i16 to %best : <i16>
  }
  %r = emitc.load %best : <i16>
  emitc.return %r : i16
}
emitc.func @jumps(%n: i32) -> i32 {
  %one = "emitc.constant"() <{value = 1 : i32}> : () -> i32
  %left = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<i32>
  emitc.assign %n : i32 to %left : <i32>
  cf.br ^head
^head:
  %seen = emitc.load %left : <i32>
  %done = emitc.cmp lt, %seen, %one : (i32, i32) -> i1
  cf.cond_br %done, ^end, ^body
^body:
  %now = emitc.load %left : <i32>
  %next = emitc.sub %now, %one : (i32, i32) -> i32
  emitc.assign %next : i32 to %left : <i32>
  cf.br ^head
^end:
  emitc.return %seen : i32
}
