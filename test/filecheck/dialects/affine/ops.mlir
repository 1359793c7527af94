// affine but its DMA ops. Symbols of an access become dimensions.

// RUN: microaot-opt %s | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-op-generic | microaot-opt | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-debuginfo | microaot-opt --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s

func.func @for(%n: index, %m: memref<16xf32>, %x: f32) -> f32 {
  affine.for %i = 0 to 16 {
    affine.store %x, %m[%i] : memref<16xf32>
  }
  affine.for %i = 0 to %n step 2 {
    affine.store %x, %m[%i] : memref<16xf32>
  }
  affine.for %i = %n to 10 {
  }
  affine.for %i = affine_map<(d0)[s0] -> (d0 + s0)>(%n)[%n] to affine_map<()[s0] -> (s0 * 2)>()[%n] {
  }
  affine.for %i = max affine_map<(d0) -> (d0, 0)>(%n) to min affine_map<(d0) -> (d0, 16)>(%n) {
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 floordiv 3 + d0 mod 5 - d0 ceildiv 2)>(%n) {
  }
  %r = affine.for %i = 0 to 16 iter_args(%acc = %x) -> (f32) {
    %v = affine.load %m[%i] : memref<16xf32>
    %s = arith.addf %acc, %v : f32
    affine.yield %s : f32
  }
  %q:2 = affine.for %i = 0 to 16 iter_args(%acc = %x, %b = %x) -> (f32, f32) {
    affine.yield %acc, %b : f32, f32
  } {my.attr}
  affine.for %i = -3 to 4 {
  }
  return %r : f32
}

func.func @access(%n: index, %m: memref<16x16xf32>, %z: memref<f32>, %x: f32) {
  affine.for %i = 0 to 16 {
    affine.for %j = 0 to 16 {
      %0 = affine.load %m[%i, %j] : memref<16x16xf32>
      %1 = affine.load %m[%i + 1, %j * 2 - 3] : memref<16x16xf32>
      %2 = affine.load %m[%i + symbol(%n), %j mod 4] : memref<16x16xf32>
      %3 = affine.load %m[%i + %j, 3] : memref<16x16xf32>
      %4 = affine.load %m[symbol(%n), symbol(%n) floordiv 2] : memref<16x16xf32>
      %5 = affine.load %z[] : memref<f32>
      affine.store %0, %m[%i ceildiv 2, %j + symbol(%n)] : memref<16x16xf32>
      affine.store %0, %z[] : memref<f32>
      %6 = affine.load %m[%n, %n] : memref<16x16xf32>
      %7 = affine.load %m[%j, %i] : memref<16x16xf32>
      affine.store %0, %m[%j, %i] : memref<16x16xf32>
      affine.prefetch %m[%i, %j + 5], read, locality<3>, data : memref<16x16xf32>
    }
  }
  return
}

func.func @expressions(%a: index, %b: index) -> index {
  %0 = affine.apply affine_map<(d0, d1)[s0] -> (d0 * 2 + d1 mod 7 - s0 floordiv 3)>(%a, %b)[%a]
  %1 = affine.apply affine_map<() -> (3)>()
  %2 = affine.min affine_map<(d0)[s0] -> (d0 + 1, s0, 1000)>(%a)[%b]
  %3 = affine.max affine_map<(d0)[s0] -> (d0 + 1, s0, -1000)>(%a)[%b]
  %4 = affine.apply affine_map<()[s0] -> (s0 + 3)>()[%a]
  %5:3 = affine.delinearize_index %a into (4, %b, 8) : index, index, index
  %6:2 = affine.delinearize_index %a into (%b, 8) : index, index
  %7:3 = affine.delinearize_index %a into (%b, 8) : index, index, index
  %8 = affine.linearize_index [%a, %b] by (4, 8) : index
  %9 = affine.linearize_index disjoint [%a, %b] by (%a, 8) : index
  %10 = affine.linearize_index [%a, %b] by (8) : index
  return %0 : index
}

func.func @if(%n: index, %x: f32, %y: f32) -> f32 {
  affine.if affine_set<(d0) : (d0 - 4 >= 0)>(%n) {
    %0 = arith.addf %x, %y : f32
  }
  affine.if affine_set<(d0)[s0] : (d0 - s0 == 0, d0 >= 0)>(%n)[%n] {
    %0 = arith.addf %x, %y : f32
  } else {
    %0 = arith.subf %x, %y : f32
  }
  %r = affine.if affine_set<(d0) : (d0 - 4 >= 0)>(%n) -> f32 {
    affine.yield %x : f32
  } else {
    affine.yield %y : f32
  }
  %q:2 = affine.if affine_set<(d0) : (d0 - 4 >= 0)>(%n) -> (f32, f32) {
    affine.yield %x, %y : f32, f32
  } else {
    affine.yield %y, %x : f32, f32
  } {my.attr}
  return %r : f32
}

func.func @parallel(%n: index, %m: memref<16x16xf32>, %x: f32) -> f32 {
  affine.parallel (%i) = (0) to (16) {
    affine.store %x, %m[%i, %i] : memref<16x16xf32>
  }
  affine.parallel (%i, %j) = (0, %n) to (16, %n + 4) step (2, 3) {
    affine.store %x, %m[%i, %j] : memref<16x16xf32>
  }
  affine.parallel (%i, %j) = (max(0, %n), 0) to (min(16, %n + 3), 8) {
  }
  affine.parallel (%i) = (symbol(%n)) to (%n + symbol(%n)) {
  }
  %r = affine.parallel (%i, %j) = (0, 0) to (16, 16) reduce ("addf") -> (f32) {
    %0 = affine.load %m[%i, %j] : memref<16x16xf32>
    affine.yield %0 : f32
  }
  %q:2 = affine.parallel (%i) = (0) to (16) reduce ("addf", "mulf") -> (f32, f32) {
    affine.yield %x, %x : f32, f32
  }
  return %r : f32
}

func.func @vector(%m: memref<16xf32>, %i: index) {
  %0 = affine.vector_load %m[%i + 1] : memref<16xf32>, vector<4xf32>
  affine.vector_store %0, %m[%i + symbol(%i)] : memref<16xf32>, vector<4xf32>
  return
}

// CHECK: func.func @for([[V1:%[^ ,:)=]+]]: index, [[V2:%[^ ,:)=]+]]: memref<16xf32>, [[V3:%[^ ,:)=]+]]: f32) -> f32 {
// CHECK: affine.for [[V4:%[^ ,:)=]+]] = 0 to 16 {
// CHECK: affine.store [[V3]], [[V2]]{{\[}}[[V4]]] : memref<16xf32>
// CHECK: affine.for [[V4]] = 0 to [[V1]] step 2 {
// CHECK: affine.store [[V3]], [[V2]]{{\[}}[[V4]]] : memref<16xf32>
// CHECK: affine.for [[V4]] = [[V1]] to 10 {
// CHECK: affine.for [[V4]] = #map([[V1]]){{\[}}[[V1]]] to #map1(){{\[}}[[V1]]] {
// CHECK: affine.for [[V4]] = max #map2([[V1]]) to min #map3([[V1]]) {
// CHECK: affine.for [[V4]] = 0 to #map4([[V1]]) {
// CHECK: [[V6:%[^ ,:)=]+]] = affine.for [[V4]] = 0 to 16 iter_args([[V5:%[^ ,:)=]+]] = [[V3]]) -> (f32) {
// CHECK: [[V7:%[^ ,:)=]+]] = affine.load [[V2]]{{\[}}[[V4]]] : memref<16xf32>
// CHECK: [[V8:%[^ ,:)=]+]] = arith.addf [[V5]], [[V7]] : f32
// CHECK: affine.yield [[V8]] : f32
// CHECK: [[V10:%[^ ,:)=]+]]:2 = affine.for [[V4]] = 0 to 16 iter_args([[V5]] = [[V3]], [[V9:%[^ ,:)=]+]] = [[V3]]) -> (f32, f32) {
// CHECK: affine.yield [[V5]], [[V9]] : f32, f32
// CHECK: } {my.attr}
// CHECK: affine.for [[V4]] = -3 to 4 {
// CHECK: return [[V6]] : f32
// CHECK: func.func @access([[V11:%[^ ,:)=]+]]: index, [[V12:%[^ ,:)=]+]]: memref<16x16xf32>, [[V13:%[^ ,:)=]+]]: memref<f32>, [[V14:%[^ ,:)=]+]]: f32) {
// CHECK: affine.for [[V15:%[^ ,:)=]+]] = 0 to 16 {
// CHECK: affine.for [[V16:%[^ ,:)=]+]] = 0 to 16 {
// CHECK: [[V17:%[^ ,:)=]+]] = affine.load [[V12]]{{\[}}[[V15]], [[V16]]] : memref<16x16xf32>
// CHECK: [[V18:%[^ ,:)=]+]] = affine.load [[V12]]{{\[}}[[V15]] + 1, [[V16]] * 2 - 3] : memref<16x16xf32>
// CHECK: [[V19:%[^ ,:)=]+]] = affine.load [[V12]]{{\[}}[[V15]] + [[V11]], [[V16]] mod 4] : memref<16x16xf32>
// CHECK: [[V20:%[^ ,:)=]+]] = affine.load [[V12]]{{\[}}[[V15]] + [[V16]], 3] : memref<16x16xf32>
// CHECK: [[V21:%[^ ,:)=]+]] = affine.load [[V12]]{{\[}}[[V11]], [[V11]] floordiv 2] : memref<16x16xf32>
// CHECK: [[V22:%[^ ,:)=]+]] = affine.load [[V13]][] : memref<f32>
// CHECK: affine.store [[V17]], [[V12]]{{\[}}[[V15]] ceildiv 2, [[V16]] + [[V11]]] : memref<16x16xf32>
// CHECK: affine.store [[V17]], [[V13]][] : memref<f32>
// CHECK: [[V23:%[^ ,:)=]+]] = affine.load [[V12]]{{\[}}[[V11]], [[V11]]] : memref<16x16xf32>
// CHECK: [[V24:%[^ ,:)=]+]] = affine.load [[V12]]{{\[}}[[V16]], [[V15]]] : memref<16x16xf32>
// CHECK: affine.store [[V17]], [[V12]]{{\[}}[[V16]], [[V15]]] : memref<16x16xf32>
// CHECK: affine.prefetch [[V12]]{{\[}}[[V15]], [[V16]] + 5], read, locality<3>, data : memref<16x16xf32>
// CHECK: return
// CHECK: func.func @expressions([[V25:%[^ ,:)=]+]]: index, [[V26:%[^ ,:)=]+]]: index) -> index {
// CHECK: [[V27:%[^ ,:)=]+]] = affine.apply #map5([[V25]], [[V26]]){{\[}}[[V25]]]
// CHECK: [[V28:%[^ ,:)=]+]] = affine.apply #map6()
// CHECK: [[V29:%[^ ,:)=]+]] = affine.min #map7([[V25]]){{\[}}[[V26]]]
// CHECK: [[V30:%[^ ,:)=]+]] = affine.max #map8([[V25]]){{\[}}[[V26]]]
// CHECK: [[V31:%[^ ,:)=]+]] = affine.apply #map9(){{\[}}[[V25]]]
// CHECK: [[V32:%[^ ,:)=]+]]:3 = affine.delinearize_index [[V25]] into (4, [[V26]], 8) : index, index, index
// CHECK: [[V33:%[^ ,:)=]+]]:2 = affine.delinearize_index [[V25]] into ([[V26]], 8) : index, index
// CHECK: [[V34:%[^ ,:)=]+]]:3 = affine.delinearize_index [[V25]] into ([[V26]], 8) : index, index, index
// CHECK: [[V35:%[^ ,:)=]+]] = affine.linearize_index {{\[}}[[V25]], [[V26]]] by (4, 8) : index
// CHECK: [[V36:%[^ ,:)=]+]] = affine.linearize_index disjoint {{\[}}[[V25]], [[V26]]] by ([[V25]], 8) : index
// CHECK: [[V37:%[^ ,:)=]+]] = affine.linearize_index {{\[}}[[V25]], [[V26]]] by (8) : index
// CHECK: return [[V27]] : index
// CHECK: func.func @if([[V38:%[^ ,:)=]+]]: index, [[V39:%[^ ,:)=]+]]: f32, [[V40:%[^ ,:)=]+]]: f32) -> f32 {
// CHECK: affine.if #set([[V38]]) {
// CHECK: [[V41:%[^ ,:)=]+]] = arith.addf [[V39]], [[V40]] : f32
// CHECK: affine.if #set1([[V38]]){{\[}}[[V38]]] {
// CHECK: [[V42:%[^ ,:)=]+]] = arith.addf [[V39]], [[V40]] : f32
// CHECK: } else {
// CHECK: [[V43:%[^ ,:)=]+]] = arith.subf [[V39]], [[V40]] : f32
// CHECK: [[V44:%[^ ,:)=]+]] = affine.if #set([[V38]]) -> f32 {
// CHECK: affine.yield [[V39]] : f32
// CHECK: } else {
// CHECK: affine.yield [[V40]] : f32
// CHECK: [[V45:%[^ ,:)=]+]]:2 = affine.if #set([[V38]]) -> (f32, f32) {
// CHECK: affine.yield [[V39]], [[V40]] : f32, f32
// CHECK: } else {
// CHECK: affine.yield [[V40]], [[V39]] : f32, f32
// CHECK: } {my.attr}
// CHECK: return [[V44]] : f32
// CHECK: func.func @parallel([[V46:%[^ ,:)=]+]]: index, [[V47:%[^ ,:)=]+]]: memref<16x16xf32>, [[V48:%[^ ,:)=]+]]: f32) -> f32 {
// CHECK: affine.parallel ([[V49:%[^ ,:)=]+]]) = (0) to (16) {
// CHECK: affine.store [[V48]], [[V47]]{{\[}}[[V49]], [[V49]]] : memref<16x16xf32>
// CHECK: affine.parallel ([[V49]], [[V50:%[^ ,:)=]+]]) = (0, [[V46]]) to (16, [[V46]] + 4) step (2, 3) {
// CHECK: affine.store [[V48]], [[V47]]{{\[}}[[V49]], [[V50]]] : memref<16x16xf32>
// CHECK: affine.parallel ([[V49]], [[V50]]) = (max(0, [[V46]]), 0) to (min(16, [[V46]] + 3), 8) {
// CHECK: affine.parallel ([[V49]]) = ([[V46]]) to ([[V46]] * 2) {
// CHECK: [[V51:%[^ ,:)=]+]] = affine.parallel ([[V49]], [[V50]]) = (0, 0) to (16, 16) reduce ("addf") -> (f32) {
// CHECK: [[V52:%[^ ,:)=]+]] = affine.load [[V47]]{{\[}}[[V49]], [[V50]]] : memref<16x16xf32>
// CHECK: affine.yield [[V52]] : f32
// CHECK: [[V53:%[^ ,:)=]+]]:2 = affine.parallel ([[V49]]) = (0) to (16) reduce ("addf", "mulf") -> (f32, f32) {
// CHECK: affine.yield [[V48]], [[V48]] : f32, f32
// CHECK: return [[V51]] : f32
// CHECK: func.func @vector([[V54:%[^ ,:)=]+]]: memref<16xf32>, [[V55:%[^ ,:)=]+]]: index) {
// CHECK: [[V56:%[^ ,:)=]+]] = affine.vector_load [[V54]]{{\[}}[[V55]] + 1] : memref<16xf32>, vector<4xf32>
// CHECK: affine.vector_store [[V56]], [[V54]]{{\[}}[[V55]] * 2] : memref<16xf32>, vector<4xf32>
// CHECK: return
