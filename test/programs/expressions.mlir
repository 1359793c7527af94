// Long expressions, conditions and shifts: what is one expression and what gets a name.

func.func @big(%a: i32, %b: i32, %c: f32) -> f32 {
  %1 = arith.addi %a, %b : i32
  %2 = arith.sitofp %1 : i32 to f32
  %3 = arith.mulf %2, %c : f32
  %4 = arith.addf %3, %c : f32
  %5 = arith.cmpf olt, %4, %c : f32
  %6 = arith.select %5, %3, %4 : f32
  %7 = arith.divf %6, %c : f32
  %8 = arith.subf %7, %6 : f32
  %9 = math.tanh %8 : f32
  %10 = math.exp %9 : f32
  %11 = arith.negf %10 : f32
  %12 = arith.subf %8, %11 : f32
  %13 = arith.subf %11, %12 : f32
  %14 = arith.addf %12, %13 : f32
  %15 = math.floor %14 : f32
  %16 = math.ceil %12 : f32
  %17 = arith.subf %15, %16 : f32
  return %17 : f32
}
func.func @chain(%a: f32, %b: f32, %m: memref<4xf32>) -> f32 {
  %z = arith.constant 2 : index
  %0 = arith.addf %a, %b : f32
  %1 = arith.addf %0, %a : f32
  %2 = arith.addf %1, %b : f32
  %3 = arith.subf %a, %2 : f32
  %4 = arith.subf %3, %b : f32
  %5 = arith.mulf %4, %a : f32
  %6 = arith.divf %5, %b : f32
  %7 = arith.divf %a, %6 : f32
  %8 = arith.mulf %7, %b : f32
  %9 = arith.mulf %a, %8 : f32
  %10 = arith.addf %9, %a : f32
  %v = memref.load %m[%z] : memref<4xf32>
  %11 = arith.addf %a, %10 : f32
  %12 = arith.addf %11, %v : f32
  %13 = arith.addf %v, %12 : f32
  return %13 : f32
}
func.func @logic(%a: i1, %b: i1, %c: i32, %d: i32) -> i32 {
  %0 = arith.cmpi slt, %c, %d : i32
  %1 = arith.andi %a, %0 : i1
  %2 = arith.ori %1, %b : i1
  %t = arith.constant true
  %3 = arith.xori %2, %t : i1
  %4 = arith.cmpi ult, %c, %d : i32
  %5 = arith.xori %3, %4 : i1
  %6 = arith.select %5, %c, %d : i32
  %k = arith.constant 255 : i32
  %s = arith.constant 8 : i32
  %7 = arith.shrui %6, %s : i32
  %8 = arith.andi %7, %k : i32
  %9 = arith.shli %8, %s : i32
  %10 = arith.ori %9, %k : i32
  %11 = arith.shrsi %6, %s : i32
  %12 = arith.xori %10, %11 : i32
  %m1 = arith.constant -1 : i32
  %13 = arith.xori %12, %m1 : i32
  %14 = arith.andi %13, %c : i32
  %15 = arith.cmpi sge, %14, %m1 : i32
  %16 = scf.if %15 -> (i32) {
    %17 = arith.subi %m1, %14 : i32
    scf.yield %17 : i32
  } else {
    scf.yield %m1 : i32
  }
  return %16 : i32
}
func.func @divs(%c: i32, %d: i32) -> i32 {
  %o = arith.constant 1 : i32
  %e = arith.ori %d, %o : i32
  %0 = arith.divui %c, %e : i32
  %1 = arith.remui %c, %e : i32
  %m = arith.constant -3 : i32
  %2 = arith.divsi %c, %m : i32
  %3 = arith.remsi %d, %m : i32
  %4 = arith.addi %0, %1 : i32
  %5 = arith.subi %2, %3 : i32
  %6 = arith.muli %4, %5 : i32
  return %6 : i32
}
func.func @shifts(%a: i8, %s8: i8, %b: i64) -> i64 {
  %c7 = arith.constant 7 : i8
  %s = arith.andi %s8, %c7 : i8
  %0 = arith.shli %a, %s : i8
  %1 = arith.shrui %a, %s : i8
  %2 = arith.shrsi %a, %s : i8
  %3 = arith.xori %0, %1 : i8
  %4 = arith.subi %3, %2 : i8
  %5 = arith.extsi %4 : i8 to i64
  %c33 = arith.constant 33 : i64
  %6 = arith.shli %b, %c33 : i64
  %7 = arith.shrsi %6, %c33 : i64
  %8 = arith.shrui %6, %c33 : i64
  %9 = arith.subi %7, %8 : i64
  %10 = arith.addi %9, %5 : i64
  return %10 : i64
}
