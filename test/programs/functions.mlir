// Functions call each other in any order, return several values, and pass memrefs on.

func.func @caller(%x: i32, %y: i32) -> i32 {
  %sum, %difference = call @sum_and_difference(%x, %y) : (i32, i32) -> (i32, i32)
  %larger = call @maximum(%sum, %difference) : (i32, i32) -> i32
  return %larger : i32
}

func.func private @maximum(%a: i32, %b: i32) -> i32 {
  %less = call @is_less(%a, %b) : (i32, i32) -> i1
  %larger = arith.select %less, %b, %a : i32
  return %larger : i32
}

func.func private @is_less(%a: i32, %b: i32) -> i1 {
  %less = arith.cmpi slt, %a, %b : i32
  return %less : i1
}

func.func @sum_and_difference(%a: i32, %b: i32) -> (i32, i32) {
  %sum = arith.addi %a, %b : i32
  %difference = arith.subi %a, %b : i32
  return %sum, %difference : i32, i32
}

func.func @normalize(%values: memref<8xf32>) -> f32 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %eight = arith.constant 8 : index
  %start = arith.constant 1.0 : f32
  %sum = scf.for %i = %zero to %eight step %one iter_args(%acc = %start) -> (f32) {
    %v = memref.load %values[%i] : memref<8xf32>
    %magnitude = math.absf %v : f32
    %next = arith.addf %acc, %magnitude : f32
    scf.yield %next : f32
  }
  call @divide(%values, %sum) : (memref<8xf32>, f32) -> ()
  return %sum : f32
}

func.func private @divide(%values: memref<8xf32>, %by: f32) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %eight = arith.constant 8 : index
  scf.for %i = %zero to %eight step %one {
    %v = memref.load %values[%i] : memref<8xf32>
    %quotient = arith.divf %v, %by : f32
    memref.store %quotient, %values[%i] : memref<8xf32>
  }
  return
}

func.func @nothing() {
  return
}

func.func @seven() -> i64 {
  %seven = arith.constant 7 : i64
  return %seven : i64
}
