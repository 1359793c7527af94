// Every op of cf. Branch weights are read and dropped.

// RUN: microaot-opt %s | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-op-generic | microaot-opt | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-debuginfo | microaot-opt --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s

func.func @assert(%c: i1) {
  cf.assert %c, "must be \22true\22"
  return
}

func.func @br(%c: i1, %a: i32) -> i32 {
  cf.cond_br %c, ^bb1(%a : i32), ^bb2
^bb1(%x: i32):
  cf.br ^bb3(%x : i32)
^bb2:
  %y = arith.constant 3 : i32
  cf.br ^bb3(%y : i32)
^bb3(%z: i32):
  return %z : i32
}

func.func @weights(%c: i1, %a: i32) {
  cf.cond_br %c weights([10, 90]), ^bb1, ^bb2(%a : i32)
^bb1:
  return
^bb2(%x: i32):
  return
}

func.func @switch(%f: i32, %a: i32, %b: i32) -> i32 {
  cf.switch %f : i32, [
    default: ^bb1(%a : i32),
    42: ^bb1(%b : i32),
    -7: ^bb2,
    43: ^bb3(%a, %b : i32, i32)
  ]
^bb1(%x: i32):
  return %x : i32
^bb2:
  return %a : i32
^bb3(%p: i32, %q: i32):
  return %q : i32
}

func.func @switch_default(%f: i32) {
  cf.switch %f : i32, [
    default: ^bb1
  ]
^bb1:
  return
}

func.func @loop(%n: index) {
  %0 = arith.constant 0 : index
  cf.br ^header(%0 : index)
^header(%i: index):
  %c = arith.cmpi slt, %i, %n : index
  cf.cond_br %c, ^body, ^exit
^body:
  %1 = arith.constant 1 : index
  %j = arith.addi %i, %1 : index
  cf.br ^header(%j : index)
^exit:
  return
}

// CHECK: func.func @assert([[V1:%[^ ,:)=]+]]: i1) {
// CHECK: cf.assert [[V1]], "must be \22true\22"
// CHECK: return
// CHECK: func.func @br([[V2:%[^ ,:)=]+]]: i1, [[V3:%[^ ,:)=]+]]: i32) -> i32 {
// CHECK: cf.cond_br [[V2]], ^bb1([[V3]] : i32), ^bb2
// CHECK: ^bb1([[V4:%[^ ,:)=]+]]: i32):  // pred: ^bb0
// CHECK: cf.br ^bb3([[V4]] : i32)
// CHECK: ^bb2:  // pred: ^bb0
// CHECK: [[V5:%[^ ,:)=]+]] = arith.constant 3 : i32
// CHECK: cf.br ^bb3([[V5]] : i32)
// CHECK: ^bb3([[V6:%[^ ,:)=]+]]: i32):  // 2 preds: ^bb1, ^bb2
// CHECK: return [[V6]] : i32
// CHECK: func.func @weights([[V7:%[^ ,:)=]+]]: i1, [[V8:%[^ ,:)=]+]]: i32) {
// CHECK: cf.cond_br [[V7]], ^bb1, ^bb2([[V8]] : i32)
// CHECK: ^bb1:  // pred: ^bb0
// CHECK: return
// CHECK: ^bb2([[V9:%[^ ,:)=]+]]: i32):  // pred: ^bb0
// CHECK: return
// CHECK: func.func @switch([[V10:%[^ ,:)=]+]]: i32, [[V11:%[^ ,:)=]+]]: i32, [[V12:%[^ ,:)=]+]]: i32) -> i32 {
// CHECK: cf.switch [[V10]] : i32, [
// CHECK: default: ^bb1([[V11]] : i32),
// CHECK: 42: ^bb1([[V12]] : i32),
// CHECK: 4294967289: ^bb2,
// CHECK: 43: ^bb3([[V11]], [[V12]] : i32, i32)
// CHECK: ]
// CHECK: ^bb1([[V13:%[^ ,:)=]+]]: i32):  // 2 preds: ^bb0, ^bb0
// CHECK: return [[V13]] : i32
// CHECK: ^bb2:  // pred: ^bb0
// CHECK: return [[V11]] : i32
// CHECK: ^bb3([[V14:%[^ ,:)=]+]]: i32, [[V15:%[^ ,:)=]+]]: i32):  // pred: ^bb0
// CHECK: return [[V15]] : i32
// CHECK: func.func @switch_default([[V16:%[^ ,:)=]+]]: i32) {
// CHECK: cf.switch [[V16]] : i32, [
// CHECK: default: ^bb1]
// CHECK: ^bb1:  // pred: ^bb0
// CHECK: return
// CHECK: func.func @loop([[V17:%[^ ,:)=]+]]: index) {
// CHECK: [[V18:%[^ ,:)=]+]] = arith.constant 0 : index
// CHECK: cf.br ^bb1([[V18]] : index)
// CHECK: ^bb1([[V19:%[^ ,:)=]+]]: index):  // 2 preds: ^bb0, ^bb2
// CHECK: [[V20:%[^ ,:)=]+]] = arith.cmpi slt, [[V19]], [[V17]] : index
// CHECK: cf.cond_br [[V20]], ^bb2, ^bb3
// CHECK: ^bb2:  // pred: ^bb1
// CHECK: [[V21:%[^ ,:)=]+]] = arith.constant 1 : index
// CHECK: [[V22:%[^ ,:)=]+]] = arith.addi [[V19]], [[V21]] : index
// CHECK: cf.br ^bb1([[V22]] : index)
// CHECK: ^bb3:  // pred: ^bb1
// CHECK: return
