// What mlir-opt 22 loses or cannot read in the custom syntax: `noinline`, and repeated operands.

// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 --mlir-print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | filecheck %s --check-prefix GENERIC
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 | microaot-opt | filecheck %s --check-prefix REREAD

// CHECK: emitc.func @noinline([[A:%.*]]: i32)
emitc.func @noinline(%a: i32) {
  // CHECK-NEXT: emitc.expression [[A]] noinline : (i32) -> i32 {
  // GENERIC: "emitc.expression"({{%.*}}) <{do_not_inline}> ({
  %0 = emitc.expression %a noinline : (i32) -> i32 {
    %1 = add %a, %a : (i32, i32) -> i32
    yield %1 : i32
  }
  return
}

// CHECK: emitc.func @repeated([[A:%.*]]: i32, [[B:%.*]]: i32)
// REREAD: emitc.func @repeated([[A:%.*]]: i32, [[B:%.*]]: i32)
emitc.func @repeated(%a: i32, %b: i32) {
  // The custom syntax has each operand once.
  // CHECK-NEXT: emitc.expression [[A]], [[B]] : (i32, i32) -> i32 {
  // CHECK-NEXT: [[S:%.*]] = emitc.sub [[A]], [[B]] : (i32, i32) -> i32
  // CHECK-NEXT: [[D:%.*]] = emitc.div [[S]], [[A]] : (i32, i32) -> i32
  // CHECK-NEXT: emitc.yield [[D]] : i32
  // REREAD-NEXT: emitc.expression [[A]], [[B]] : (i32, i32) -> i32 {
  // REREAD-NEXT: [[S:%.*]] = emitc.sub [[A]], [[B]] : (i32, i32) -> i32
  // REREAD-NEXT: [[D:%.*]] = emitc.div [[S]], [[A]] : (i32, i32) -> i32
  // GENERIC: ^{{.*}}([[X:%.*]]: i32, [[Y:%.*]]: i32, [[Z:%.*]]: i32):
  // GENERIC-NEXT: [[S:%.*]] = "emitc.sub"([[X]], [[Y]])
  // GENERIC-NEXT: "emitc.div"([[S]], [[Z]])
  %0 = "emitc.expression"(%a, %b, %a) ({
  ^bb0(%x: i32, %y: i32, %z: i32):
    %1 = emitc.sub %x, %y : (i32, i32) -> i32
    %2 = emitc.div %1, %z : (i32, i32) -> i32
    emitc.yield %2 : i32
  }) : (i32, i32, i32) -> i32
  return
}

// CHECK: emitc.func @written_arguments([[A:%.*]]: i32)
emitc.func @written_arguments(%a: i32) {
  // CHECK-NEXT: emitc.expression [[A]] : (i32) -> i32 {
  // CHECK-NEXT: emitc.sub [[A]], [[A]] : (i32, i32) -> i32
  %0 = emitc.expression %a, %a : (i32, i32) -> i32 {
  ^bb0(%x: i32, %y: i32):
    %1 = emitc.sub %x, %y : (i32, i32) -> i32
    emitc.yield %1 : i32
  }
  return
}
