// RUN: microaot-opt %s -p tosa-to-linalg | filecheck %s
// RUN: microaot-opt %s -p tosa-to-linalg | mlir-opt-22 -o /dev/null

// CHECK-LABEL: func.func @max(
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : i8) outs(%{{.*}} : tensor<1x2x2x2xi8>) -> tensor<1x2x2x2xi8>
// CHECK: %{{.*}} = linalg.pooling_nhwc_max {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%{{.*}}, %{{.*}} : tensor<1x4x4x2xi8>, tensor<2x2xi8>) outs(%{{.*}} : tensor<1x2x2x2xi8>) -> tensor<1x2x2x2xi8>
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : f32) outs(%{{.*}} : tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, ((d1 * 2) + d4), ((d2 * 2) + d5), d3)>, affine_map<(d0, d1, d2, d3, d4, d5) -> (d4, d5)>, affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%{{.*}}, %{{.*}} : tensor<1x4x4x2xf32>, tensor<2x2xf32>) outs(%{{.*}} : tensor<1x2x2x2xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = arith.maxnumf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<1x2x2x2xf32>
func.func @max(%x: tensor<1x4x4x2xi8>, %f: tensor<1x4x4x2xf32>) -> (tensor<1x2x2x2xi8>, tensor<1x2x2x2xf32>) {
  %0 = tosa.max_pool2d %x {kernel = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>} : (tensor<1x4x4x2xi8>) -> tensor<1x2x2x2xi8>
  %1 = tosa.max_pool2d %f {kernel = array<i64: 2, 2>, nan_mode = IGNORE, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>} : (tensor<1x4x4x2xf32>) -> tensor<1x2x2x2xf32>
  return %0, %1 : tensor<1x2x2x2xi8>, tensor<1x2x2x2xf32>
}

// All windows cover as many elements: one multiplier and one shift.
// CHECK-LABEL: func.func @average(
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : i32) outs(%{{.*}} : tensor<1x2x2x2xi32>) -> tensor<1x2x2x2xi32>
// CHECK: %{{.*}} = linalg.pooling_nhwc_sum {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%{{.*}}, %{{.*}} : tensor<1x4x4x2xi8>, tensor<2x2xi32>) outs(%{{.*}} : tensor<1x2x2x2xi32>) -> tensor<1x2x2x2xi32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%{{.*}} : tensor<1x2x2x2xi32>) outs(%{{.*}} : tensor<1x2x2x2xi8>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i8):
// CHECK: %{{.*}} = arith.subi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i32 to i64
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.shrsi %{{.*}}, %{{.*}} : i64
// CHECK: %{{.*}} = arith.trunci %{{.*}} : i64 to i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.maxsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.minsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.trunci %{{.*}} : i32 to i8
// CHECK: linalg.yield %{{.*}} : i8
// CHECK: } -> tensor<1x2x2x2xi8>
func.func @average(%x: tensor<1x4x4x2xi8>) -> tensor<1x2x2x2xi8> {
  %z = "tosa.const"() <{values = dense<3> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.avg_pool2d %x, %z, %z {acc_type = i32, kernel = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>} : (tensor<1x4x4x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x2xi8>
  return %0 : tensor<1x2x2x2xi8>
}

// Windows at the border cover less: the reciprocals are a table.
// CHECK-LABEL: func.func @padded_average(
// CHECK: %{{.*}} = tensor.pad %{{.*}} low[0, 1, 1, 0] high[0, 0, 0, 0] {
// CHECK: ^bb0(%{{.*}}: index, %{{.*}}: index, %{{.*}}: index, %{{.*}}: index):
// CHECK: tensor.yield %{{.*}} : f32
// CHECK: } : tensor<1x2x2x1xf32> to tensor<1x3x3x1xf32>
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : f32) outs(%{{.*}} : tensor<1x2x2x1xf32>) -> tensor<1x2x2x1xf32>
// CHECK: %{{.*}} = linalg.pooling_nhwc_sum {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%{{.*}}, %{{.*}} : tensor<1x3x3x1xf32>, tensor<2x2xf32>) outs(%{{.*}} : tensor<1x2x2x1xf32>) -> tensor<1x2x2x1xf32>
// CHECK: %{{.*}} = arith.constant dense<{{\[\[}}{{\[\[}}1.000000e+00], [2.000000e+00]], {{\[\[}}2.000000e+00], [4.000000e+00]]]]> : tensor<1x2x2x1xf32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%{{.*}}, %{{.*}} : tensor<1x2x2x1xf32>, tensor<1x2x2x1xf32>) outs(%{{.*}} : tensor<1x2x2x1xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = arith.divf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<1x2x2x1xf32>
func.func @padded_average(%f: tensor<1x2x2x1xf32>) -> tensor<1x2x2x1xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = tosa.avg_pool2d %f, %z, %z {acc_type = f32, kernel = array<i64: 2, 2>, pad = array<i64: 1, 0, 1, 0>, stride = array<i64: 1, 1>} : (tensor<1x2x2x1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x2x2x1xf32>
  return %0 : tensor<1x2x2x1xf32>
}

// A scale of 4/2 with a power of two below is a shift.
// CHECK-LABEL: func.func @nearest(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} outs(%{{.*}} : tensor<1x8x8x2xi8>) {
// CHECK: ^bb0(%{{.*}}: i8):
// CHECK: %{{.*}} = linalg.index 1 : index
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : index to i32
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.shrsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.andi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.maxsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.minsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.shli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.cmpi sge, %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : i32 to index
// CHECK: %{{.*}} = linalg.index 2 : index
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : index to i32
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.shrsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.andi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.maxsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.minsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.shli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.cmpi sge, %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : i32 to index
// CHECK: %{{.*}} = linalg.index 0 : index
// CHECK: %{{.*}} = linalg.index 3 : index
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}] : tensor<1x4x4x2xi8>
// CHECK: linalg.yield %{{.*}} : i8
// CHECK: } -> tensor<1x8x8x2xi8>
func.func @nearest(%x: tensor<1x4x4x2xi8>) -> tensor<1x8x8x2xi8> {
  %scale = tosa.const_shape {values = dense<[4, 2, 4, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %offset = tosa.const_shape {values = dense<-1> : tensor<2xindex>} : () -> !tosa.shape<2>
  %border = tosa.const_shape {values = dense<1> : tensor<2xindex>} : () -> !tosa.shape<2>
  %0 = tosa.resize %x, %scale, %offset, %border {mode = NEAREST_NEIGHBOR} : (tensor<1x4x4x2xi8>, !tosa.shape<4>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x8x8x2xi8>
  return %0 : tensor<1x8x8x2xi8>
}

// CHECK-LABEL: func.func @bilinear(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} outs(%{{.*}} : tensor<1x7x7x2xf32>) {
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK: %{{.*}} = linalg.index 1 : index
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : index to i32
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.divsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.subi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.minsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : i32 to index
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : i32 to index
// CHECK: %{{.*}} = arith.sitofp %{{.*}} : i32 to f32
// CHECK: %{{.*}} = arith.divf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.subf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = linalg.index 2 : index
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : index to i32
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.divsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.subi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.minsi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : i32 to index
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : i32 to index
// CHECK: %{{.*}} = arith.sitofp %{{.*}} : i32 to f32
// CHECK: %{{.*}} = arith.divf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.subf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = linalg.index 0 : index
// CHECK: %{{.*}} = linalg.index 3 : index
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}] : tensor<1x4x4x2xf32>
// CHECK: %{{.*}} = arith.mulf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.mulf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}] : tensor<1x4x4x2xf32>
// CHECK: %{{.*}} = arith.mulf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.mulf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}] : tensor<1x4x4x2xf32>
// CHECK: %{{.*}} = arith.mulf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.mulf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}] : tensor<1x4x4x2xf32>
// CHECK: %{{.*}} = arith.mulf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.mulf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<1x7x7x2xf32>
func.func @bilinear(%x: tensor<1x4x4x2xf32>) -> tensor<1x7x7x2xf32> {
  %scale = tosa.const_shape {values = dense<[6, 3, 6, 3]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %zero = tosa.const_shape {values = dense<0> : tensor<2xindex>} : () -> !tosa.shape<2>
  %0 = tosa.resize %x, %scale, %zero, %zero {mode = BILINEAR} : (tensor<1x4x4x2xf32>, !tosa.shape<4>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x7x7x2xf32>
  return %0 : tensor<1x7x7x2xf32>
}

// CHECK-LABEL: func.func @rfft(
// CHECK: %{{.*}} = arith.constant dense<[1.000000e+00, 0.707106769, 0.000000e+00, -0.707106769, -1.000000e+00, -0.707106769, 0.000000e+00, 0.707106769]> : tensor<8xf32>
// CHECK: %{{.*}} = arith.constant dense<[0.000000e+00, 0.707106769, 1.000000e+00, 0.707106769, 0.000000e+00, -0.707106769, -1.000000e+00, -0.707106769]> : tensor<8xf32>
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : f32) outs(%{{.*}} : tensor<1x4x5xf32>) -> tensor<1x4x5xf32>
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : f32) outs(%{{.*}} : tensor<1x4x5xf32>) -> tensor<1x4x5xf32>
// CHECK: %{{.*}}, %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3, d4) -> (d0, d3, d4)>, affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2)>, affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%{{.*}} : tensor<1x4x8xf32>) outs(%{{.*}}, %{{.*}} : tensor<1x4x5xf32>, tensor<1x4x5xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = linalg.index 1 : index
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : index to i32
// CHECK: %{{.*}} = linalg.index 2 : index
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : index to i32
// CHECK: %{{.*}} = linalg.index 3 : index
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : index to i32
// CHECK: %{{.*}} = linalg.index 4 : index
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : index to i32
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.muli %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.andi %{{.*}}, %{{.*}} : i32
// CHECK: %{{.*}} = arith.index_cast %{{.*}} : i32 to index
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}] : tensor<8xf32>
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}] : tensor<8xf32>
// CHECK: %{{.*}} = arith.mulf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.mulf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.subf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}}, %{{.*}} : f32, f32
// CHECK: } -> (tensor<1x4x5xf32>, tensor<1x4x5xf32>)
func.func @rfft(%x: tensor<1x4x8xf32>) -> (tensor<1x4x5xf32>, tensor<1x4x5xf32>) {
  %0:2 = tosa.rfft2d %x : (tensor<1x4x8xf32>) -> (tensor<1x4x5xf32>, tensor<1x4x5xf32>)
  return %0#0, %0#1 : tensor<1x4x5xf32>, tensor<1x4x5xf32>
}
