// RUN: not microaot-opt %s -p 'fix-batch{batch=2}' 2>&1 | filecheck %s
// RUN: not microaot-opt %s -p 'fix-batch{batch=0}' 2>&1 | filecheck %s --check-prefix ZERO

// ZERO: error: a batch of 0 is none; give a number of samples

// CHECK: fix_batch_invalid.mlir:{{[0-9]+}}:{{[0-9]+}}: error: 'tosa.reshape' does not fit the batch: cannot reshape 24 elements into 12
func.func @main(%x: tensor<?x12xf32>) -> tensor<3x4xf32> {
  %s = tosa.const_shape {values = dense<[3, 4]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %0 = tosa.reshape %x, %s : (tensor<?x12xf32>, !tosa.shape<2>) -> tensor<3x4xf32>
  return %0 : tensor<3x4xf32>
}
