// An int8 layer as the conversions make it: casts, zero points, a clamp.
emitc.include <"stddef.h">
emitc.include <"stdint.h">
emitc.global static const @weights : !emitc.array<3x8xi8> = dense<[[1, -2, 3, -4, 5, -6, 7, -8], [127, -128, 0, 1, 2, 3, 4, 5], [9, 8, 7, 6, 5, 4, 3, 2]]>
emitc.global static const @bias : !emitc.array<3xi32> = dense<[100, -200, 300]>
emitc.func @dense(%in: !emitc.array<8xi8>, %out: !emitc.array<3xi8>) attributes {emitc.doc = "dense: out = saturate((weights * (in - zero point) + bias) >> 6)"} {
  %c0 = "emitc.constant"() <{value = 0 : index}> : () -> !emitc.ptrdiff_t
  %c1 = "emitc.constant"() <{value = 1 : index}> : () -> !emitc.ptrdiff_t
  %c3 = "emitc.constant"() <{value = 3 : index}> : () -> !emitc.ptrdiff_t
  %c8 = "emitc.constant"() <{value = 8 : index}> : () -> !emitc.ptrdiff_t
  %zero_point = "emitc.constant"() <{value = 5 : i32}> : () -> i32
  %six = "emitc.constant"() <{value = 6 : i32}> : () -> i32
  %low = "emitc.constant"() <{value = -128 : i32}> : () -> i32
  %high = "emitc.constant"() <{value = 127 : i32}> : () -> i32
  %w = emitc.get_global @weights : !emitc.array<3x8xi8>
  %b = emitc.get_global @bias : !emitc.array<3xi32>
  emitc.for %row = %c0 to %c3 step %c1 : !emitc.ptrdiff_t {
    %acc = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<i32>
    %be = emitc.subscript %b[%row] : (!emitc.array<3xi32>, !emitc.ptrdiff_t) -> !emitc.lvalue<i32>
    %init = emitc.load %be : <i32>
    emitc.assign %init : i32 to %acc : <i32>
    emitc.for %col = %c0 to %c8 step %c1 : !emitc.ptrdiff_t {
      %we = emitc.subscript %w[%row, %col] : (!emitc.array<3x8xi8>, !emitc.ptrdiff_t, !emitc.ptrdiff_t) -> !emitc.lvalue<i8>
      %wv = emitc.load %we : <i8>
      %w32 = emitc.cast %wv : i8 to i32
      %xe = emitc.subscript %in[%col] : (!emitc.array<8xi8>, !emitc.ptrdiff_t) -> !emitc.lvalue<i8>
      %xv = emitc.load %xe : <i8>
      %x32 = emitc.cast %xv : i8 to i32
      %x = emitc.sub %x32, %zero_point : (i32, i32) -> i32
      %p = emitc.mul %w32, %x : (i32, i32) -> i32
      %old = emitc.load %acc : <i32>
      %new = emitc.add %old, %p : (i32, i32) -> i32
      emitc.assign %new : i32 to %acc : <i32>
    }
    %sum = emitc.load %acc : <i32>
    %scaled = emitc.bitwise_right_shift %sum, %six : (i32, i32) -> i32
    %below = emitc.cmp lt, %scaled, %low : (i32, i32) -> i1
    %raised = emitc.conditional %below, %low, %scaled : i32
    %above = emitc.cmp gt, %raised, %high : (i32, i32) -> i1
    %clamped = emitc.conditional %above, %high, %raised : i32
    %narrow = emitc.cast %clamped : i32 to i8
    %oe = emitc.subscript %out[%row] : (!emitc.array<3xi8>, !emitc.ptrdiff_t) -> !emitc.lvalue<i8>
    emitc.assign %narrow : i8 to %oe : <i8>
  }
  emitc.return
}
