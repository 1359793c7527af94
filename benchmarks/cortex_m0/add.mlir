// Two 4x5 matrices of floats, element by element.
func.func @add(%a: memref<4x5xf32>, %b: memref<4x5xf32>, %out: memref<4x5xf32>) {
  linalg.add ins(%a, %b : memref<4x5xf32>, memref<4x5xf32>) outs(%out : memref<4x5xf32>)
  return
}
