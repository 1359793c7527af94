// 16 filters of 3x3 on a 16x16 image of 8 channels, which comes with a border of one pixel.
func.func @conv2d(%image: memref<1x18x18x8xf32>, %filters: memref<3x3x8x16xf32>, %out: memref<1x16x16x16xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%out : memref<1x16x16x16xf32>)
  linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>}
    ins(%image, %filters : memref<1x18x18x8xf32>, memref<3x3x8x16xf32>)
    outs(%out : memref<1x16x16x16xf32>)
  return
}
