// RUN: microaot-opt %s -p tosa-to-linalg | filecheck %s
// RUN: microaot-opt %s -p tosa-to-linalg | mlir-opt-22 -o /dev/null

// Zero points become scalars of a quantised op, the padding is the zero point of the input, and the
// sum starts with the bias.
// CHECK-LABEL: func.func @conv2d(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%{{.*}} : tensor<3xi32>) outs(%{{.*}} : tensor<1x4x4x3xi32>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i32):
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<1x4x4x3xi32>
// CHECK: %{{.*}} = tensor.pad %{{.*}} low[0, 1, 1, 0] high[0, 1, 1, 0] {
// CHECK: ^bb0(%{{.*}}: index, %{{.*}}: index, %{{.*}}: index, %{{.*}}: index):
// CHECK: tensor.yield %{{.*}} : i8
// CHECK: } : tensor<1x4x4x2xi8> to tensor<1x6x6x2xi8>
// CHECK: %{{.*}} = linalg.conv_2d_nhwc_fhwc_q {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : tensor<1x6x6x2xi8>, tensor<3x3x3x2xi8>, i32, i32) outs(%{{.*}} : tensor<1x4x4x3xi32>) -> tensor<1x4x4x3xi32>
func.func @conv2d(%x: tensor<1x4x4x2xi8>, %w: tensor<3x3x3x2xi8>, %b: tensor<3xi32>) -> tensor<1x4x4x3xi32> {
  %zi = "tosa.const"() <{values = dense<5> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zw = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.conv2d %x, %w, %b, %zi, %zw {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>}
    : (tensor<1x4x4x2xi8>, tensor<3x3x3x2xi8>, tensor<3xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x3xi32>
  return %0 : tensor<1x4x4x3xi32>
}

// A bias of zeros is not added, and one bias for all channels is read again and again.
// CHECK-LABEL: func.func @conv2d_float(
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : f32) outs(%{{.*}} : tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32>
// CHECK: %{{.*}} = linalg.conv_2d_nhwc_fhwc {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%{{.*}}, %{{.*}} : tensor<1x4x4x2xf32>, tensor<3x1x1x2xf32>) outs(%{{.*}} : tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (0)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%{{.*}} : tensor<1xf32>) outs(%{{.*}} : tensor<1x4x4x3xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32):
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<1x4x4x3xf32>
// CHECK: %{{.*}} = linalg.conv_2d_nhwc_fhwc {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%{{.*}}, %{{.*}} : tensor<1x4x4x2xf32>, tensor<3x1x1x2xf32>) outs(%{{.*}} : tensor<1x4x4x3xf32>) -> tensor<1x4x4x3xf32>
func.func @conv2d_float(%x: tensor<1x4x4x2xf32>, %w: tensor<3x1x1x2xf32>, %b: tensor<1xf32>) -> (tensor<1x4x4x3xf32>, tensor<1x4x4x3xf32>) {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %zb = "tosa.const"() <{values = dense<0.0> : tensor<3xf32>}> : () -> tensor<3xf32>
  %0 = tosa.conv2d %x, %w, %zb, %z, %z {acc_type = f32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>}
    : (tensor<1x4x4x2xf32>, tensor<3x1x1x2xf32>, tensor<3xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x4x4x3xf32>
  %1 = tosa.conv2d %x, %w, %b, %z, %z {acc_type = f32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>}
    : (tensor<1x4x4x2xf32>, tensor<3x1x1x2xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x4x4x3xf32>
  return %0, %1 : tensor<1x4x4x3xf32>, tensor<1x4x4x3xf32>
}

// An accumulator of 48 bits is kept in 64.
// CHECK-LABEL: func.func @conv2d_i16(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%{{.*}} : tensor<3xi64>) outs(%{{.*}} : tensor<1x4x4x3xi64>) {
// CHECK: ^bb0(%{{.*}}: i64, %{{.*}}: i64):
// CHECK: linalg.yield %{{.*}} : i64
// CHECK: } -> tensor<1x4x4x3xi64>
// CHECK: %{{.*}} = linalg.conv_2d_nhwc_fhwc {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%{{.*}}, %{{.*}} : tensor<1x4x4x2xi16>, tensor<3x1x1x2xi8>) outs(%{{.*}} : tensor<1x4x4x3xi64>) -> tensor<1x4x4x3xi64>
func.func @conv2d_i16(%x: tensor<1x4x4x2xi16>, %w: tensor<3x1x1x2xi8>, %b: tensor<3xi48>) -> tensor<1x4x4x3xi48> {
  %zi = "tosa.const"() <{values = dense<0> : tensor<1xi16>}> : () -> tensor<1xi16>
  %zw = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.conv2d %x, %w, %b, %zi, %zw {acc_type = i48, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>}
    : (tensor<1x4x4x2xi16>, tensor<3x1x1x2xi8>, tensor<3xi48>, tensor<1xi16>, tensor<1xi8>) -> tensor<1x4x4x3xi48>
  return %0 : tensor<1x4x4x3xi48>
}

// CHECK-LABEL: func.func @depthwise(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%{{.*}} : tensor<1xi8>) outs(%{{.*}} : tensor<1xi32>) {
// CHECK: ^bb0(%{{.*}}: i8, %{{.*}}: i32):
// CHECK: %{{.*}} = arith.extsi %{{.*}} : i8 to i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<1xi32>
// CHECK: %{{.*}} = tensor.extract %{{.*}}[%{{.*}}] : tensor<1xi32>
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : i32) outs(%{{.*}} : tensor<1x2x2x2x3xi32>) -> tensor<1x2x2x2x3xi32>
// CHECK: %{{.*}} = linalg.depthwise_conv_2d_nhwc_hwcm_q {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : tensor<1x4x4x2xi8>, tensor<3x3x2x3xi8>, i32, i32) outs(%{{.*}} : tensor<1x2x2x2x3xi32>) -> tensor<1x2x2x2x3xi32>
// CHECK: %{{.*}} = tensor.collapse_shape %{{.*}} {{\[\[}}0 : i64], [1 : i64], [2 : i64], [3 : i64, 4 : i64]] : tensor<1x2x2x2x3xi32> into tensor<1x2x2x6xi32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%{{.*}}, %{{.*}} : tensor<6xi32>, tensor<1x2x2x6xi32>) outs(%{{.*}} : tensor<1x2x2x6xi32>) {
// CHECK: ^bb0(%{{.*}}: i32, %{{.*}}: i32, %{{.*}}: i32):
// CHECK: %{{.*}} = arith.addi %{{.*}}, %{{.*}} : i32
// CHECK: linalg.yield %{{.*}} : i32
// CHECK: } -> tensor<1x2x2x6xi32>
func.func @depthwise(%x: tensor<1x4x4x2xi8>, %w: tensor<3x3x2x3xi8>, %b: tensor<6xi32>, %zi: tensor<1xi8>) -> tensor<1x2x2x6xi32> {
  %zw = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.depthwise_conv2d %x, %w, %b, %zi, %zw {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>}
    : (tensor<1x4x4x2xi8>, tensor<3x3x2x3xi8>, tensor<6xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x6xi32>
  return %0 : tensor<1x2x2x6xi32>
}

// CHECK-LABEL: func.func @conv3d(
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3, d4) -> (d4)>, affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3, d4)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%{{.*}} : tensor<4xf32>) outs(%{{.*}} : tensor<1x2x2x2x4xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32):
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<1x2x2x2x4xf32>
// CHECK: %{{.*}} = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3, d4, d5, d6, d7, d8) -> (d0, (d1 + d5), (d2 + d6), (d3 + d7), d8)>, affine_map<(d0, d1, d2, d3, d4, d5, d6, d7, d8) -> (d4, d5, d6, d7, d8)>, affine_map<(d0, d1, d2, d3, d4, d5, d6, d7, d8) -> (d0, d1, d2, d3, d4)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction", "reduction"]} ins(%{{.*}}, %{{.*}} : tensor<1x3x3x3x2xf32>, tensor<4x2x2x2x2xf32>) outs(%{{.*}} : tensor<1x2x2x2x4xf32>) {
// CHECK: ^bb0(%{{.*}}: f32, %{{.*}}: f32, %{{.*}}: f32):
// CHECK: %{{.*}} = arith.mulf %{{.*}}, %{{.*}} : f32
// CHECK: %{{.*}} = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK: linalg.yield %{{.*}} : f32
// CHECK: } -> tensor<1x2x2x2x4xf32>
func.func @conv3d(%x: tensor<1x3x3x3x2xf32>, %w: tensor<4x2x2x2x2xf32>, %b: tensor<4xf32>) -> tensor<1x2x2x2x4xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = tosa.conv3d %x, %w, %b, %z, %z {acc_type = f32, dilation = array<i64: 1, 1, 1>, pad = array<i64: 0, 0, 0, 0, 0, 0>, stride = array<i64: 1, 1, 1>}
    : (tensor<1x3x3x3x2xf32>, tensor<4x2x2x2x2xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x2x2x2x4xf32>
  return %0 : tensor<1x2x2x2x4xf32>
}

// The kernel of 3x3 with a stride of 2 is four kernels of 2x2, made when the program is compiled.
// CHECK-LABEL: func.func @transposed(
// CHECK: %{{.*}} = arith.constant dense<{{\[\[}}{{\[\[}}9.000000e+00], [7.000000e+00]], {{\[\[}}3.000000e+00], [1.000000e+00]]], {{\[\[}}[0.000000e+00], [8.000000e+00]], {{\[\[}}0.000000e+00], [2.000000e+00]]], {{\[\[}}[0.000000e+00], [0.000000e+00]], {{\[\[}}6.000000e+00], [4.000000e+00]]], {{\[\[}}[0.000000e+00], [0.000000e+00]], {{\[\[}}0.000000e+00], [5.000000e+00]]]]> : tensor<4x2x2x1xf32>
// CHECK: %{{.*}} = tensor.pad %{{.*}} low[0, 1, 1, 0] high[0, 1, 1, 0] {
// CHECK: ^bb0(%{{.*}}: index, %{{.*}}: index, %{{.*}}: index, %{{.*}}: index):
// CHECK: tensor.yield %{{.*}} : f32
// CHECK: } : tensor<1x2x2x1xf32> to tensor<1x4x4x1xf32>
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : f32) outs(%{{.*}} : tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
// CHECK: %{{.*}} = linalg.conv_2d_nhwc_fhwc {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%{{.*}}, %{{.*}} : tensor<1x4x4x1xf32>, tensor<4x2x2x1xf32>) outs(%{{.*}} : tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
// CHECK: %{{.*}} = tensor.expand_shape %{{.*}} {{\[\[}}0 : i64], [1 : i64], [2 : i64], [3 : i64, 4 : i64, 5 : i64]] output_shape [1, 3, 3, 2, 2, 1] : tensor<1x3x3x4xf32> into tensor<1x3x3x2x2x1xf32>
// CHECK: %{{.*}} = linalg.transpose ins(%{{.*}} : tensor<1x3x3x2x2x1xf32>) outs(%{{.*}} : tensor<1x3x2x3x2x1xf32>) permutation = [0, 1, 3, 2, 4, 5]
// CHECK: %{{.*}} = tensor.collapse_shape %{{.*}} {{\[\[}}0 : i64], [1 : i64, 2 : i64], [3 : i64, 4 : i64], [5 : i64]] : tensor<1x3x2x3x2x1xf32> into tensor<1x6x6x1xf32>
// CHECK: %{{.*}} = tensor.extract_slice %{{.*}}[0, 0, 0, 0] [1, 5, 5, 1] [1, 1, 1, 1] : tensor<1x6x6x1xf32> to tensor<1x5x5x1xf32>
func.func @transposed(%x: tensor<1x2x2x1xf32>) -> tensor<1x5x5x1xf32> {
  %w = "tosa.const"() <{values = dense<[[[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]], [[7.0], [8.0], [9.0]]]]> : tensor<1x3x3x1xf32>}> : () -> tensor<1x3x3x1xf32>
  %b = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = tosa.transpose_conv2d %x, %w, %b, %b, %b {acc_type = f32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>}
    : (tensor<1x2x2x1xf32>, tensor<1x3x3x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x5x5x1xf32>
  return %0 : tensor<1x5x5x1xf32>
}

// CHECK-LABEL: func.func @matmul(
// CHECK: %{{.*}} = linalg.fill ins(%{{.*}} : i32) outs(%{{.*}} : tensor<1x3x5xi32>) -> tensor<1x3x5xi32>
// CHECK: %{{.*}} = linalg.quantized_batch_matmul ins(%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : tensor<1x3x4xi8>, tensor<1x4x5xi8>, i32, i32) outs(%{{.*}} : tensor<1x3x5xi32>) -> tensor<1x3x5xi32>
func.func @matmul(%a: tensor<1x3x4xi8>, %b: tensor<1x4x5xi8>) -> tensor<1x3x5xi32> {
  %z = "tosa.const"() <{values = dense<3> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.matmul %a, %b, %z, %z : (tensor<1x3x4xi8>, tensor<1x4x5xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x3x5xi32>
  return %0 : tensor<1x3x5xi32>
}
