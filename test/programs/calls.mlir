// What is evaluated when: values read early and used late, around calls and stores.

func.func private @add_to(%m: memref<4xi32>, %i: index, %d: i32) -> i32 {
  %before = memref.load %m[%i] : memref<4xi32>
  %after = arith.addi %before, %d : i32
  memref.store %after, %m[%i] : memref<4xi32>
  return %before : i32
}

func.func @in_order(%m: memref<4xi32>, %x: i32) -> i32 {
  %zero = arith.constant 0 : index
  %a = call @add_to(%m, %zero, %x) : (memref<4xi32>, index, i32) -> i32
  %b = call @add_to(%m, %zero, %a) : (memref<4xi32>, index, i32) -> i32
  %v = memref.load %m[%zero] : memref<4xi32>
  %c = call @add_to(%m, %zero, %v) : (memref<4xi32>, index, i32) -> i32
  %difference = arith.subi %b, %a : i32
  %product = arith.muli %v, %difference : i32
  %result = arith.xori %product, %c : i32
  return %result : i32
}

func.func @returned(%m: memref<4xi32>, %i: index) -> i32 {
  %v = memref.load %m[%i] : memref<4xi32>
  %r = call @add_to(%m, %i, %v) : (memref<4xi32>, index, i32) -> i32
  return %r : i32
}

func.func @stored(%m: memref<4xi32>, %i: index) {
  %zero = arith.constant 0 : index
  %first = memref.load %m[%zero] : memref<4xi32>
  %r = call @add_to(%m, %i, %first) : (memref<4xi32>, index, i32) -> i32
  memref.store %r, %m[%zero] : memref<4xi32>
  return
}

func.func @chosen(%m: memref<4xi32>, %p: i1, %x: i32) -> i32 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %v = memref.load %m[%zero] : memref<4xi32>
  %r = scf.if %p -> (i32) {
    %a = func.call @add_to(%m, %zero, %x) : (memref<4xi32>, index, i32) -> i32
    scf.yield %a : i32
  } else {
    %b = func.call @add_to(%m, %one, %v) : (memref<4xi32>, index, i32) -> i32
    scf.yield %b : i32
  }
  %sum = arith.addi %r, %v : i32
  return %sum : i32
}

func.func private @minimum_and_maximum(%m: memref<4xi32>) -> (i32, i32) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %four = arith.constant 4 : index
  %first = memref.load %m[%zero] : memref<4xi32>
  %low, %high = scf.for %i = %one to %four step %one
      iter_args(%l = %first, %h = %first) -> (i32, i32) {
    %v = memref.load %m[%i] : memref<4xi32>
    %l1 = arith.minsi %l, %v : i32
    %h1 = arith.maxsi %h, %v : i32
    scf.yield %l1, %h1 : i32, i32
  }
  return %low, %high : i32, i32
}

func.func @twice(%m: memref<4xi32>, %x: i32) -> i32 {
  %two = arith.constant 2 : index
  %old:2 = call @minimum_and_maximum(%m) : (memref<4xi32>) -> (i32, i32)
  memref.store %x, %m[%two] : memref<4xi32>
  %new:2 = call @minimum_and_maximum(%m) : (memref<4xi32>) -> (i32, i32)
  %d0 = arith.subi %new#0, %old#1 : i32
  %d1 = arith.subi %new#1, %old#0 : i32
  %product = arith.muli %d0, %d1 : i32
  return %product : i32
}

// Both arguments are the same memory.
func.func private @through_both(%in: memref<4xi32>, %out: memref<4xi32>) -> i32 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %a = memref.load %in[%zero] : memref<4xi32>
  memref.store %a, %out[%one] : memref<4xi32>
  %b = memref.load %in[%one] : memref<4xi32>
  %sum = arith.addi %a, %b : i32
  memref.store %sum, %out[%zero] : memref<4xi32>
  %c = memref.load %in[%zero] : memref<4xi32>
  %product = arith.muli %sum, %c : i32
  return %product : i32
}

func.func @same_memory(%m: memref<4xi32>) -> i32 {
  %r = call @through_both(%m, %m) : (memref<4xi32>, memref<4xi32>) -> i32
  return %r : i32
}

func.func @early(%m: memref<4xi32>, %n: memref<4xi32>, %i: index) -> i32 {
  %early = memref.load %n[%i] : memref<4xi32>
  memref.copy %m, %n : memref<4xi32> to memref<4xi32>
  %late = memref.load %n[%i] : memref<4xi32>
  %difference = arith.subi %early, %late : i32
  return %difference : i32
}

func.func @is_even(%n: i32) -> i1 {
  %mask = arith.constant 15 : i32
  %small = arith.andi %n, %mask : i32
  %even = call @even(%small) : (i32) -> i1
  return %even : i1
}

func.func private @even(%n: i32) -> i1 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %true = arith.constant true
  %done = arith.cmpi eq, %n, %zero : i32
  cf.cond_br %done, ^yes, ^more
^yes:
  return %true : i1
^more:
  %less = arith.subi %n, %one : i32
  %even = call @odd(%less) : (i32) -> i1
  return %even : i1
}

func.func private @odd(%n: i32) -> i1 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %false = arith.constant false
  %done = arith.cmpi eq, %n, %zero : i32
  %odd = scf.if %done -> (i1) {
    scf.yield %false : i1
  } else {
    %less = arith.subi %n, %one : i32
    %even = func.call @even(%less) : (i32) -> i1
    scf.yield %even : i1
  }
  return %odd : i1
}
