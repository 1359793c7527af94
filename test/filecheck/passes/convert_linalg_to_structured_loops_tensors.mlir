// RUN: not microaot-opt %s -p convert-linalg-to-structured-loops 2>&1 | filecheck %s

// CHECK: tensors.mlir:5:3: error: 'linalg.exp' works on tensors; bufferize it before lowering it to loops
func.func @tensors(%a: tensor<4xf32>) -> tensor<4xf32> {
  %0 = linalg.exp ins(%a : tensor<4xf32>) outs(%a : tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
