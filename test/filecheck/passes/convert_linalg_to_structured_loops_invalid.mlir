// RUN: not microaot-opt %s -p convert-linalg-to-structured-loops 2>&1 | filecheck %s

// CHECK: invalid.mlir:5:3: error: 'linalg.softmax' has no lowering to loops; decompose it first
func.func @softmax(%a: memref<4xf32>) {
  linalg.softmax dimension(0) ins(%a : memref<4xf32>) outs(%a : memref<4xf32>)
  return
}
