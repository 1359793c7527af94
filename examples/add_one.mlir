// B = A + 1
func.func @add_one(%A: memref<4x5xf32>, %B: memref<4x5xf32>) {
  %one = arith.constant 1.0 : f32
  linalg.map ins(%A : memref<4x5xf32>) outs(%B : memref<4x5xf32>)
    (%a: f32, %b: f32) {
      %sum = arith.addf %a, %one : f32
      linalg.yield %sum : f32
    }
  return
}
