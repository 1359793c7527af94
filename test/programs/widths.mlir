// Arithmetic in types that C does not have, and the corners of those it has.

func.func @i7mem(%m: memref<4xi7>, %i: index, %a: i7) -> i32 {
  %v = memref.load %m[%i] : memref<4xi7>
  %w = arith.addi %v, %a : i7
  memref.store %w, %m[%i] : memref<4xi7>
  %x = arith.muli %w, %w : i7
  %y = arith.extsi %x : i7 to i32
  %z = arith.extui %x : i7 to i32
  %k = arith.subi %y, %z : i32
  return %k : i32
}

func.func @i1arith(%a: i1, %b: i1) -> i32 {
  %s = arith.addi %a, %b : i1
  %m = arith.muli %a, %b : i1
  %d = arith.subi %a, %b : i1
  %c = arith.cmpi slt, %a, %b : i1
  %u = arith.cmpi ult, %a, %b : i1
  %x = arith.maxsi %a, %b : i1
  %y = arith.minui %a, %b : i1
  %e = arith.extsi %s : i1 to i32
  %f = arith.extui %m : i1 to i32
  %g = arith.extsi %d : i1 to i32
  %h = arith.extsi %c : i1 to i32
  %j = arith.extui %u : i1 to i32
  %k = arith.extui %x : i1 to i32
  %l = arith.extui %y : i1 to i32
  %two = arith.constant 3 : i32
  %1 = arith.muli %e, %two : i32
  %2 = arith.addi %1, %f : i32
  %3 = arith.muli %2, %two : i32
  %4 = arith.addi %3, %g : i32
  %5 = arith.muli %4, %two : i32
  %6 = arith.addi %5, %h : i32
  %7 = arith.muli %6, %two : i32
  %8 = arith.addi %7, %j : i32
  %9 = arith.muli %8, %two : i32
  %10 = arith.addi %9, %k : i32
  %11 = arith.muli %10, %two : i32
  %12 = arith.addi %11, %l : i32
  return %12 : i32
}

func.func @i33(%a: i33, %b: i33) -> i33 {
  %c = arith.muli %a, %b : i33
  %d = arith.constant 31 : i33
  %e = arith.shli %c, %d : i33
  %f = arith.shrsi %e, %d : i33
  %g = arith.xori %f, %c : i33
  %h = arith.shrui %g, %d : i33
  %i = arith.subi %h, %g : i33
  return %i : i33
}

func.func @i64s(%a: i64, %b: i64) -> i64 {
  %m = arith.constant -9223372036854775808 : i64
  %x = arith.muli %a, %m : i64
  %y = arith.addi %x, %b : i64
  %o = arith.constant 1 : i64
  %bb = arith.ori %b, %o : i64
  %d = arith.ceildivsi %y, %bb : i64
  %e = arith.floordivsi %a, %bb : i64
  %f = arith.remsi %a, %bb : i64
  %g = arith.ceildivui %b, %bb : i64
  %h = arith.addi %d, %e : i64
  %i = arith.xori %h, %f : i64
  %j = arith.subi %i, %g : i64
  return %j : i64
}

func.func @ext(%a: i32, %b: i32) -> i32 {
  %s, %c = arith.addui_extended %a, %b : i32, i1
  %l, %h = arith.mulsi_extended %a, %s : i32
  %m, %n = arith.mului_extended %l, %b : i32
  %cc = arith.extui %c : i1 to i32
  %1 = arith.xori %h, %n : i32
  %2 = arith.addi %1, %m : i32
  %3 = arith.subi %2, %cc : i32
  return %3 : i32
}

func.func @narrow(%a: i8, %b: i16, %c: i8) -> i16 {
  %1 = arith.muli %a, %c : i8
  %2 = arith.extsi %1 : i8 to i16
  %3 = arith.muli %2, %b : i16
  %4 = arith.muli %3, %3 : i16
  %5 = arith.constant 3 : i16
  %6 = arith.shrsi %4, %5 : i16
  %7 = arith.shrui %4, %5 : i16
  %8 = arith.subi %6, %7 : i16
  %9 = arith.trunci %8 : i16 to i8
  %10 = arith.extui %9 : i8 to i16
  %11 = arith.addi %10, %8 : i16
  return %11 : i16
}

func.func @fl(%a: f32, %b: f32) -> f32 {
  %1 = arith.maximumf %a, %b : f32
  %2 = arith.minimumf %a, %b : f32
  %3 = arith.maxnumf %1, %2 : f32
  %4 = arith.remf %3, %b : f32
  %5 = arith.negf %4 : f32
  %6 = math.fma %a, %b, %5 : f32
  %7 = math.copysign %6, %a : f32
  %8 = math.roundeven %7 : f32
  %9 = math.trunc %6 : f32
  %10 = arith.subf %8, %9 : f32
  return %10 : f32
}

func.func @f16a(%m: memref<4xf16>, %i: index) {
  %z = arith.constant 0 : index
  %a = memref.load %m[%z] : memref<4xf16>
  %b = memref.load %m[%i] : memref<4xf16>
  %1 = arith.mulf %a, %b : f16
  %2 = arith.addf %1, %a : f16
  %3 = arith.divf %2, %b : f16
  %4 = arith.negf %3 : f16
  %5 = arith.maximumf %4, %b : f16
  %c = arith.constant 0.333 : f16
  %6 = arith.subf %5, %c : f16
  memref.store %6, %m[%i] : memref<4xf16>
  return
}

func.func @idxcast(%a: i64, %b: i32) -> index {
  %1 = arith.index_cast %a : i64 to index
  %2 = arith.index_castui %b : i32 to index
  %3 = arith.addi %1, %2 : index
  %c = arith.constant -7 : index
  %4 = arith.floordivsi %3, %c : index
  %5 = arith.remsi %3, %c : index
  %6 = arith.muli %4, %5 : index
  return %6 : index
}

func.func @math1(%a: f32, %b: i32) -> f32 {
  %0 = math.absf %a : f32
  %1 = math.sqrt %0 : f32
  %2 = math.ctlz %b : i32
  %3 = math.ctpop %b : i32
  %4 = math.cttz %b : i32
  %5 = math.absi %b : i32
  %6 = arith.addi %2, %3 : i32
  %7 = arith.muli %6, %4 : i32
  %8 = arith.addi %7, %5 : i32
  %9 = arith.sitofp %8 : i32 to f32
  %10 = math.rsqrt %0 : f32
  %12 = arith.addf %9, %1 : f32
  %13 = arith.addf %12, %10 : f32
  return %13 : f32
}

func.func @sel(%p: i1, %a: f64, %b: f64, %x: i8) -> f64 {
  %c = arith.cmpf une, %a, %b : f64
  %d = arith.cmpf ueq, %a, %a : f64
  %e = arith.xori %c, %p : i1
  %f = arith.andi %e, %d : i1
  %g = arith.select %f, %a, %b : f64
  %u = arith.uitofp %x : i8 to f64
  %s = arith.sitofp %p : i1 to f64
  %t = arith.uitofp %p : i1 to f64
  %1 = arith.addf %g, %u : f64
  %2 = arith.mulf %1, %s : f64
  %3 = arith.subf %2, %t : f64
  return %3 : f64
}

func.func @bitc(%a: f32, %b: i64) -> i32 {
  %1 = arith.bitcast %a : f32 to i32
  %2 = arith.bitcast %b : i64 to f64
  %3 = arith.bitcast %2 : f64 to i64
  %4 = arith.trunci %3 : i64 to i32
  %5 = arith.xori %1, %4 : i32
  return %5 : i32
}

func.func @atom(%m: memref<4xi32>, %f: memref<4xf32>, %i: index, %v: i32, %w: f32) -> i32 {
  %0 = memref.atomic_rmw addi %v, %m[%i] : (i32, memref<4xi32>) -> i32
  %1 = memref.atomic_rmw maxs %v, %m[%i] : (i32, memref<4xi32>) -> i32
  %2 = memref.atomic_rmw assign %v, %m[%i] : (i32, memref<4xi32>) -> i32
  %3 = memref.atomic_rmw addf %w, %f[%i] : (f32, memref<4xf32>) -> f32
  %4 = memref.generic_atomic_rmw %m[%i] : memref<4xi32> {
  ^bb0(%x: i32):
    %y = arith.muli %x, %v : i32
    memref.atomic_yield %y : i32
  }
  %5 = arith.addi %0, %1 : i32
  %6 = arith.muli %5, %2 : i32
  %7 = arith.subi %6, %4 : i32
  return %7 : i32
}
