// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --mlir-print-op-generic | microaot-opt | filecheck %s

// Every predicate, as a keyword and as a string, and the choice between two values.

// CHECK: emitc.func @compare([[A:%.*]]: i32, [[F:%.*]]: f32, [[C:%.*]]: i1)
emitc.func @compare(%a: i32, %f: f32, %c: i1) {
  // CHECK: emitc.cmp eq, [[A]], [[F]] : (i32, f32) -> i1
  %0 = emitc.cmp eq, %a, %f : (i32, f32) -> i1
  // CHECK: emitc.cmp ne, [[A]], [[A]] : (i32, i32) -> i32
  %1 = emitc.cmp ne, %a, %a : (i32, i32) -> i32
  // CHECK: emitc.cmp lt, [[A]], [[A]] : (i32, i32) -> i1
  %2 = emitc.cmp lt, %a, %a : (i32, i32) -> i1
  // CHECK: emitc.cmp le, [[A]], [[A]] : (i32, i32) -> i1
  %3 = emitc.cmp "le", %a, %a : (i32, i32) -> i1
  // CHECK: emitc.cmp gt, [[A]], [[A]] {a.b} : (i32, i32) -> i1
  %4 = emitc.cmp gt, %a, %a {a.b} : (i32, i32) -> i1
  // CHECK: emitc.cmp ge, [[A]], [[A]] : (i32, i32) -> i1
  %5 = "emitc.cmp"(%a, %a) <{predicate = 5 : i64}> : (i32, i32) -> i1
  // CHECK: emitc.cmp three_way, [[A]], [[A]] : (i32, i32) -> !emitc.opaque<"std::strong_ordering">
  %6 = emitc.cmp three_way, %a, %a : (i32, i32) -> !emitc.opaque<"std::strong_ordering">
  // CHECK: emitc.conditional [[C]], [[F]], [[F]] : f32
  %7 = emitc.conditional %c, %f, %f : f32
  emitc.return
}
