// RUN: microaot-opt %s | microaot-opt | filecheck %s
// RUN: mlir-opt-22 %s --mlir-print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 | microaot-opt | filecheck %s

// CHECK-LABEL: func.func @matmuls
// CHECK-NEXT:  linalg.matmul ins({{.*}}, {{.*}} : memref<2x3xi8>, memref<3x4xi8>) outs({{.*}} : memref<2x4xi32>)
// CHECK-NEXT:  linalg.matmul {cast = #linalg.type_fn<cast_unsigned>} ins(
// CHECK-NEXT:  linalg.matmul indexing_maps = [affine_map<(d0, d1, d2) -> (d2, d0)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>] ins(
// CHECK-NEXT:  linalg.contract indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>] ins(
func.func @matmuls(%a: memref<2x3xi8>, %b: memref<3x4xi8>, %t: memref<3x2xi8>, %c: memref<2x4xi32>) {
  linalg.matmul ins(%a, %b : memref<2x3xi8>, memref<3x4xi8>) outs(%c : memref<2x4xi32>)
  linalg.matmul {cast = #linalg.type_fn<cast_unsigned>}
    ins(%a, %b : memref<2x3xi8>, memref<3x4xi8>) outs(%c : memref<2x4xi32>)
  linalg.matmul
    indexing_maps = [affine_map<(m, n, k) -> (k, m)>, affine_map<(m, n, k) -> (k, n)>,
                     affine_map<(m, n, k) -> (m, n)>]
    ins(%t, %b : memref<3x2xi8>, memref<3x4xi8>) outs(%c : memref<2x4xi32>)
  linalg.contract
    indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>,
                     affine_map<(m, n, k) -> (m, n)>]
    ins(%a, %b : memref<2x3xi8>, memref<3x4xi8>) outs(%c : memref<2x4xi32>)
  return
}

// CHECK-LABEL: func.func @windows
// CHECK-NEXT:  linalg.conv_1d_nwc_wcf {dilations = dense<2> : tensor<1xi64>, strides = dense<3> : vector<1xi64>} ins(
func.func @windows(%x: memref<1x9x2xf32>, %k: memref<2x2x4xf32>, %y: memref<1x3x4xf32>) {
  linalg.conv_1d_nwc_wcf
    {dilations = dense<2> : tensor<1xi64>, strides = dense<3> : vector<1xi64>}
    ins(%x, %k : memref<1x9x2xf32>, memref<2x2x4xf32>) outs(%y : memref<1x3x4xf32>)
  return
}

// CHECK-LABEL: func.func @elementwise
// CHECK-NEXT:  linalg.elementwise kind=#linalg.elementwise_kind<max_signed> ins(
// CHECK-NEXT:  linalg.elementwise kind=#linalg.elementwise_kind<exp> indexing_maps = [affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>] ins(
// CHECK-NEXT:  linalg.select ins(
// CHECK-NEXT:  linalg.fill ins({{.*}} : f32) outs(
func.func @elementwise(%a: memref<2x3xf32>, %b: memref<3xf32>, %p: memref<2x3xi1>, %s: f32) {
  linalg.elementwise kind=#linalg.elementwise_kind<max_signed>
    ins(%a, %a : memref<2x3xf32>, memref<2x3xf32>) outs(%a : memref<2x3xf32>)
  linalg.elementwise kind=#linalg.elementwise_kind<exp>
    indexing_maps = [affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>]
    ins(%b : memref<3xf32>) outs(%a : memref<2x3xf32>)
  linalg.select ins(%p, %a, %a : memref<2x3xi1>, memref<2x3xf32>, memref<2x3xf32>)
    outs(%a : memref<2x3xf32>)
  linalg.fill ins(%s : f32) outs(%a : memref<2x3xf32>)
  return
}

// CHECK-LABEL: func.func @map_and_reduce
// CHECK-NEXT:  linalg.map ins({{.*}}) outs({{.*}}) ([[X:%.*]]: f32, [[Y:%.*]]: f32, {{.*}}: f32) {
// CHECK-NEXT:    [[SUM:%.*]] = arith.addf [[X]], [[Y]] : f32
// CHECK-NEXT:    linalg.yield [[SUM]] : f32
// CHECK:       linalg.map outs({{.*}}) ({{.*}}: f32) {
// CHECK-NEXT:    linalg.yield
// CHECK:       linalg.reduce ins({{.*}}) outs({{.*}}) dimensions = [1] ([[IN:%.*]]: f32, [[INIT:%.*]]: f32) {
// CHECK-NEXT:    [[PRODUCT:%.*]] = arith.mulf [[INIT]], [[IN]] fastmath<fast> : f32
// CHECK-NEXT:    linalg.yield [[PRODUCT]] : f32
func.func @map_and_reduce(%a: memref<2x3xf32>, %b: memref<2xf32>, %s: f32) {
  linalg.map { arith.addf } ins(%a, %a : memref<2x3xf32>, memref<2x3xf32>)
    outs(%a : memref<2x3xf32>)
  linalg.map outs(%a : memref<2x3xf32>)
    (%init: f32) {
      linalg.yield %s : f32
    }
  linalg.reduce { arith.mulf {fastmath = #arith.fastmath<fast>} } ins(%a : memref<2x3xf32>)
    outs(%b : memref<2xf32>) dimensions = [1]
  return
}

// CHECK-LABEL: func.func @tensors
// CHECK-NEXT:  [[T:%.*]] = linalg.transpose ins({{.*}} : tensor<2x3xf32>) outs({{.*}} : tensor<3x2xf32>) permutation = [1, 0]
// CHECK-NEXT:  [[B:%.*]] = linalg.broadcast ins([[T]] : tensor<3x2xf32>) outs({{.*}} : tensor<3x5x2xf32>) dimensions = [1]
// CHECK-NEXT:  [[A:%.*]] = linalg.abs ins([[T]] : tensor<3x2xf32>) outs([[T]] : tensor<3x2xf32>) -> tensor<3x2xf32>
// CHECK-NEXT:  {{%.*}} = linalg.softmax dimension(1) ins([[A]] : tensor<3x2xf32>) outs([[T]] : tensor<3x2xf32>) -> tensor<3x2xf32>
// CHECK-NEXT:  {{%.*}}, {{%.*}} = linalg.generic
// CHECK:       } -> (tensor<2x3xf32>, tensor<2x3xf32>)
#id = affine_map<(i, j) -> (i, j)>
func.func @tensors(%a: tensor<2x3xf32>, %b: tensor<3x2xf32>, %c: tensor<3x5x2xf32>) {
  %t = linalg.transpose ins(%a : tensor<2x3xf32>) outs(%b : tensor<3x2xf32>) permutation = [1, 0]
  %d = linalg.broadcast ins(%t : tensor<3x2xf32>) outs(%c : tensor<3x5x2xf32>) dimensions = [1]
  %e = linalg.abs ins(%t : tensor<3x2xf32>) outs(%t : tensor<3x2xf32>) -> tensor<3x2xf32>
  %f = linalg.softmax dimension(1) ins(%e : tensor<3x2xf32>) outs(%t : tensor<3x2xf32>)
    -> tensor<3x2xf32>
  %g:2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
    outs(%a, %a : tensor<2x3xf32>, tensor<2x3xf32>) {
  ^bb0(%x: f32, %y: f32):
    linalg.yield %y, %x : f32, f32
  } -> (tensor<2x3xf32>, tensor<2x3xf32>)
  return
}
