// Names that C reserves, forbids, or that two things share.

memref.global "private" constant @v1 : memref<2xi32> = dense<[40, 2]>
memref.global "private" constant @int : memref<2xi32> = dense<[7, 8]>

func.func @register(%auto: i32, %int: i32) -> i32 {
  %zero = arith.constant 0 : index
  %v1 = memref.get_global @v1 : memref<2xi32>
  %static = memref.load %v1[%zero] : memref<2xi32>
  %while = arith.addi %auto, %static : i32
  %v2 = arith.subi %while, %int : i32
  return %v2 : i32
}

func.func private @"has-dash"(%a.b: i32, %a_b: i32) -> i32 {
  %0 = arith.muli %a.b, %a_b : i32
  return %0 : i32
}

func.func private @has_dash(%a: i32) -> i32 {
  %0 = arith.addi %a, %a : i32
  return %0 : i32
}

func.func @uses_both(%a: i32, %printf: i32) -> i32 {
  %0 = call @"has-dash"(%a, %printf) : (i32, i32) -> i32
  %1 = call @has_dash(%0) : (i32) -> i32
  %2 = call @malloc(%1) : (i32) -> i32
  return %2 : i32
}

func.func private @malloc(%x: i32) -> i32 {
  %one = arith.constant 1 : i32
  %0 = arith.addi %x, %one : i32
  return %0 : i32
}

func.func @shadowed(%i: memref<3xi32>) -> i32 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %sum = arith.constant 0 : i32
  %result = scf.for %j = %zero to %three step %one iter_args(%sum_0 = %sum) -> (i32) {
    %inner = scf.for %k = %zero to %three step %one iter_args(%sum_1 = %sum_0) -> (i32) {
      %x = memref.load %i[%k] : memref<3xi32>
      %y = arith.addi %x, %sum_1 : i32
      scf.yield %y : i32
    }
    scf.yield %inner : i32
  }
  return %result : i32
}
