// Mathematical functions, conversions, and the corners of floating point.

func.func @functions(%in: memref<12xf32>, %out: memref<12xf32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = arith.constant 12 : index
  scf.for %i = %zero to %n step %one {
    %x = memref.load %in[%i] : memref<12xf32>
    %magnitude = math.absf %x : f32
    %root = math.sqrt %magnitude : f32
    %tanh = math.tanh %root : f32
    %exp = math.exp %tanh : f32
    %log = math.log1p %exp : f32
    %floor = math.floor %x : f32
    %sum = arith.addf %log, %floor : f32
    memref.store %sum, %out[%i] : memref<12xf32>
  }
  return
}

func.func @nan_and_infinity(%x: f32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %infinity = arith.constant 0x7F800000 : f32
  %nan = arith.constant 0x7FC00000 : f32
  %unordered = arith.cmpf uno, %x, %nan : f32
  %below = arith.cmpf ult, %x, %infinity : f32
  %both = arith.andi %unordered, %below : i1
  %kept = arith.select %both, %x, %zero : f32
  %smaller = arith.minimumf %kept, %infinity : f32
  %larger = arith.maxnumf %smaller, %nan : f32
  return %larger : f32
}

func.func @remainders(%x: i32, %y: i32) -> i32 {
  %one = arith.constant 1 : i32
  %magnitude = math.absi %y : i32
  %by = arith.maxui %magnitude, %one : i32
  %floor = arith.floordivsi %x, %by : i32
  %ceil = arith.ceildivsi %x, %by : i32
  %rest = arith.remsi %x, %by : i32
  %unsigned = arith.divui %x, %by : i32
  %a = arith.xori %floor, %ceil : i32
  %b = arith.addi %rest, %unsigned : i32
  %c = arith.subi %a, %b : i32
  return %c : i32
}

func.func @index_is_signed(%i: index) -> index {
  %minus_six = arith.constant -6 : index
  %three = arith.constant 3 : index
  %sum = arith.addi %i, %minus_six : index
  %quotient = arith.divsi %sum, %three : index
  %least = arith.minsi %quotient, %i : index
  return %least : index
}

func.func @conversions(%x: f32, %n: i32) -> f64 {
  %wide = arith.extf %x : f32 to f64
  %m = arith.sitofp %n : i32 to f64
  %u = arith.uitofp %n : i32 to f64
  %bits = arith.bitcast %x : f32 to i32
  %three = arith.constant 23 : i32
  %exponent = arith.shrui %bits, %three : i32
  %e = arith.uitofp %exponent : i32 to f64
  %whole = arith.fptosi %x : f32 to i32
  %w = arith.sitofp %whole : i32 to f64
  %s0 = arith.addf %wide, %m : f64
  %s1 = arith.subf %s0, %u : f64
  %s2 = arith.addf %s1, %e : f64
  %s3 = arith.addf %s2, %w : f64
  return %s3 : f64
}

func.func @wide_products(%x: i64, %y: i64) -> i64 {
  %low, %high = arith.mulsi_extended %x, %y : i64
  %sum, %carry = arith.addui_extended %low, %high : i64, i1
  %c = arith.extui %carry : i1 to i64
  %result = arith.xori %sum, %c : i64
  return %result : i64
}

func.func @bits(%x: i32) -> i32 {
  %leading = math.ctlz %x : i32
  %ones = math.ctpop %x : i32
  %trailing = math.cttz %x : i32
  %five = arith.constant 5 : i32
  %a = arith.shli %ones, %five : i32
  %b = arith.ori %a, %leading : i32
  %c = arith.subi %b, %trailing : i32
  return %c : i32
}
