// The product of two 16x16 matrices of int8 with zero points, rescaled to int8 as TOSA does it:
// a 64-bit product with a fixed-point multiplier, a rounding shift, and a clamp.
func.func @qmatmul(%a: memref<16x16xi8>, %b: memref<16x16xi8>, %out: memref<16x16xi8>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c16 = arith.constant 16 : index
  %zero = arith.constant 0 : i32
  %a_zero_point = arith.constant 3 : i32
  %b_zero_point = arith.constant -5 : i32
  %out_zero_point = arith.constant 7 : i32
  %multiplier = arith.constant 1340019425 : i64
  %half = arith.constant 137438953472 : i64
  %shift = arith.constant 38 : i64
  %low = arith.constant -128 : i32
  %high = arith.constant 127 : i32
  scf.for %i = %c0 to %c16 step %c1 {
    scf.for %j = %c0 to %c16 step %c1 {
      %sum = scf.for %k = %c0 to %c16 step %c1 iter_args(%acc = %zero) -> (i32) {
        %a8 = memref.load %a[%i, %k] : memref<16x16xi8>
        %a32 = arith.extsi %a8 : i8 to i32
        %x = arith.subi %a32, %a_zero_point : i32
        %b8 = memref.load %b[%k, %j] : memref<16x16xi8>
        %b32 = arith.extsi %b8 : i8 to i32
        %y = arith.subi %b32, %b_zero_point : i32
        %product = arith.muli %x, %y : i32
        %next = arith.addi %acc, %product : i32
        scf.yield %next : i32
      }
      %wide = arith.extsi %sum : i32 to i64
      %scaled = arith.muli %wide, %multiplier : i64
      %rounded = arith.addi %scaled, %half : i64
      %shifted = arith.shrsi %rounded, %shift : i64
      %narrow = arith.trunci %shifted : i64 to i32
      %moved = arith.addi %narrow, %out_zero_point : i32
      %least = arith.maxsi %moved, %low : i32
      %clamped = arith.minsi %least, %high : i32
      %result = arith.trunci %clamped : i32 to i8
      memref.store %result, %out[%i, %j] : memref<16x16xi8>
    }
  }
  return
}
