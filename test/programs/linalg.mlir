// Structured operations on memrefs: named ones, generic ones, with broadcast and reduction.

#row = affine_map<(i, j) -> (i)>
#column = affine_map<(i, j) -> (j)>
#matrix = affine_map<(i, j) -> (i, j)>

func.func @matmul(%a: memref<5x7xf32>, %b: memref<7x3xf32>, %c: memref<5x3xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<5x3xf32>)
  linalg.matmul ins(%a, %b : memref<5x7xf32>, memref<7x3xf32>) outs(%c : memref<5x3xf32>)
  return
}

func.func @accumulate(%a: memref<5x7xi8>, %b: memref<7x3xi8>, %c: memref<5x3xi32>) {
  linalg.matmul ins(%a, %b : memref<5x7xi8>, memref<7x3xi8>) outs(%c : memref<5x3xi32>)
  return
}

func.func @row_maximum(%m: memref<4x6xf32>, %out: memref<4xf32>) {
  %low = arith.constant 0xFF800000 : f32
  linalg.fill ins(%low : f32) outs(%out : memref<4xf32>)
  linalg.generic {indexing_maps = [#matrix, #row], iterator_types = ["parallel", "reduction"]}
      ins(%m : memref<4x6xf32>) outs(%out : memref<4xf32>) {
  ^bb0(%x: f32, %acc: f32):
    %larger = arith.maximumf %x, %acc : f32
    linalg.yield %larger : f32
  }
  return
}

func.func @add_bias(%m: memref<4x6xf32>, %bias: memref<6xf32>) {
  linalg.generic {indexing_maps = [#column, #matrix], iterator_types = ["parallel", "parallel"]}
      ins(%bias : memref<6xf32>) outs(%m : memref<4x6xf32>) {
  ^bb0(%b: f32, %x: f32):
    %sum = arith.addf %x, %b : f32
    linalg.yield %sum : f32
  }
  return
}

func.func @positions(%m: memref<3x4xi32>) {
  linalg.generic {indexing_maps = [#matrix], iterator_types = ["parallel", "parallel"]}
      outs(%m : memref<3x4xi32>) {
  ^bb0(%x: i32):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %ten = arith.constant 10 : index
    %tens = arith.muli %i, %ten : index
    %sum = arith.addi %tens, %j : index
    %value = arith.index_cast %sum : index to i32
    linalg.yield %value : i32
  }
  return
}

func.func @pool(%in: memref<1x6x6x2xf32>, %out: memref<1x3x3x2xf32>) {
  %zero = arith.constant 0.0 : f32
  %window = memref.alloc() : memref<2x2xf32>
  linalg.fill ins(%zero : f32) outs(%out : memref<1x3x3x2xf32>)
  linalg.pooling_nhwc_sum {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>}
      ins(%in, %window : memref<1x6x6x2xf32>, memref<2x2xf32>) outs(%out : memref<1x3x3x2xf32>)
  return
}

func.func @convolve(%image: memref<1x6x6x2xf32>, %kernel: memref<3x3x2x4xf32>, %out: memref<1x4x4x4xf32>) {
  linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>}
      ins(%image, %kernel : memref<1x6x6x2xf32>, memref<3x3x2x4xf32>) outs(%out : memref<1x4x4x4xf32>)
  return
}

func.func @reduce_and_transpose(%m: memref<3x5xf32>, %t: memref<5x3xf32>, %sums: memref<3xf32>) {
  linalg.transpose ins(%m : memref<3x5xf32>) outs(%t : memref<5x3xf32>) permutation = [1, 0]
  linalg.reduce ins(%m : memref<3x5xf32>) outs(%sums : memref<3xf32>) dimensions = [1]
    (%x: f32, %acc: f32) {
      %sum = arith.addf %x, %acc : f32
      linalg.yield %sum : f32
    }
  return
}
