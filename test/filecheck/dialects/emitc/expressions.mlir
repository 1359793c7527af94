// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --mlir-print-op-generic | microaot-opt | filecheck %s

// The region's arguments bear the names of the operands; nothing else is visible inside.

// CHECK: func.func @expressions(
// CHECK-SAME: [[A:%.*]]: i32, [[B:%.*]]: i32, [[V:%.*]]: !emitc.lvalue<i32>)
func.func @expressions(%a: i32, %b: i32, %v: !emitc.lvalue<i32>) {
  // CHECK-NEXT: [[R:%.*]] = emitc.expression [[A]], [[B]], [[V]] : (i32, i32, !emitc.lvalue<i32>) -> i32 {
  // CHECK-NEXT: [[L:%.*]] = emitc.load [[V]] : <i32>
  // CHECK-NEXT: [[S:%.*]] = emitc.add [[A]], [[L]] : (i32, i32) -> i32
  // CHECK-NEXT: [[F:%.*]] = emitc.call_opaque "foo"([[S]]) : (i32) -> i32
  // CHECK-NEXT: [[M:%.*]] = emitc.mul [[F]], [[B]] : (i32, i32) -> i32
  // CHECK-NEXT: emitc.yield [[M]] : i32
  // CHECK-NEXT: }
  %r = emitc.expression %a, %b, %v : (i32, i32, !emitc.lvalue<i32>) -> i32 {
    %0 = load %v : <i32>
    %1 = add %a, %0 : (i32, i32) -> i32
    %2 = emitc.call_opaque "foo"(%1) : (i32) -> i32
    %3 = "emitc.mul"(%2, %b) : (i32, i32) -> i32
    yield %3 : i32
  }
  // CHECK-NEXT: emitc.expression : () -> f32 {
  // CHECK-NEXT: "emitc.constant"() <{value = 1.000000e+00 : f32}> : () -> f32
  %e = emitc.expression : () -> f32 {
    %0 = "emitc.constant"() <{value = 1.0 : f32}> : () -> f32
    emitc.yield %0 : f32
  }
  // CHECK: [[T:%.*]] = emitc.call_opaque "two"() : () -> (i32, i32)
  %t:2 = emitc.call_opaque "two"() : () -> (i32, i32)
  // CHECK-NEXT: emitc.expression {{%.*}}, {{%.*}}, [[R]] : (i32, i32, i32) -> i32 {
  // A pure operation may be used twice.
  %g = emitc.expression %t#1, %t#0, %r : (i32, i32, i32) -> i32 {
    %0 = emitc.sub %t#1, %t#0 : (i32, i32) -> i32
    %1 = emitc.mul %0, %0 : (i32, i32) -> i32
    %2 = emitc.add %1, %r : (i32, i32) -> i32
    emitc.yield %2 : i32
  }
  func.return
}
