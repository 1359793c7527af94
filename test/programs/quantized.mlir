// An int8 layer: products with zero points, then a rescaling with rounding and clamping.

func.func @layer(%x: memref<4x8xi8>, %w: memref<8x6xi8>, %bias: memref<6xi32>, %out: memref<4x6xi8>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %four = arith.constant 4 : index
  %six = arith.constant 6 : index
  %eight = arith.constant 8 : index
  %zero_point = arith.constant -3 : i32
  scf.for %i = %zero to %four step %one {
    scf.for %j = %zero to %six step %one {
      %start = memref.load %bias[%j] : memref<6xi32>
      %sum = scf.for %k = %zero to %eight step %one iter_args(%acc = %start) -> (i32) {
        %a8 = memref.load %x[%i, %k] : memref<4x8xi8>
        %b8 = memref.load %w[%k, %j] : memref<8x6xi8>
        %a = arith.extsi %a8 : i8 to i32
        %b = arith.extsi %b8 : i8 to i32
        %shifted = arith.subi %a, %zero_point : i32
        %product = arith.muli %shifted, %b : i32
        %next = arith.addi %acc, %product : i32
        scf.yield %next : i32
      }
      %result = func.call @rescale(%sum) : (i32) -> i8
      memref.store %result, %out[%i, %j] : memref<4x6xi8>
    }
  }
  return
}

func.func private @rescale(%value: i32) -> i8 {
  %multiplier = arith.constant 1518500250 : i64
  %round = arith.constant 68719476736 : i64
  %shift = arith.constant 37 : i64
  %zero_point = arith.constant 5 : i32
  %low = arith.constant -128 : i32
  %high = arith.constant 127 : i32
  %wide = arith.extsi %value : i32 to i64
  %product = arith.muli %wide, %multiplier : i64
  %rounded = arith.addi %product, %round : i64
  %shifted = arith.shrsi %rounded, %shift : i64
  %scaled = arith.trunci %shifted : i64 to i32
  %moved = arith.addi %scaled, %zero_point : i32
  %least = arith.maxsi %moved, %low : i32
  %clamped = arith.minsi %least, %high : i32
  %result = arith.trunci %clamped : i32 to i8
  return %result : i8
}
