// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --mlir-print-op-generic | microaot-opt | filecheck %s

// Operators: arithmetic on numbers and pointers, bitwise, logical, casts.

// CHECK: emitc.func @numbers(
// CHECK-SAME: [[A:%.*]]: i32, [[F:%.*]]: f32, [[I:%.*]]: index, [[S:%.*]]: !emitc.opaque<"S">)
emitc.func @numbers(%a: i32, %f: f32, %i: index, %s: !emitc.opaque<"S">) {
  // CHECK: emitc.add [[A]], [[A]] : (i32, i32) -> i32
  %0 = emitc.add %a, %a : (i32, i32) -> i32
  // CHECK: emitc.add [[A]], [[F]] {x.y = 1 : i32} : (i32, f32) -> f64
  %1 = emitc.add %a, %f {x.y = 1 : i32} : (i32, f32) -> f64
  // CHECK: emitc.sub [[S]], [[A]] : (!emitc.opaque<"S">, i32) -> !emitc.opaque<"S">
  %2 = emitc.sub %s, %a : (!emitc.opaque<"S">, i32) -> !emitc.opaque<"S">
  // CHECK: emitc.mul [[F]], [[F]] : (f32, f32) -> f32
  %3 = emitc.mul %f, %f : (f32, f32) -> f32
  // CHECK: emitc.div [[I]], [[A]] : (index, i32) -> !emitc.size_t
  %4 = emitc.div %i, %a : (index, i32) -> !emitc.size_t
  // CHECK: emitc.rem [[A]], [[A]] : (i32, i32) -> i32
  %5 = emitc.rem %a, %a : (i32, i32) -> i32
  // CHECK: emitc.unary_minus [[F]] : (f32) -> f32
  %6 = emitc.unary_minus %f : (f32) -> f32
  // CHECK: emitc.unary_plus [[A]] {a.b} : (i32) -> i32
  %7 = emitc.unary_plus %a {a.b} : (i32) -> i32
  emitc.return
}

// CHECK: emitc.func @pointers(
// CHECK-SAME: [[P:%.*]]: !emitc.ptr<i32>, [[N:%.*]]: i64, [[ARRAY:%.*]]: !emitc.array<4xi32>)
emitc.func @pointers(%p: !emitc.ptr<i32>, %n: i64, %array: !emitc.array<4xi32>) {
  // CHECK: emitc.add [[P]], [[N]] : (!emitc.ptr<i32>, i64) -> !emitc.ptr<i32>
  %0 = emitc.add %p, %n : (!emitc.ptr<i32>, i64) -> !emitc.ptr<i32>
  // CHECK: emitc.add [[N]], [[P]] : (i64, !emitc.ptr<i32>) -> !emitc.ptr<i32>
  %1 = emitc.add %n, %p : (i64, !emitc.ptr<i32>) -> !emitc.ptr<i32>
  // CHECK: emitc.sub [[P]], [[N]] : (!emitc.ptr<i32>, i64) -> !emitc.ptr<i32>
  %2 = emitc.sub %p, %n : (!emitc.ptr<i32>, i64) -> !emitc.ptr<i32>
  // CHECK: emitc.sub [[P]], [[P]] : (!emitc.ptr<i32>, !emitc.ptr<i32>) -> !emitc.ptrdiff_t
  %3 = emitc.sub %p, %p : (!emitc.ptr<i32>, !emitc.ptr<i32>) -> !emitc.ptrdiff_t
  // CHECK: emitc.cast [[P]] : !emitc.ptr<i32> to i64
  %4 = emitc.cast %p : !emitc.ptr<i32> to i64
  // CHECK: emitc.cast [[ARRAY]] : !emitc.array<4xi32> to !emitc.ptr<i32>
  %5 = emitc.cast %array : !emitc.array<4xi32> to !emitc.ptr<i32>
  // CHECK: emitc.cast [[N]] {a.b} : i64 to f32
  %6 = emitc.cast %n {a.b} : i64 to f32
  emitc.return
}

// CHECK: emitc.func @bits([[A:%.*]]: i32, [[F:%.*]]: f32)
emitc.func @bits(%a: i32, %f: f32) {
  // CHECK: emitc.bitwise_and [[A]], [[A]] : (i32, i32) -> i32
  %0 = emitc.bitwise_and %a, %a : (i32, i32) -> i32
  // CHECK: emitc.bitwise_or [[A]], [[A]] : (i32, i32) -> i32
  %1 = emitc.bitwise_or %a, %a : (i32, i32) -> i32
  // CHECK: emitc.bitwise_xor [[A]], [[A]] : (i32, i32) -> i32
  %2 = emitc.bitwise_xor %a, %a : (i32, i32) -> i32
  // CHECK: emitc.bitwise_left_shift [[A]], [[A]] : (i32, i32) -> i32
  %3 = emitc.bitwise_left_shift %a, %a : (i32, i32) -> i32
  // CHECK: emitc.bitwise_right_shift [[A]], [[A]] : (i32, i32) -> i32
  %4 = emitc.bitwise_right_shift %a, %a : (i32, i32) -> i32
  // CHECK: emitc.bitwise_not [[A]] : (i32) -> i32
  %5 = emitc.bitwise_not %a : (i32) -> i32
  // CHECK: emitc.logical_and [[A]], [[F]] : i32, f32
  %6 = emitc.logical_and %a, %f : i32, f32
  // CHECK: emitc.logical_or [[A]], [[A]] {a.b} : i32, i32
  %7 = emitc.logical_or %a, %a {a.b} : i32, i32
  // CHECK: emitc.logical_not [[F]] : f32
  %8 = emitc.logical_not %f : f32
  emitc.return
}
