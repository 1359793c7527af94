// RUN: microaot-opt %s -p fold-zero-points,dce --split-input-file | filecheck %s

// bias - 3 * (sum of each column of the weights): [100 - 3 * 3, 200 - 3 * 5]
// CHECK-LABEL: func.func @dense
// CHECK-DAG:     [[bias:%\S+]] = arith.constant dense<[91, 185]> : tensor<2xi32>
// CHECK:         [[start:%\S+]] = linalg.broadcast ins([[bias]]
// CHECK-NEXT:    linalg.matmul ins(%x, %w : tensor<1x2xi8>, tensor<2x2xi8>) outs([[start]]
func.func @dense(%x: tensor<1x2xi8>) -> tensor<1x2xi32> {
  %w = arith.constant dense<[[1, 2], [2, 3]]> : tensor<2x2xi8>
  %bias = arith.constant dense<[100, 200]> : tensor<2xi32>
  %zx = arith.constant 3 : i32
  %zw = arith.constant 0 : i32
  %e = tensor.empty() : tensor<1x2xi32>
  %start = linalg.broadcast ins(%bias : tensor<2xi32>) outs(%e : tensor<1x2xi32>) dimensions = [0]
  %r = linalg.quantized_matmul ins(%x, %w, %zx, %zw : tensor<1x2xi8>, tensor<2x2xi8>, i32, i32) outs(%start : tensor<1x2xi32>) -> tensor<1x2xi32>
  return %r : tensor<1x2xi32>
}

// -----

// Windows keep their strides; the sum runs over the whole window.
// CHECK-LABEL: func.func @conv
// CHECK-DAG:     arith.constant dense<[13, 12]> : tensor<2xi32>
// CHECK:         linalg.conv_2d_nhwc_fhwc {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%x, %w
func.func @conv(%x: tensor<1x4x4x1xi8>) -> tensor<1x2x2x2xi32> {
  %w = arith.constant dense<[[[[1], [2]]], [[[1], [1]]]]> : tensor<2x1x2x1xi8>
  %bias = arith.constant dense<10> : tensor<2xi32>
  %zx = arith.constant -1 : i32
  %zw = arith.constant 0 : i32
  %e = tensor.empty() : tensor<1x2x2x2xi32>
  %start = linalg.broadcast ins(%bias : tensor<2xi32>) outs(%e : tensor<1x2x2x2xi32>) dimensions = [0, 1, 2]
  %r = linalg.conv_2d_nhwc_fhwc_q {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%x, %w, %zx, %zw : tensor<1x4x4x1xi8>, tensor<2x1x2x1xi8>, i32, i32) outs(%start : tensor<1x2x2x2xi32>) -> tensor<1x2x2x2xi32>
  return %r : tensor<1x2x2x2xi32>
}

// -----

// Padded inputs, weights with a zero point, and weights that are no constants stay.
// CHECK-LABEL: func.func @kept
// CHECK-COUNT-3: linalg.quantized_matmul
func.func @kept(%x: tensor<1x2xi8>, %y: tensor<1x1xi8>, %v: tensor<2x2xi8>) -> (tensor<1x2xi32>, tensor<1x2xi32>, tensor<1x2xi32>) {
  %w = arith.constant dense<[[1, 2], [2, 3]]> : tensor<2x2xi8>
  %bias = arith.constant dense<[100, 200]> : tensor<2xi32>
  %c3_i8 = arith.constant 3 : i8
  %zx = arith.constant 3 : i32
  %zw = arith.constant 0 : i32
  %e = tensor.empty() : tensor<1x2xi32>
  %start = linalg.broadcast ins(%bias : tensor<2xi32>) outs(%e : tensor<1x2xi32>) dimensions = [0]
  %p = tensor.pad %y low[0, 1] high[0, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %c3_i8 : i8
  } : tensor<1x1xi8> to tensor<1x2xi8>
  %a = linalg.quantized_matmul ins(%p, %w, %zx, %zw : tensor<1x2xi8>, tensor<2x2xi8>, i32, i32) outs(%start : tensor<1x2xi32>) -> tensor<1x2xi32>
  %b = linalg.quantized_matmul ins(%x, %w, %zx, %zx : tensor<1x2xi8>, tensor<2x2xi8>, i32, i32) outs(%start : tensor<1x2xi32>) -> tensor<1x2xi32>
  %c = linalg.quantized_matmul ins(%x, %v, %zx, %zw : tensor<1x2xi8>, tensor<2x2xi8>, i32, i32) outs(%start : tensor<1x2xi32>) -> tensor<1x2xi32>
  return %a, %b, %c : tensor<1x2xi32>, tensor<1x2xi32>, tensor<1x2xi32>
}
