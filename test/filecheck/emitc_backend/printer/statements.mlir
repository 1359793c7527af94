// RUN: microaot-opt %s -t microaot-c | filecheck %s

// A variable is declared where it is first assigned, if nothing else comes before.
// CHECK-LABEL: float sum(const float *x, ptrdiff_t n)
// CHECK-NEXT:  {
// CHECK-NEXT:      float acc = 0.0f;
// CHECK-NEXT:      for (ptrdiff_t i = 0; i < n; ++i) {
// CHECK-NEXT:          acc += x{{[[]}}i];
// CHECK-NEXT:      }
// CHECK-NEXT:      return acc;
// CHECK-NEXT:  }
emitc.func @sum(%x: !emitc.ptr<f32> {emitc.const}, %n: !emitc.ptrdiff_t) -> f32 {
  %zero = "emitc.constant"() <{value = 0.0 : f32}> : () -> f32
  %c0 = "emitc.constant"() <{value = 0 : index}> : () -> !emitc.ptrdiff_t
  %c1 = "emitc.constant"() <{value = 1 : index}> : () -> !emitc.ptrdiff_t
  %acc = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<f32>
  emitc.assign %zero : f32 to %acc : <f32>
  emitc.for %i = %c0 to %n step %c1 : !emitc.ptrdiff_t {
    %e = emitc.subscript %x[%i] : (!emitc.ptr<f32>, !emitc.ptrdiff_t) -> !emitc.lvalue<f32>
    %s = emitc.expression %acc, %e : (!emitc.lvalue<f32>, !emitc.lvalue<f32>) -> f32 {
      %0 = emitc.load %acc : <f32>
      %1 = emitc.load %e : <f32>
      %2 = emitc.add %0, %1 : (f32, f32) -> f32
      emitc.yield %2 : f32
    }
    emitc.assign %s : f32 to %acc : <f32>
  }
  %r = emitc.expression %acc : (!emitc.lvalue<f32>) -> f32 {
    %0 = emitc.load %acc : <f32>
    emitc.yield %0 : f32
  }
  emitc.return %r : f32
}

// Otherwise it is declared on its own; narrow types have no compound assignment.
// CHECK-LABEL: void late(bool c, int8_t v)
// CHECK-NEXT:  {
// CHECK-NEXT:      int8_t x;
// CHECK-NEXT:      if (c) {
// CHECK-NEXT:          x = v;
// CHECK-NEXT:          x = (int8_t)(x + v);
// CHECK-NEXT:      }
// CHECK-NEXT:  }
emitc.func @late(%c: i1, %v: i8) {
  %x = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<i8>
  emitc.if %c {
    emitc.assign %v : i8 to %x : <i8>
    %s = emitc.expression %x, %v : (!emitc.lvalue<i8>, i8) -> i8 {
      %0 = emitc.load %x : <i8>
      %1 = emitc.add %0, %v : (i8, i8) -> i8
      emitc.yield %1 : i8
    }
    emitc.assign %s : i8 to %x : <i8>
  }
  emitc.return
}

// A call whose result nobody wants is a statement; other dead values are left out.
// CHECK-LABEL: void calls(int32_t a, int32_t unused)
// CHECK-NEXT:  {
// CHECK-NEXT:      (void)unused;
// CHECK-NEXT:      f(a, 7);
// CHECK-NEXT:      const int32_t [[r:.*]] = g();
// CHECK-NEXT:      f([[r]], [[r]]);
// CHECK-NEXT:  }
emitc.func @calls(%a: i32, %unused: i32) {
  %0 = emitc.call_opaque "f"(%a) {args = [0 : index, 7 : i32]} : (i32) -> i32
  %1 = emitc.add %a, %unused : (i32, i32) -> i32
  %2 = emitc.call_opaque "g"() : () -> i32
  emitc.call_opaque "f"(%2, %2) : (i32, i32) -> ()
  emitc.return
}

// CHECK-LABEL: void branches(int32_t a)
// CHECK-NEXT:  {
// CHECK-NEXT:      if (a < 0) {
// CHECK-NEXT:          f();
// CHECK-NEXT:      } else if (a == 0) {
// CHECK-NEXT:          g();
// CHECK-NEXT:      } else {
// CHECK-NEXT:          h();
// CHECK-NEXT:      }
// CHECK-NEXT:      switch (a) {
// CHECK-NEXT:      case -1: {
// CHECK-NEXT:          f();
// CHECK-NEXT:          break;
// CHECK-NEXT:      }
// CHECK-NEXT:      default:
// CHECK-NEXT:          break;
// CHECK-NEXT:      }
// CHECK-NEXT:      do {
// CHECK-NEXT:          g();
// CHECK-NEXT:      } while (a < 0);
// CHECK-NEXT:  }
emitc.func @branches(%a: i32) {
  %zero = "emitc.constant"() <{value = 0 : i32}> : () -> i32
  %c = emitc.expression %a, %zero : (i32, i32) -> i1 {
    %0 = emitc.cmp lt, %a, %zero : (i32, i32) -> i1
    emitc.yield %0 : i1
  }
  emitc.if %c {
    emitc.call_opaque "f"() : () -> ()
  } else {
    %d = emitc.expression %a, %zero : (i32, i32) -> i1 {
      %0 = emitc.cmp eq, %a, %zero : (i32, i32) -> i1
      emitc.yield %0 : i1
    }
    emitc.if %d {
      emitc.call_opaque "g"() : () -> ()
    } else {
      emitc.call_opaque "h"() : () -> ()
    }
  }
  emitc.switch %a : i32
  case -1 {
    emitc.call_opaque "f"() : () -> ()
    emitc.yield
  }
  default {
  }
  emitc.do {
    emitc.call_opaque "g"() : () -> ()
  } while {
    %e = emitc.expression %a, %zero : (i32, i32) -> i1 {
      %0 = emitc.cmp lt, %a, %zero : (i32, i32) -> i1
      emitc.yield %0 : i1
    }
    emitc.yield %e : i1
  }
  emitc.return
}
