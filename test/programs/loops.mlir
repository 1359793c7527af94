// Loops with carried values, negative bounds, steps, and bounds that are computed.

func.func @count_from_below_zero() -> i32 {
  %from = arith.constant -2 : index
  %to = arith.constant 3 : index
  %step = arith.constant 1 : index
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %count = scf.for %i = %from to %to step %step iter_args(%n = %zero) -> (i32) {
    %next = arith.addi %n, %one : i32
    scf.yield %next : i32
  }
  return %count : i32
}

func.func @fibonacci(%n: index) -> i64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %a0 = arith.constant 0 : i64
  %b0 = arith.constant 1 : i64
  %a, %b = scf.for %i = %zero to %n step %one iter_args(%x = %a0, %y = %b0) -> (i64, i64) {
    %sum = arith.addi %x, %y : i64
    scf.yield %y, %sum : i64, i64
  }
  return %a : i64
}

func.func @triangle(%out: memref<6x6xi32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %six = arith.constant 6 : index
  scf.for %i = %zero to %six step %one {
    scf.for %j = %i to %six step %one {
      %product = arith.muli %i, %j : index
      %value = arith.index_cast %product : index to i32
      memref.store %value, %out[%i, %j] : memref<6x6xi32>
    }
  }
  return
}

func.func @every_third(%data: memref<20xf32>) -> f32 {
  %from = arith.constant 1 : index
  %to = arith.constant 20 : index
  %step = arith.constant 3 : index
  %zero = arith.constant 0.0 : f32
  %sum = scf.for %i = %from to %to step %step iter_args(%acc = %zero) -> (f32) {
    %v = memref.load %data[%i] : memref<20xf32>
    %positive = arith.cmpf ogt, %v, %zero : f32
    %next = scf.if %positive -> (f32) {
      %more = arith.addf %acc, %v : f32
      scf.yield %more : f32
    } else {
      %less = arith.subf %acc, %v : f32
      scf.yield %less : f32
    }
    scf.yield %next : f32
  }
  return %sum : f32
}

func.func @counted_in_i32(%n: i32) -> i32 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %sum = scf.for %i = %zero to %n step %one iter_args(%acc = %zero) -> (i32) : i32 {
    %square = arith.muli %i, %i : i32
    %next = arith.addi %acc, %square : i32
    scf.yield %next : i32
  }
  return %sum : i32
}

func.func @parallel(%a: memref<4x5xf32>, %b: memref<4x5xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %four = arith.constant 4 : index
  %five = arith.constant 5 : index
  scf.parallel (%i, %j) = (%zero, %zero) to (%four, %five) step (%one, %one) {
    %v = memref.load %a[%i, %j] : memref<4x5xf32>
    %twice = arith.addf %v, %v : f32
    memref.store %twice, %b[%i, %j] : memref<4x5xf32>
    scf.reduce
  }
  return
}
