// Names of macros, types and functions of C, of helpers, of other symbols, and of sizes.

memref.global "private" @state : memref<2xi32> = dense<[3, 4]>
memref.global "private" constant @printf : memref<2xi32> = dense<[3, 4]>
memref.global @"int" : memref<2xi32> = dense<[7, 9]>
func.func private @memcpy(%INT32_MAX: i32, %true: i32) -> i32 {
  %NULL = arith.subi %INT32_MAX, %true : i32
  return %NULL : i32
}
func.func private @sqrtf(%assert: f32) -> f32 {
  %fabsf = math.absf %assert : f32
  %sqrt = math.sqrt %fabsf : f32
  return %sqrt : f32
}
func.func @for(%for: i32, %while: i32, %int32_t: i32, %bool: i1, %I: f32) -> i32 {
  %uint32_t = arith.addi %for, %int32_t : i32
  %size_t = arith.muli %uint32_t, %while : i32
  %false = arith.select %bool, %size_t, %for : i32
  %lib_for = func.call @memcpy(%false, %while) : (i32, i32) -> i32
  %f = func.call @sqrtf(%I) : (f32) -> f32
  %fi = arith.fptosi %f : f32 to i32
  %z = arith.constant 0 : index
  %state = memref.get_global @state : memref<2xi32>
  %v = memref.load %state[%z] : memref<2xi32>
  %printf = memref.get_global @printf : memref<2xi32>
  %w = memref.load %printf[%z] : memref<2xi32>
  %int = memref.get_global @int : memref<2xi32>
  %x = memref.load %int[%z] : memref<2xi32>
  %1 = arith.addi %lib_for, %fi : i32
  %2 = arith.muli %1, %v : i32
  %3 = arith.subi %2, %w : i32
  %4 = arith.xori %3, %x : i32
  return %4 : i32
}
func.func @sum(%n: memref<?xi32>, %n_size0: i32, %result0: i32) -> i32 {
  %z = arith.constant 0 : index
  %one = arith.constant 1 : index
  %m = memref.dim %n, %z : memref<?xi32>
  %s = scf.for %n_size0_1 = %z to %m step %one iter_args(%sum = %n_size0) -> (i32) {
    %v = memref.load %n[%n_size0_1] : memref<?xi32>
    %a = arith.addi %v, %sum : i32
    scf.yield %a : i32
  }
  %t = arith.muli %s, %result0 : i32
  return %t : i32
}
func.func @two(%result0: i32, %result1: i32) -> (i32, i32) {
  %a = arith.addi %result0, %result1 : i32
  return %a, %result0 : i32, i32
}
func.func @floor_div_i32(%a: i32, %b: i32) -> i32 {
  %c = arith.constant 5 : i32
  %d = arith.floordivsi %a, %c : i32
  %e = func.call @floor_div_index(%d, %b) : (i32, i32) -> i32
  return %e : i32
}
func.func private @floor_div_index(%floor_div_i32: i32, %b: i32) -> i32 {
  %seven = arith.constant -7 : i32
  %d = arith.floordivsi %floor_div_i32, %seven : i32
  %e = arith.ceildivsi %b, %seven : i32
  %f = arith.addi %d, %e : i32
  return %f : i32
}
func.func @digits(%a: i32) -> i32 {
  %b = func.call @"123"(%a) : (i32) -> i32
  return %b : i32
}
func.func private @"123"(%0: i32) -> i32 {
  %1 = arith.addi %0, %0 : i32
  %2 = func.call @"__builtin_trap"(%1) : (i32) -> i32
  return %2 : i32
}
func.func private @"__builtin_trap"(%0: i32) -> i32 {
  %1 = arith.muli %0, %0 : i32
  return %1 : i32
}
func.func private @lib_for(%0: i32) -> i32 {
  %1 = arith.muli %0, %0 : i32
  return %1 : i32
}
func.func @uselib(%0: i32) -> i32 {
  %1 = func.call @lib_for(%0) : (i32) -> i32
  return %1 : i32
}
