// RUN: not microaot-opt %s 2>&1 | filecheck %s

// CHECK: shape's dimension #0 to be 3, but found 4
func.func @inner_extents_differ(%a: memref<2x3xf32>, %b: memref<4x5xf32>, %c: memref<2x5xf32>) {
  linalg.matmul ins(%a, %b : memref<2x3xf32>, memref<4x5xf32>) outs(%c : memref<2x5xf32>)
  return
}
