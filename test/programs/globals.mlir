// Tables in read-only memory, and state that lives between calls.

memref.global "private" constant @table : memref<2x3xf32> = dense<[[1.0, -2.5, 3.0], [0.125, 5.0, -6.0]]>
memref.global "private" constant @squares : memref<5xi16> = dense<[0, 1, 4, 9, 16]>
memref.global "private" constant @ones : memref<4x4xi8> = dense<1>
memref.global "private" @counter : memref<i32> = dense<3>
memref.global "private" @scratch : memref<4xf32> = uninitialized

func.func @scale(%in: memref<3xf32>, %row: index, %out: memref<3xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %two = arith.constant 2 : index
  %t = memref.get_global @table : memref<2x3xf32>
  %r = arith.remui %row, %two : index
  scf.for %i = %zero to %three step %one {
    %x = memref.load %in[%i] : memref<3xf32>
    %w = memref.load %t[%r, %i] : memref<2x3xf32>
    %p = arith.mulf %x, %w : f32
    memref.store %p, %out[%i] : memref<3xf32>
  }
  return
}

func.func @square(%i: index) -> i16 {
  %four = arith.constant 4 : index
  %t = memref.get_global @squares : memref<5xi16>
  %clamped = arith.minui %i, %four : index
  %v = memref.load %t[%clamped] : memref<5xi16>
  return %v : i16
}

func.func @count() -> i32 {
  %one = arith.constant 1 : i32
  %c = memref.get_global @counter : memref<i32>
  %v = memref.load %c[] : memref<i32>
  %next = arith.addi %v, %one : i32
  memref.store %next, %c[] : memref<i32>
  return %v : i32
}

func.func @reverse(%values: memref<4xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %four = arith.constant 4 : index
  %s = memref.get_global @scratch : memref<4xf32>
  memref.copy %values, %s : memref<4xf32> to memref<4xf32>
  scf.for %i = %zero to %four step %one {
    %j = arith.subi %three, %i : index
    %v = memref.load %s[%j] : memref<4xf32>
    memref.store %v, %values[%i] : memref<4xf32>
  }
  return
}

func.func @sum_of_ones() -> i32 {
  %t = memref.get_global @ones : memref<4x4xi8>
  %sum = call @sum(%t) : (memref<4x4xi8>) -> i32
  return %sum : i32
}

func.func private @sum(%m: memref<4x4xi8>) -> i32 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %four = arith.constant 4 : index
  %start = arith.constant 0 : i32
  %total = scf.for %i = %zero to %four step %one iter_args(%outer = %start) -> (i32) {
    %row = scf.for %j = %zero to %four step %one iter_args(%acc = %outer) -> (i32) {
      %v = memref.load %m[%i, %j] : memref<4x4xi8>
      %wide = arith.extsi %v : i8 to i32
      %next = arith.addi %acc, %wide : i32
      scf.yield %next : i32
    }
    scf.yield %row : i32
  }
  return %total : i32
}
