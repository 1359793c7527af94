// Memrefs whose sizes are known only when they are called, and views of them.

func.func @saxpy(%a: f32, %x: memref<?xf32>, %y: memref<?xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = memref.dim %x, %zero : memref<?xf32>
  scf.for %i = %zero to %n step %one {
    %xi = memref.load %x[%i] : memref<?xf32>
    %yi = memref.load %y[%i] : memref<?xf32>
    %product = arith.mulf %a, %xi : f32
    %sum = arith.addf %product, %yi : f32
    memref.store %sum, %y[%i] : memref<?xf32>
  }
  return
}

func.func @transpose(%in: memref<?x?xi16>, %out: memref<?x?xi16>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %rows = memref.dim %in, %zero : memref<?x?xi16>
  %columns = memref.dim %in, %one : memref<?x?xi16>
  scf.for %i = %zero to %rows step %one {
    scf.for %j = %zero to %columns step %one {
      %v = memref.load %in[%i, %j] : memref<?x?xi16>
      memref.store %v, %out[%j, %i] : memref<?x?xi16>
    }
  }
  return
}

func.func @sum_strided(%v: memref<?xf64, strided<[?], offset: ?>>) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %start = arith.constant 0.0 : f64
  %n = memref.dim %v, %zero : memref<?xf64, strided<[?], offset: ?>>
  %sum = scf.for %i = %zero to %n step %one iter_args(%acc = %start) -> (f64) {
    %x = memref.load %v[%i] : memref<?xf64, strided<[?], offset: ?>>
    %next = arith.addf %acc, %x : f64
    scf.yield %next : f64
  }
  return %sum : f64
}

func.func @sum_of_diagonal(%m: memref<?x5xi32>) -> i32 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %start = arith.constant 0 : i32
  %n = memref.dim %m, %zero : memref<?x5xi32>
  %sum = scf.for %i = %zero to %n step %one iter_args(%acc = %start) -> (i32) {
    %x = memref.load %m[%i, %i] : memref<?x5xi32>
    %next = arith.addi %acc, %x : i32
    scf.yield %next : i32
  }
  return %sum : i32
}

func.func @columns(%m: memref<4x6xf64>, %sums: memref<6xf64>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %six = arith.constant 6 : index
  scf.for %j = %zero to %six step %one {
    %column = memref.subview %m[0, %j] [4, 1] [1, 1]
      : memref<4x6xf64> to memref<4xf64, strided<[6], offset: ?>>
    %any = memref.cast %column
      : memref<4xf64, strided<[6], offset: ?>> to memref<?xf64, strided<[?], offset: ?>>
    %sum = func.call @sum_strided(%any) : (memref<?xf64, strided<[?], offset: ?>>) -> f64
    memref.store %sum, %sums[%j] : memref<6xf64>
  }
  return
}

func.func @dense_view(%m: memref<?x?xi16>) -> i16 {
  %zero = arith.constant 0 : index
  %v = memref.load %m[%zero, %zero] : memref<?x?xi16>
  return %v : i16
}
