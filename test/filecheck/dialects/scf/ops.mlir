// Every op of scf.

// RUN: microaot-opt %s | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-op-generic | microaot-opt | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-debuginfo | microaot-opt --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s

func.func @for(%l: index, %u: index, %s: index, %a: i32, %b: i32, %x: f32) -> f32 {
  scf.for %i = %l to %u step %s {
  }
  scf.for %i = %a to %b step %a : i32 {
    %0 = arith.addi %i, %i : i32
  }
  scf.for unsigned %i = %a to %b step %a : i32 {
    %0 = arith.addi %i, %i : i32
  }
  %r = scf.for %i = %l to %u step %s iter_args(%acc = %x) -> (f32) {
    %0 = arith.addf %acc, %acc : f32
    scf.yield %0 : f32
  }
  %q:2 = scf.for %i = %l to %u step %s iter_args(%acc = %x, %n = %a) -> (f32, i32) {
    scf.yield %acc, %n : f32, i32
  } {my.attr}
  %t:2 = scf.for unsigned %i = %a to %b step %a iter_args(%acc = %x, %n = %a) -> (f32, i32) : i32 {
    scf.yield %acc, %n : f32, i32
  }
  return %r : f32
}

func.func @if(%c: i1, %x: f32, %y: f32) -> f32 {
  scf.if %c {
  }
  scf.if %c {
    %0 = arith.addf %x, %x : f32
  } else {
    %0 = arith.subf %x, %x : f32
  }
  %r = scf.if %c -> (f32) {
    scf.yield %x : f32
  } else {
    scf.yield %y : f32
  }
  %q:2 = scf.if %c -> (f32, f32) {
    scf.yield %x, %y : f32, f32
  } else {
    scf.yield %y, %x : f32, f32
  }
  return %r : f32
}

func.func @while(%a: i32, %n: i32, %x: f32) -> i32 {
  %r = scf.while (%i = %a) : (i32) -> i32 {
    %c = arith.cmpi slt, %i, %n : i32
    scf.condition(%c) %i : i32
  } do {
  ^bb0(%i: i32):
    %j = arith.addi %i, %i : i32
    scf.yield %j : i32
  }
  %q:2 = scf.while (%i = %a) : (i32) -> (i32, f32) {
    %c = arith.cmpi slt, %i, %n : i32
    scf.condition(%c) %i, %x : i32, f32
  } do {
  ^bb0(%i: i32, %f: f32):
    scf.yield %i : i32
  } attributes {my.attr}
  scf.while : () -> () {
    %c = arith.cmpi slt, %a, %n : i32
    scf.condition(%c)
  } do {
    scf.yield
  }
  return %r : i32
}

func.func @switch(%i: index, %x: f32, %y: f32) -> f32 {
  %r = scf.index_switch %i -> f32
  case 2 {
    scf.yield %x : f32
  }
  case -5 {
    scf.yield %y : f32
  }
  default {
    scf.yield %y : f32
  }
  scf.index_switch %i
  case 1 {
    scf.yield
  }
  default {
  }
  scf.index_switch %i {my.attr}
  default {
    scf.yield
  }
  %q:2 = scf.index_switch %i -> f32, f32
  default {
    scf.yield %x, %y : f32, f32
  }
  return %r : f32
}

func.func @execute(%c: i1) -> i64 {
  %r = scf.execute_region -> i64 {
    cf.cond_br %c, ^bb1, ^bb2
  ^bb1:
    %x = arith.constant 1 : i64
    cf.br ^bb3(%x : i64)
  ^bb2:
    %y = arith.constant 2 : i64
    cf.br ^bb3(%y : i64)
  ^bb3(%z: i64):
    scf.yield %z : i64
  }
  %q:2 = scf.execute_region -> (i64, i64) {
    scf.yield %r, %r : i64, i64
  }
  return %r : i64
}

func.func @execute_no_inline() -> i64 {
  %r = scf.execute_region -> i64 no_inline {
    %x = arith.constant 3 : i64
    scf.yield %x : i64
  }
  return %r : i64
}

func.func @parallel(%l: index, %u: index, %s: index, %x: f32, %m: memref<?xf32>) -> f32 {
  scf.parallel (%i) = (%l) to (%u) step (%s) {
    memref.store %x, %m[%i] : memref<?xf32>
  }
  scf.parallel (%i, %j) = (%l, %l) to (%u, %u) step (%s, %s) {
    memref.store %x, %m[%j] : memref<?xf32>
    scf.reduce
  }
  %r = scf.parallel (%i) = (%l) to (%u) step (%s) init (%x) -> f32 {
    %v = memref.load %m[%i] : memref<?xf32>
    scf.reduce(%v : f32) {
    ^bb0(%a: f32, %b: f32):
      %sum = arith.addf %a, %b : f32
      scf.reduce.return %sum : f32
    }
  }
  %q:2 = scf.parallel (%i) = (%l) to (%u) step (%s) init (%x, %x) -> (f32, f32) {
    %v = memref.load %m[%i] : memref<?xf32>
    scf.reduce(%v, %v : f32, f32) {
    ^bb0(%a: f32, %b: f32):
      %sum = arith.addf %a, %b : f32
      scf.reduce.return %sum : f32
    }, {
    ^bb0(%a: f32, %b: f32):
      %sum = arith.mulf %a, %b : f32
      scf.reduce.return %sum : f32
    }
  } {my.attr}
  return %r : f32
}

func.func @forall(%n: index, %m: memref<4x4xf32>, %x: f32, %t: tensor<4xf32>, %v: tensor<1xf32>) -> tensor<4xf32> {
  scf.forall (%i, %j) in (4, %n) {
    memref.store %x, %m[%i, %j] : memref<4x4xf32>
  }
  scf.forall (%i) = (0) to (%n) step (2) {
    memref.store %x, %m[%i, %i] : memref<4x4xf32>
    scf.forall.in_parallel {
    }
  }
  %r = scf.forall (%i) in (4) shared_outs(%o = %t) -> (tensor<4xf32>) {
  }
  scf.forall (%i, %j) = (%n, 1) to (%n, 7) step (%n, 2) {
  }
  return %r : tensor<4xf32>
}

// CHECK: func.func @for([[V1:%[^ ,:)=]+]]: index, [[V2:%[^ ,:)=]+]]: index, [[V3:%[^ ,:)=]+]]: index, [[V4:%[^ ,:)=]+]]: i32, [[V5:%[^ ,:)=]+]]: i32, [[V6:%[^ ,:)=]+]]: f32) -> f32 {
// CHECK: scf.for [[V7:%[^ ,:)=]+]] = [[V1]] to [[V2]] step [[V3]] {
// CHECK: scf.for [[V7]] = [[V4]] to [[V5]] step [[V4]]  : i32 {
// CHECK: [[V8:%[^ ,:)=]+]] = arith.addi [[V7]], [[V7]] : i32
// CHECK: scf.for unsigned [[V7]] = [[V4]] to [[V5]] step [[V4]]  : i32 {
// CHECK: [[V9:%[^ ,:)=]+]] = arith.addi [[V7]], [[V7]] : i32
// CHECK: [[V11:%[^ ,:)=]+]] = scf.for [[V7]] = [[V1]] to [[V2]] step [[V3]] iter_args([[V10:%[^ ,:)=]+]] = [[V6]]) -> (f32) {
// CHECK: [[V12:%[^ ,:)=]+]] = arith.addf [[V10]], [[V10]] : f32
// CHECK: scf.yield [[V12]] : f32
// CHECK: [[V14:%[^ ,:)=]+]]:2 = scf.for [[V7]] = [[V1]] to [[V2]] step [[V3]] iter_args([[V10]] = [[V6]], [[V13:%[^ ,:)=]+]] = [[V4]]) -> (f32, i32) {
// CHECK: scf.yield [[V10]], [[V13]] : f32, i32
// CHECK: } {my.attr}
// CHECK: [[V15:%[^ ,:)=]+]]:2 = scf.for unsigned [[V7]] = [[V4]] to [[V5]] step [[V4]] iter_args([[V10]] = [[V6]], [[V13]] = [[V4]]) -> (f32, i32)  : i32 {
// CHECK: scf.yield [[V10]], [[V13]] : f32, i32
// CHECK: return [[V11]] : f32
// CHECK: func.func @if([[V16:%[^ ,:)=]+]]: i1, [[V17:%[^ ,:)=]+]]: f32, [[V18:%[^ ,:)=]+]]: f32) -> f32 {
// CHECK: scf.if [[V16]] {
// CHECK: scf.if [[V16]] {
// CHECK: [[V19:%[^ ,:)=]+]] = arith.addf [[V17]], [[V17]] : f32
// CHECK: } else {
// CHECK: [[V20:%[^ ,:)=]+]] = arith.subf [[V17]], [[V17]] : f32
// CHECK: [[V21:%[^ ,:)=]+]] = scf.if [[V16]] -> (f32) {
// CHECK: scf.yield [[V17]] : f32
// CHECK: } else {
// CHECK: scf.yield [[V18]] : f32
// CHECK: [[V22:%[^ ,:)=]+]]:2 = scf.if [[V16]] -> (f32, f32) {
// CHECK: scf.yield [[V17]], [[V18]] : f32, f32
// CHECK: } else {
// CHECK: scf.yield [[V18]], [[V17]] : f32, f32
// CHECK: return [[V21]] : f32
// CHECK: func.func @while([[V23:%[^ ,:)=]+]]: i32, [[V24:%[^ ,:)=]+]]: i32, [[V25:%[^ ,:)=]+]]: f32) -> i32 {
// CHECK: [[V27:%[^ ,:)=]+]] = scf.while ([[V26:%[^ ,:)=]+]] = [[V23]]) : (i32) -> i32 {
// CHECK: [[V28:%[^ ,:)=]+]] = arith.cmpi slt, [[V26]], [[V24]] : i32
// CHECK: scf.condition([[V28]]) [[V26]] : i32
// CHECK: } do {
// CHECK: ^bb0([[V26]]: i32):
// CHECK: [[V29:%[^ ,:)=]+]] = arith.addi [[V26]], [[V26]] : i32
// CHECK: scf.yield [[V29]] : i32
// CHECK: [[V30:%[^ ,:)=]+]]:2 = scf.while ([[V26]] = [[V23]]) : (i32) -> (i32, f32) {
// CHECK: [[V31:%[^ ,:)=]+]] = arith.cmpi slt, [[V26]], [[V24]] : i32
// CHECK: scf.condition([[V31]]) [[V26]], [[V25]] : i32, f32
// CHECK: } do {
// CHECK: ^bb0([[V26]]: i32, [[V32:%[^ ,:)=]+]]: f32):
// CHECK: scf.yield [[V26]] : i32
// CHECK: } attributes {my.attr}
// CHECK: scf.while : () -> () {
// CHECK: [[V33:%[^ ,:)=]+]] = arith.cmpi slt, [[V23]], [[V24]] : i32
// CHECK: scf.condition([[V33]])
// CHECK: } do {
// CHECK: scf.yield
// CHECK: return [[V27]] : i32
// CHECK: func.func @switch([[V34:%[^ ,:)=]+]]: index, [[V35:%[^ ,:)=]+]]: f32, [[V36:%[^ ,:)=]+]]: f32) -> f32 {
// CHECK: [[V37:%[^ ,:)=]+]] = scf.index_switch [[V34]] -> f32
// CHECK: case 2 {
// CHECK: scf.yield [[V35]] : f32
// CHECK: case -5 {
// CHECK: scf.yield [[V36]] : f32
// CHECK: default {
// CHECK: scf.yield [[V36]] : f32
// CHECK: scf.index_switch [[V34]]
// CHECK: case 1 {
// CHECK: scf.yield
// CHECK: default {
// CHECK: scf.index_switch [[V34]] {my.attr}
// CHECK: default {
// CHECK: [[V38:%[^ ,:)=]+]]:2 = scf.index_switch [[V34]] -> f32, f32
// CHECK: default {
// CHECK: scf.yield [[V35]], [[V36]] : f32, f32
// CHECK: return [[V37]] : f32
// CHECK: func.func @execute([[V39:%[^ ,:)=]+]]: i1) -> i64 {
// CHECK: [[V40:%[^ ,:)=]+]] = scf.execute_region -> i64 {
// CHECK: cf.cond_br [[V39]], ^bb1, ^bb2
// CHECK: ^bb1:  // pred: ^bb0
// CHECK: [[V41:%[^ ,:)=]+]] = arith.constant 1 : i64
// CHECK: cf.br ^bb3([[V41]] : i64)
// CHECK: ^bb2:  // pred: ^bb0
// CHECK: [[V42:%[^ ,:)=]+]] = arith.constant 2 : i64
// CHECK: cf.br ^bb3([[V42]] : i64)
// CHECK: ^bb3([[V43:%[^ ,:)=]+]]: i64):  // 2 preds: ^bb1, ^bb2
// CHECK: scf.yield [[V43]] : i64
// CHECK: [[V44:%[^ ,:)=]+]]:2 = scf.execute_region -> (i64, i64) {
// CHECK: scf.yield [[V40]], [[V40]] : i64, i64
// CHECK: return [[V40]] : i64
// CHECK: func.func @execute_no_inline() -> i64 {
// CHECK: [[V45:%[^ ,:)=]+]] = scf.execute_region -> i64 no_inline {
// CHECK: [[V46:%[^ ,:)=]+]] = arith.constant 3 : i64
// CHECK: scf.yield [[V46]] : i64
// CHECK: return [[V45]] : i64
// CHECK: func.func @parallel([[V47:%[^ ,:)=]+]]: index, [[V48:%[^ ,:)=]+]]: index, [[V49:%[^ ,:)=]+]]: index, [[V50:%[^ ,:)=]+]]: f32, [[V51:%[^ ,:)=]+]]: memref<?xf32>) -> f32 {
// CHECK: scf.parallel ([[V52:%[^ ,:)=]+]]) = ([[V47]]) to ([[V48]]) step ([[V49]]) {
// CHECK: memref.store [[V50]], [[V51]]{{\[}}[[V52]]] : memref<?xf32>
// CHECK: scf.reduce
// CHECK: scf.parallel ([[V52]], [[V53:%[^ ,:)=]+]]) = ([[V47]], [[V47]]) to ([[V48]], [[V48]]) step ([[V49]], [[V49]]) {
// CHECK: memref.store [[V50]], [[V51]]{{\[}}[[V53]]] : memref<?xf32>
// CHECK: scf.reduce
// CHECK: [[V54:%[^ ,:)=]+]] = scf.parallel ([[V52]]) = ([[V47]]) to ([[V48]]) step ([[V49]]) init ([[V50]]) -> f32 {
// CHECK: [[V55:%[^ ,:)=]+]] = memref.load [[V51]]{{\[}}[[V52]]] : memref<?xf32>
// CHECK: scf.reduce([[V55]] : f32) {
// CHECK: ^bb0([[V53]]: f32, [[V56:%[^ ,:)=]+]]: f32):
// CHECK: [[V57:%[^ ,:)=]+]] = arith.addf [[V53]], [[V56]] : f32
// CHECK: scf.reduce.return [[V57]] : f32
// CHECK: [[V58:%[^ ,:)=]+]]:2 = scf.parallel ([[V52]]) = ([[V47]]) to ([[V48]]) step ([[V49]]) init ([[V50]], [[V50]]) -> (f32, f32) {
// CHECK: [[V59:%[^ ,:)=]+]] = memref.load [[V51]]{{\[}}[[V52]]] : memref<?xf32>
// CHECK: scf.reduce([[V59]], [[V59]] : f32, f32) {
// CHECK: ^bb0([[V53]]: f32, [[V56]]: f32):
// CHECK: [[V60:%[^ ,:)=]+]] = arith.addf [[V53]], [[V56]] : f32
// CHECK: scf.reduce.return [[V60]] : f32
// CHECK: }, {
// CHECK: ^bb0([[V53]]: f32, [[V56]]: f32):
// CHECK: [[V61:%[^ ,:)=]+]] = arith.mulf [[V53]], [[V56]] : f32
// CHECK: scf.reduce.return [[V61]] : f32
// CHECK: } {my.attr}
// CHECK: return [[V54]] : f32
// CHECK: func.func @forall([[V62:%[^ ,:)=]+]]: index, [[V63:%[^ ,:)=]+]]: memref<4x4xf32>, [[V64:%[^ ,:)=]+]]: f32, [[V65:%[^ ,:)=]+]]: tensor<4xf32>, [[V66:%[^ ,:)=]+]]: tensor<1xf32>) -> tensor<4xf32> {
// CHECK: scf.forall ([[V67:%[^ ,:)=]+]], [[V68:%[^ ,:)=]+]]) in (4, [[V62]]) {
// CHECK: memref.store [[V64]], [[V63]]{{\[}}[[V67]], [[V68]]] : memref<4x4xf32>
// CHECK: scf.forall ([[V67]]) = (0) to ([[V62]]) step (2) {
// CHECK: memref.store [[V64]], [[V63]]{{\[}}[[V67]], [[V67]]] : memref<4x4xf32>
// CHECK: [[V69:%[^ ,:)=]+]] = scf.forall ([[V67]]) in (4) shared_outs([[V68]] = [[V65]]) -> (tensor<4xf32>) {
// CHECK: scf.forall.in_parallel {
// CHECK: scf.forall ([[V67]], [[V68]]) = ([[V62]], 1) to ([[V62]], 7) step ([[V62]], 2) {
// CHECK: return [[V69]] : tensor<4xf32>
