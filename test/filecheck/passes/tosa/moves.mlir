// RUN: microaot-opt %s -p tosa-to-linalg | filecheck %s
// RUN: microaot-opt %s -p tosa-to-linalg | mlir-opt-22 -o /dev/null

// CHECK-LABEL: func.func @moves(
// CHECK: %{{.*}} = tensor.collapse_shape %{{.*}} {{\[\[}}0 : i64, 1 : i64]] : tensor<2x3xf32> into tensor<6xf32>
// CHECK: %{{.*}} = tensor.expand_shape %{{.*}} {{\[\[}}0 : i64, 1 : i64]] output_shape [3, 2] : tensor<6xf32> into tensor<3x2xf32>
// CHECK: "test.op"(%{{.*}}) : (tensor<3x2xf32>) -> ()
// CHECK: %{{.*}} = linalg.transpose ins(%{{.*}} : tensor<2x3xf32>) outs(%{{.*}} : tensor<3x2xf32>) permutation = [1, 0]
// CHECK: "test.op"(%{{.*}}) : (tensor<3x2xf32>) -> ()
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<2x3xf32>) {
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK: %{{.*}} = linalg.index 0 : index
// CHECK: %{{.*}} = linalg.index 1 : index
// CHECK: %{{.*}} = arith.subi %{{.*}}, %{{.*}} : index
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}, %{{.*}}] : tensor<2x3xf32>
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<2x3xf32>
// CHECK: "test.op"(%{{.*}}) : (tensor<2x3xf32>) -> ()
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%{{.*}} : tensor<2x3xf32>) outs(%{{.*}} : tensor<2x2x3xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32):
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<2x2x3xf32>
// CHECK: %{{.*}} = tensor.collapse_shape %{{.*}} {{\[\[}}0 : i64], [1 : i64, 2 : i64]] : tensor<2x2x3xf32> into tensor<2x6xf32>
// CHECK: "test.op"(%{{.*}}) : (tensor<2x6xf32>) -> ()
// CHECK: %{{.*}} = tensor.insert_slice %{{.*}} into %{{.*}}[0, 0] [2, 3] [1, 1] : tensor<2x3xf32> into tensor<4x3xf32>
// CHECK: %{{.*}} = tensor.insert_slice %{{.*}} into %{{.*}}[2, 0] [2, 3] [1, 1] : tensor<2x3xf32> into tensor<4x3xf32>
// CHECK: "test.op"(%{{.*}}) : (tensor<4x3xf32>) -> ()
// CHECK: %{{.*}} = tensor.extract_slice %{{.*}}[1, 0] [1, 2] [1, 1] : tensor<2x3xf32> to tensor<1x2xf32>
// CHECK: "test.op"(%{{.*}}) : (tensor<1x2xf32>) -> ()
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}] : tensor<1xf32>
// CHECK: %{{.*}} = tensor.pad %{{.*}} low[0, 2] high[1, 0] {
// CHECK: ^bb0(%{{.*}}: index, %{{.*}}: index):
// CHECK: tensor.yield %{{.*}} : f32
// CHECK: } : tensor<2x3xf32> to tensor<3x5xf32>
// CHECK: "test.op"(%{{.*}}) : (tensor<3x5xf32>) -> ()
func.func @moves(%x: tensor<2x3xf32>, %p: tensor<1xf32>) {
  %s_new = tosa.const_shape {values = dense<[3, -1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %0 = tosa.reshape %x, %s_new : (tensor<2x3xf32>, !tosa.shape<2>) -> tensor<3x2xf32>
  "test.op"(%0) : (tensor<3x2xf32>) -> ()
  %1 = tosa.transpose %x {perms = array<i32: 1, 0>} : (tensor<2x3xf32>) -> tensor<3x2xf32>
  "test.op"(%1) : (tensor<3x2xf32>) -> ()
  %2 = tosa.reverse %x {axis = 1 : i32} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  "test.op"(%2) : (tensor<2x3xf32>) -> ()
  %s_mult = tosa.const_shape {values = dense<[1, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %3 = tosa.tile %x, %s_mult : (tensor<2x3xf32>, !tosa.shape<2>) -> tensor<2x6xf32>
  "test.op"(%3) : (tensor<2x6xf32>) -> ()
  %4 = tosa.concat %x, %x {axis = 0 : i32} : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<4x3xf32>
  "test.op"(%4) : (tensor<4x3xf32>) -> ()
  %s_start = tosa.const_shape {values = dense<[1, 0]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %5 = tosa.slice %x, %s_start, %s_mult : (tensor<2x3xf32>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x2xf32>
  "test.op"(%5) : (tensor<1x2xf32>) -> ()
  %s_pad = tosa.const_shape {values = dense<[0, 1, 2, 0]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %6 = tosa.pad %x, %s_pad, %p : (tensor<2x3xf32>, !tosa.shape<4>, tensor<1xf32>) -> tensor<3x5xf32>
  "test.op"(%6) : (tensor<3x5xf32>) -> ()
  return
}

// A transposition that only moves extents of 1 is a reshape, and constants move at once.
// CHECK-LABEL: func.func @nothing_moves(
// CHECK: %{{.*}} = tensor.collapse_shape %{{.*}} {{\[\[}}0 : i64, 1 : i64, 2 : i64, 3 : i64]] : tensor<1x2x1x3xf32> into tensor<6xf32>
// CHECK: %{{.*}} = tensor.expand_shape %{{.*}} {{\[\[}}0 : i64, 1 : i64, 2 : i64, 3 : i64]] output_shape [2, 3, 1, 1] : tensor<6xf32> into tensor<2x3x1x1xf32>
// CHECK: %{{.*}} = arith.constant dense<{{\[\[}}1, 4], [2, 5], [3, 6]]> : tensor<3x2xi32>
func.func @nothing_moves(%x: tensor<1x2x1x3xf32>) -> (tensor<2x3x1x1xf32>, tensor<3x2xi32>) {
  %0 = tosa.transpose %x {perms = array<i32: 1, 3, 0, 2>} : (tensor<1x2x1x3xf32>) -> tensor<2x3x1x1xf32>
  %c = "tosa.const"() <{values = dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi32>}> : () -> tensor<2x3xi32>
  %1 = tosa.transpose %c {perms = array<i32: 1, 0>} : (tensor<2x3xi32>) -> tensor<3x2xi32>
  return %0, %1 : tensor<2x3x1x1xf32>, tensor<3x2xi32>
}

// Where no dimensions of the one make up those of the other, all elements are lined up in between.
// CHECK-LABEL: func.func @through_one_dimension(
// CHECK: %{{.*}} = tensor.collapse_shape %{{.*}} {{\[\[}}0 : i64, 1 : i64, 2 : i64]] : tensor<2x2x3xi8> into tensor<12xi8>
// CHECK: %{{.*}} = tensor.expand_shape %{{.*}} {{\[\[}}0 : i64, 1 : i64]] output_shape [12, 1] : tensor<12xi8> into tensor<12x1xi8>
func.func @through_one_dimension(%x: tensor<2x2x3xi8>) -> tensor<12x1xi8> {
  %s = tosa.const_shape {values = dense<[12, 1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %0 = tosa.reshape %x, %s : (tensor<2x2x3xi8>, !tosa.shape<2>) -> tensor<12x1xi8>
  return %0 : tensor<12x1xi8>
}

// CHECK-LABEL: func.func @gather(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%{{.*}} : tensor<2x5xi32>) outs(%{{.*}} : tensor<2x5x4xf32>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: f32):
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : i32 to index
// CHECK: %{{.*}} = linalg.index 0 : index
// CHECK: %{{.*}} = linalg.index 2 : index
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}] : tensor<2x3x4xf32>
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<2x5x4xf32>
func.func @gather(%v: tensor<2x3x4xf32>, %i: tensor<2x5xi32>) -> tensor<2x5x4xf32> {
  %0 = tosa.gather %v, %i : (tensor<2x3x4xf32>, tensor<2x5xi32>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}

// CHECK-LABEL: func.func @scatter(
// CHECK: %{{.*}} = scf.for %{{.*}} = %{{.*}} to %{{.*}} step %{{.*}} iter_args(%{{.*}} = %{{.*}}) -> (tensor<2x3x4xf32>) {
// CHECK: %{{.*}} = scf.for %{{.*}} = %{{.*}} to %{{.*}} step %{{.*}} iter_args(%{{.*}} = %{{.*}}) -> (tensor<2x3x4xf32>) {
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}, %{{.*}}] : tensor<2x2xi32>
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : i32 to index
// CHECK: %{{.*}} = scf.for %{{.*}} = %{{.*}} to %{{.*}} step %{{.*}} iter_args(%{{.*}} = %{{.*}}) -> (tensor<2x3x4xf32>) {
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}] : tensor<2x2x4xf32>
// CHECK: %{{.*}} = tensor.insert %{{.*}} into %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}] : tensor<2x3x4xf32>
// CHECK: scf.yield %{{.*}} : tensor<2x3x4xf32>
// CHECK: scf.yield %{{.*}} : tensor<2x3x4xf32>
// CHECK: scf.yield %{{.*}} : tensor<2x3x4xf32>
func.func @scatter(%v: tensor<2x3x4xf32>, %i: tensor<2x2xi32>, %x: tensor<2x2x4xf32>) -> tensor<2x3x4xf32> {
  %0 = tosa.scatter %v, %i, %x : (tensor<2x3x4xf32>, tensor<2x2xi32>, tensor<2x2x4xf32>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}
