// Memory that a function takes for itself, rank-0 memrefs, and copies.

func.func @two_steps(%in: memref<4x4xf32>, %out: memref<4x4xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %four = arith.constant 4 : index
  %step = memref.alloc() : memref<4x4xf32>
  scf.for %i = %zero to %four step %one {
    scf.for %j = %zero to %four step %one {
      %v = memref.load %in[%i, %j] : memref<4x4xf32>
      %twice = arith.addf %v, %v : f32
      memref.store %twice, %step[%j, %i] : memref<4x4xf32>
    }
  }
  %local = memref.alloca() : memref<4x4xf32>
  memref.copy %step, %local : memref<4x4xf32> to memref<4x4xf32>
  scf.for %i = %zero to %four step %one {
    scf.for %j = %zero to %four step %one {
      %v = memref.load %local[%i, %j] : memref<4x4xf32>
      %w = memref.load %in[%i, %j] : memref<4x4xf32>
      %sum = arith.addf %v, %w : f32
      memref.store %sum, %out[%i, %j] : memref<4x4xf32>
    }
  }
  memref.dealloc %step : memref<4x4xf32>
  return
}

func.func @scalar_in_memory(%values: memref<5xi32>, %total: memref<i32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %five = arith.constant 5 : index
  %none = arith.constant 0 : i32
  memref.store %none, %total[] : memref<i32>
  scf.for %i = %zero to %five step %one {
    %v = memref.load %values[%i] : memref<5xi32>
    %so_far = memref.load %total[] : memref<i32>
    %sum = arith.addi %so_far, %v : i32
    memref.store %sum, %total[] : memref<i32>
  }
  return
}

func.func @carried(%a: memref<3xf32>, %b: memref<3xf32>, %n: index) -> f32 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %x, %y = scf.for %i = %zero to %n step %one iter_args(%p = %a, %q = %b)
      -> (memref<3xf32>, memref<3xf32>) {
    scf.yield %q, %p : memref<3xf32>, memref<3xf32>
  }
  %v = memref.load %x[%one] : memref<3xf32>
  return %v : f32
}

func.func @load_before_store(%m: memref<2xi32>) -> i32 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %old = memref.load %m[%zero] : memref<2xi32>
  %other = memref.load %m[%one] : memref<2xi32>
  memref.store %other, %m[%zero] : memref<2xi32>
  memref.store %old, %m[%one] : memref<2xi32>
  %difference = arith.subi %old, %other : i32
  return %difference : i32
}

func.func @aligned_local(%x: f32, %i: index) -> f32 {
  %c1 = arith.constant 1 : index
  %a = memref.alloca() {alignment = 16 : i64} : memref<4xf32>
  scf.for %j = %c1 to %i step %c1 {
    memref.store %x, %a[%c1] : memref<4xf32>
  }
  memref.store %x, %a[%c1] : memref<4xf32>
  %l = memref.load %a[%c1] : memref<4xf32>
  return %l : f32
}
