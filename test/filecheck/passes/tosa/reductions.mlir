// RUN: microaot-opt %s -p tosa-to-linalg | filecheck %s
// RUN: microaot-opt %s -p tosa-to-linalg | mlir-opt-22 -o /dev/null

// CHECK-LABEL: func.func @sum(
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : f32) outs(%{{.*}} : tensor<2xf32>) -> tensor<2xf32>
// CHECK: %{{.*}} = linalg.reduce ins(%{{.*}} : tensor<2x3xf32>) outs(%{{.*}} : tensor<2xf32>) dimensions = [1] (%{{.*}}: f32, %{{.*}}: f32) {
// CHECK: %{{.*}} = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: %{{.*}} = tensor.expand_shape %{{.*}} {{\[\[}}0 : i64, 1 : i64]] output_shape [2, 1] : tensor<2xf32> into tensor<2x1xf32>
func.func @sum(%x: tensor<2x3xf32>) -> tensor<2x1xf32> {
  %0 = tosa.reduce_sum %x {axis = 1 : i32} : (tensor<2x3xf32>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// Nothing is left of NaNs alone but a NaN.
// CHECK-LABEL: func.func @max_without_nan(
// CHECK: %{{.*}} = tensor.expand_shape %{{.*}} {{\[\[}}0 : i64, 1 : i64]] output_shape [1, 3] : tensor<3xf32> into tensor<1x3xf32>
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : f32) outs(%{{.*}} : tensor<1xf32>) -> tensor<1xf32>
// CHECK: %{{.*}} = linalg.reduce ins(%{{.*}} : tensor<1x3xf32>) outs(%{{.*}} : tensor<1xf32>) dimensions = [1] (%{{.*}}: f32, %{{.*}}: f32) {
// CHECK: %{{.*}} = arith.maxnumf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
func.func @max_without_nan(%x: tensor<3xf32>) -> tensor<1xf32> {
  %0 = tosa.reduce_max %x {axis = 0 : i32, nan_mode = IGNORE} : (tensor<3xf32>) -> tensor<1xf32>
  return %0 : tensor<1xf32>
}

// CHECK-LABEL: func.func @all(
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : i1) outs(%{{.*}} : tensor<3xi1>) -> tensor<3xi1>
// CHECK: %{{.*}} = linalg.reduce ins(%{{.*}} : tensor<2x3xi1>) outs(%{{.*}} : tensor<3xi1>) dimensions = [0] (%{{.*}}: i1, %{{.*}}: i1) {
// CHECK: %{{.*}} = arith.andi %{{.*}}, %{{.*}} : i1
// CHECK: linalg.yield %{{.*}} : i1
// CHECK: %{{.*}} = tensor.expand_shape %{{.*}} {{\[\[}}0 : i64, 1 : i64]] output_shape [1, 3] : tensor<3xi1> into tensor<1x3xi1>
func.func @all(%x: tensor<2x3xi1>) -> tensor<1x3xi1> {
  %0 = tosa.reduce_all %x {axis = 0 : i32} : (tensor<2x3xi1>) -> tensor<1x3xi1>
  return %0 : tensor<1x3xi1>
}

// The first NaN is the maximum.
// CHECK-LABEL: func.func @argmax(
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : i32) outs(%{{.*}} : tensor<2xi32>) -> tensor<2xi32>
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : f32) outs(%{{.*}} : tensor<2xf32>) -> tensor<2xf32>
// CHECK: %{{.*}}, %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%{{.*}} : tensor<2x3xf32>) outs(%{{.*}}, %{{.*}} : tensor<2xi32>, tensor<2xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: i32, %{{.*}}: f32):
// CHECK: %{{.*}} = linalg.index 1 : index
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : index to i32
// CHECK: %{{.*}} = arith.cmpf ugt, %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.cmpf ord, %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.andi %{{.*}}, %{{.*}} : i1
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}}, %{{.*}} : i32, f32
// CHECK: } -> (tensor<2xi32>, tensor<2xf32>)
func.func @argmax(%x: tensor<2x3xf32>) -> tensor<2xi32> {
  %0 = tosa.argmax %x {axis = 1 : i32} : (tensor<2x3xf32>) -> tensor<2xi32>
  return %0 : tensor<2xi32>
}

// CHECK-LABEL: func.func @argmax_integers(
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : i32) outs(%{{.*}} : tensor<2xi32>) -> tensor<2xi32>
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : i8) outs(%{{.*}} : tensor<2xi8>) -> tensor<2xi8>
// CHECK: %{{.*}}, %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%{{.*}} : tensor<2x3xi8>) outs(%{{.*}}, %{{.*}} : tensor<2xi32>, tensor<2xi8>) {
// CHECK: ^bb0(%{{.*}}: i8, %{{.*}}: i32, %{{.*}}: i8):
// CHECK: %{{.*}} = linalg.index 1 : index
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : index to i32
// CHECK: %{{.*}} = arith.cmpi sgt, %{{.*}}, %{{.*}} : i8
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i8
// CHECK: linalg.yield %{{.*}}, %{{.*}} : i32, i8
// CHECK: } -> (tensor<2xi32>, tensor<2xi8>)
func.func @argmax_integers(%x: tensor<2x3xi8>) -> tensor<2xi32> {
  %0 = tosa.argmax %x {axis = 1 : i32} : (tensor<2x3xi8>) -> tensor<2xi32>
  return %0 : tensor<2xi32>
}
