// RUN: microaot-opt %s -t microaot-c | filecheck %s

emitc.global static const @table : !emitc.array<2xi32> = dense<[1, 2]>

// No keyword, no name of the C library, no global, no function; unique within nested scopes.
// CHECK-LABEL: int32_t f(int32_t int_1, int32_t exp_1, int32_t table_1, int32_t a_b, int32_t f_1)
// CHECK:         const int32_t sum = int_1 + exp_1;
// CHECK:         const int32_t sum_1 = sum + table_1;
// CHECK:         for (ptrdiff_t i = 0; i < 2; ++i) {
// CHECK:             const int32_t inner = sum_1 + f_1;
// CHECK:             for (ptrdiff_t j = 0; j < 2; ++j) {
// CHECK:                 const int32_t inner_1 = inner + a_b;
// CHECK:         for (ptrdiff_t i = 0; i < 2; ++i) {
// CHECK:             const int32_t inner = sum_1 + a_b;
emitc.func @f(%int: i32, %exp: i32, %table: i32, %a.b: i32, %f: i32) -> i32 {
  %c0 = "emitc.constant"() <{value = 0 : index}> : () -> !emitc.ptrdiff_t
  %c1 = "emitc.constant"() <{value = 1 : index}> : () -> !emitc.ptrdiff_t
  %c2 = "emitc.constant"() <{value = 2 : index}> : () -> !emitc.ptrdiff_t
  %0 = emitc.add %int, %exp : (i32, i32) -> i32
  %1 = emitc.add %0, %table : (i32, i32) -> i32
  emitc.for %arg5 = %c0 to %c2 step %c1 : !emitc.ptrdiff_t {
    %inner = emitc.add %1, %f : (i32, i32) -> i32
    emitc.for %arg6 = %c0 to %c2 step %c1 : !emitc.ptrdiff_t {
      %inner_1 = emitc.add %inner, %a.b : (i32, i32) -> i32
      emitc.call_opaque "use"(%inner_1) : (i32) -> ()
    }
  }
  emitc.for %arg5 = %c0 to %c2 step %c1 : !emitc.ptrdiff_t {
    %inner = emitc.add %1, %a.b : (i32, i32) -> i32
    emitc.call_opaque "use"(%inner) : (i32) -> ()
  }
  emitc.return %1 : i32
}

// CHECK-LABEL: void named(int32_t weight, int32_t arg1)
emitc.func @named(%x: i32 {emitc.name = "weight"}, %1: i32) {
  emitc.call_opaque "use"(%x) : (i32) -> ()
  emitc.call_opaque "use"(%1) : (i32) -> ()
  emitc.return
}
