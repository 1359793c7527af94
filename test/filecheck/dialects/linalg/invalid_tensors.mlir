// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

func.func @f(%s: tensor<100x64xf32>, %d: tensor<13x2x8x32xf32>) {
  // CHECK: expects a padding value, as 8 does not divide 100
  %0 = linalg.pack %s inner_dims_pos = [0, 1] inner_tiles = [8, 32] into %d : tensor<100x64xf32> -> tensor<13x2x8x32xf32>
  return
}

// -----

func.func @f(%s: tensor<128x256xf32>, %d: tensor<8x16x8x32xf32>) {
  // CHECK: expects the packed type tensor<16x8x8x32xf32>, not tensor<8x16x8x32xf32>
  %0 = linalg.pack %s inner_dims_pos = [0, 1] inner_tiles = [8, 32] into %d : tensor<128x256xf32> -> tensor<8x16x8x32xf32>
  return
}

// -----

func.func @f(%s: tensor<128x256xf32>, %d: tensor<16x8x8x32xf32>) {
  // CHECK: expects a permutation of 2 dimensions
  %0 = linalg.unpack %d outer_dims_perm = [0, 0] inner_dims_pos = [0, 1] inner_tiles = [8, 32] into %s : tensor<16x8x8x32xf32> -> tensor<128x256xf32>
  return
}

// -----

func.func @f(%f: tensor<2x3x3x5xf32>, %o: tensor<6x6x5x2xf32>) {
  // CHECK: expected one of F_2_3, F_4_3, F_2_5
  %0 = linalg.winograd_filter_transform fmr(F_9_9) ins(%f : tensor<2x3x3x5xf32>) outs(%o : tensor<6x6x5x2xf32>) -> tensor<6x6x5x2xf32>
  return
}
