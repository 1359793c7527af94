// RUN: microaot-opt %s -p convert-linalg-to-structured-loops --split-input-file | filecheck %s

// The names of loop variables are part of the pass (they become names in C), so they are not
// captured here.

// A fill and the reduction behind it become one nest: the accumulator starts at the fill's value.
// CHECK-LABEL: @filled_matvec
// CHECK-NOT:   linalg
// CHECK:       scf.for %i = {{.*}} {
// CHECK-NEXT:    [[SUM:%.*]] = scf.for %j = {{.*}} iter_args([[ACC:%.*]] = %z) -> (i32) {
// CHECK-NEXT:      [[A:%.*]] = memref.load %a[%i, %j] : memref<4x8xi8>
// CHECK-NEXT:      [[B:%.*]] = memref.load %b[%j] : memref<8xi8>
// CHECK-NEXT:      [[AX:%.*]] = arith.extsi [[A]] : i8 to i32
// CHECK-NEXT:      [[BX:%.*]] = arith.extsi [[B]] : i8 to i32
// CHECK-NEXT:      [[P:%.*]] = arith.muli [[AX]], [[BX]] : i32
// CHECK-NEXT:      [[S:%.*]] = arith.addi [[ACC]], [[P]] : i32
// CHECK-NEXT:      scf.yield [[S]] : i32
// CHECK-NEXT:    }
// CHECK-NEXT:    memref.store [[SUM]], %c[%i] : memref<4xi32>
// CHECK-NEXT:  }
// CHECK-NEXT:  func.return
func.func @filled_matvec(%a: memref<4x8xi8>, %b: memref<8xi8>, %c: memref<4xi32>, %z: i32) {
  linalg.fill ins(%z : i32) outs(%c : memref<4xi32>)
  linalg.matvec ins(%a, %b : memref<4x8xi8>, memref<8xi8>) outs(%c : memref<4xi32>)
  return
}

// -----

// A bias is loaded where the accumulator starts; extents of 1 become no loop; strides are folded.
// CHECK-LABEL: @convolution
// CHECK:       scf.for %i
// CHECK-NEXT:    scf.for %j
// CHECK-NEXT:      scf.for %k
// CHECK-NEXT:        [[BIAS:%.*]] = memref.load %bias[%k] : memref<5xi32>
// CHECK-NEXT:        scf.for %l = {{.*}} iter_args({{.*}} = [[BIAS]]) -> (i32) {
// CHECK-NEXT:          scf.for %m
// CHECK-NEXT:            scf.for %n
// CHECK-NEXT:              [[I2:%.*]] = arith.muli %i, {{.*}} overflow<nsw> : index
// CHECK-NEXT:              [[H:%.*]] = arith.addi [[I2]], %l overflow<nsw> : index
// CHECK-NEXT:              [[W:%.*]] = arith.addi %j, %m overflow<nsw> : index
// CHECK-NEXT:              memref.load %image{{\[}}[[ZERO:%.*]], [[H]], [[W]], %n]
// CHECK-NEXT:              memref.load %kernel[%k, %l, %m, %n]
// CHECK:             memref.store {{.*}}, %c{{\[}}[[ZERO]], %i, %j, %k]
// CHECK-NOT:   scf.for
#bias = affine_map<(n, h, w, c) -> (c)>
#all = affine_map<(n, h, w, c) -> (n, h, w, c)>
func.func @convolution(%image: memref<1x9x9x3xi8>, %kernel: memref<5x3x3x3xi8>,
                       %bias: memref<5xi32>, %c: memref<1x4x7x5xi32>) {
  linalg.generic {
    indexing_maps = [#bias, #all],
    iterator_types = ["parallel", "parallel", "parallel", "parallel"]
  } ins(%bias : memref<5xi32>) outs(%c : memref<1x4x7x5xi32>) {
  ^bb0(%in: i32, %out: i32):
    linalg.yield %in : i32
  }
  linalg.conv_2d_nhwc_fhwc
    {dilations = dense<1> : tensor<2xi64>, strides = dense<[2, 1]> : tensor<2xi64>}
    ins(%image, %kernel : memref<1x9x9x3xi8>, memref<5x3x3x3xi8>) outs(%c : memref<1x4x7x5xi32>)
  return
}

// -----

// Two accumulators, and dynamic extents read once.
// CHECK-LABEL: @argmax
// CHECK:       memref.dim %a
// CHECK:       memref.dim %a
// CHECK:       scf.for %i
// CHECK-NEXT:    [[BEST:%.*]] = memref.load %best[%i]
// CHECK-NEXT:    [[AT:%.*]] = memref.load %at[%i]
// CHECK-NEXT:    [[R:%.*]], [[S:%.*]] = scf.for %j = {{.*}} iter_args({{.*}} = [[BEST]], {{.*}} = [[AT]]) -> (i32, i32) {
// CHECK:           arith.index_cast %j : index to i32
// CHECK:         memref.store [[R]], %best[%i]
// CHECK-NEXT:    memref.store [[S]], %at[%i]
#row = affine_map<(i, j) -> (i)>
func.func @argmax(%a: memref<?x?xi32>, %best: memref<?xi32>, %at: memref<?xi32>) {
  linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, #row, #row],
    iterator_types = ["parallel", "reduction"]
  } ins(%a : memref<?x?xi32>) outs(%best, %at : memref<?xi32>, memref<?xi32>) {
  ^bb0(%in: i32, %old: i32, %where: i32):
    %i = linalg.index 1 : index
    %j = arith.index_cast %i : index to i32
    %more = arith.cmpi sgt, %in, %old : i32
    %new = arith.select %more, %in, %old : i32
    %place = arith.select %more, %j, %where : i32
    linalg.yield %new, %place : i32, i32
  }
  return
}

// -----

// Between the fill and the reduction, the buffer is read through a view: the fill stays.
// CHECK-LABEL: @fill_is_seen
// CHECK:       memref.store %z, %c
// CHECK:       memref.load %view
// CHECK:       [[OLD:%.*]] = memref.load %c[%i{{.*}}]
// CHECK-NEXT:  scf.for {{.*}} iter_args({{.*}} = [[OLD]])
func.func @fill_is_seen(%a: memref<4x8xi32>, %c: memref<4xi32>, %z: i32) -> i32 {
  %zero = arith.constant 0 : index
  %view = memref.subview %c[2] [2] [1] : memref<4xi32> to memref<2xi32, strided<[1], offset: 2>>
  linalg.fill ins(%z : i32) outs(%c : memref<4xi32>)
  %seen = memref.load %view[%zero] : memref<2xi32, strided<[1], offset: 2>>
  linalg.reduce { arith.addi } ins(%a : memref<4x8xi32>) outs(%c : memref<4xi32>) dimensions = [1]
  return %seen : i32
}

// -----

// A call may look at anything.
// CHECK-LABEL: @fill_before_a_call
// CHECK:       memref.store %z
// CHECK:       func.call @look
// CHECK:       memref.load
func.func private @look()
func.func @fill_before_a_call(%a: memref<8xi32>, %c: memref<i32>, %z: i32) {
  linalg.fill ins(%z : i32) outs(%c : memref<i32>)
  func.call @look() : () -> ()
  linalg.reduce { arith.addi } ins(%a : memref<8xi32>) outs(%c : memref<i32>) dimensions = [0]
  return
}

// -----

// A copy of a filled buffer is a fill; the buffer and the window of the pooling go away.
// CHECK-LABEL: @filled_once
// CHECK-NOT:   memref.alloc
// CHECK:       scf.for {{.*}} iter_args({{.*}} = %z)
// CHECK-NOT:   memref.copy
func.func @filled_once(%a: memref<1x4x2xi32>, %c: memref<1x2x2xi32>, %z: i32) {
  %filled = memref.alloc() : memref<1x2x2xi32>
  %window = memref.alloc() : memref<3xi32>
  linalg.fill ins(%z : i32) outs(%filled : memref<1x2x2xi32>)
  memref.copy %filled, %c : memref<1x2x2xi32> to memref<1x2x2xi32>
  linalg.pooling_nwc_max {dilations = dense<1> : vector<1xi64>, strides = dense<1> : vector<1xi64>}
    ins(%a, %window : memref<1x4x2xi32>, memref<3xi32>) outs(%c : memref<1x2x2xi32>)
  return
}

// -----

// Nested regions are lowered, and a body that ignores the output does not load it.
// CHECK-LABEL: @nested
// CHECK:       scf.if
// CHECK:         scf.for %i
// CHECK-NEXT:      [[IN:%.*]] = memref.load %a[%i]
// CHECK-NEXT:      [[E:%.*]] = math.exp [[IN]] : f32
// CHECK-NEXT:      memref.store [[E]], %a[%i]
func.func @nested(%a: memref<4xf32>, %p: i1) {
  scf.if %p {
    linalg.map { math.exp } ins(%a : memref<4xf32>) outs(%a : memref<4xf32>)
  }
  return
}
