// Loops over negative, narrow, unsigned and wide ranges, values that trade places, any conditions.

func.func @neg(%m: memref<1xi32>) -> i32 {
  %a = arith.constant -2 : index
  %b = arith.constant 3 : index
  %s = arith.constant 1 : index
  %z = arith.constant 0 : i32
  %r = scf.for %i = %a to %b step %s iter_args(%x = %z) -> (i32) {
    %k = arith.index_cast %i : index to i32
    %y = arith.subi %k, %x : i32
    scf.yield %y : i32
  }
  return %r : i32
}

func.func @i8loop() -> i32 {
  %a = arith.constant -128 : i8
  %b = arith.constant 60 : i8
  %s = arith.constant 50 : i8
  %z = arith.constant 0 : i32
  %r = scf.for %i = %a to %b step %s iter_args(%x = %z) -> (i32) : i8 {
    %k = arith.extsi %i : i8 to i32
    %t = arith.muli %x, %k : i32
    %y = arith.addi %k, %t : i32
    scf.yield %y : i32
  }
  return %r : i32
}

func.func @i8dyn(%a0: i8, %b: i8) -> i32 {
  %s = arith.constant 7 : i8
  %z = arith.constant 0 : i32
  %o = arith.constant 1 : i32
  %r = scf.for %i = %a0 to %b step %s iter_args(%x = %z) -> (i32) : i8 {
    %k = arith.extsi %i : i8 to i32
    %t = arith.muli %x, %k : i32
    %y = arith.addi %o, %t : i32
    scf.yield %y : i32
  }
  return %r : i32
}

func.func @u16(%a0: i16) -> i32 {
  %a = arith.constant 100 : i16
  %b = arith.constant -9100 : i16
  %s = arith.constant 7000 : i16
  %z = arith.constant 0 : i32
  %r = scf.for unsigned %i = %a to %b step %s iter_args(%x = %z) -> (i32) : i16 {
    %k = arith.extui %i : i16 to i32
    %t = arith.muli %x, %k : i32
    %y = arith.addi %k, %t : i32
    scf.yield %y : i32
  }
  return %r : i32
}

func.func @i64big() -> i64 {
  %a = arith.constant -9223372036854775808 : i64
  %b = arith.constant 8223372036854775000 : i64
  %s = arith.constant 1311768467139281697 : i64
  %z = arith.constant 0 : i64
  %r = scf.for %i = %a to %b step %s iter_args(%x = %z) -> (i64) : i64 {
    %t = arith.xori %x, %i : i64
    %k = arith.constant 3 : i64
    %y = arith.addi %k, %t : i64
    scf.yield %y : i64
  }
  return %r : i64
}

func.func @dynstep(%a: index, %b: index, %s: index) -> index {
  %o = arith.constant 1 : index
  %st = arith.addi %s, %o : index
  %big = arith.constant 17 : index
  %ub = arith.muli %b, %big : index
  %z = arith.constant 0 : index
  %r = scf.for %i = %a to %ub step %st iter_args(%x = %z) -> (index) {
    %y = arith.addi %x, %i : index
    scf.yield %y : index
  }
  return %r : index
}

func.func @swap(%n: index, %a: i32, %b: i32, %c: i32) -> i32 {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %r:3 = scf.for %i = %z to %n step %o iter_args(%x = %a, %y = %b, %w = %c) -> (i32, i32, i32) {
    scf.yield %y, %w, %x : i32, i32, i32
  }
  %t = arith.constant 7 : i32
  %s = arith.muli %r#0, %t : i32
  %u = arith.subi %s, %r#1 : i32
  %v = arith.xori %u, %r#2 : i32
  return %v : i32
}

func.func @fibo(%n: index) -> i64 {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %a = arith.constant 0 : i64
  %b = arith.constant 1 : i64
  %r:2 = scf.for %i = %z to %n step %o iter_args(%x = %a, %y = %b) -> (i64, i64) {
    %s = arith.addi %x, %y : i64
    scf.yield %y, %s : i64, i64
  }
  return %r#0 : i64
}

func.func @pingpong(%m: memref<4xi32>, %n: memref<4xi32>, %k: index) -> i32 {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %r:2 = scf.for %i = %z to %k step %o iter_args(%x = %m, %y = %n) -> (memref<4xi32>, memref<4xi32>) {
    %v = memref.load %x[%i] : memref<4xi32>
    %w = memref.load %y[%o] : memref<4xi32>
    %s = arith.addi %v, %w : i32
    memref.store %s, %y[%i] : memref<4xi32>
    scf.yield %y, %x : memref<4xi32>, memref<4xi32>
  }
  %q = memref.load %r#0[%z] : memref<4xi32>
  return %q : i32
}

func.func @selm(%m: memref<4xi32>, %n: memref<4xi32>, %p: i1, %i: index) -> i32 {
  %x = arith.select %p, %m, %n : memref<4xi32>
  %c = arith.constant 5 : i32
  memref.store %c, %x[%i] : memref<4xi32>
  %y = scf.if %p -> (memref<4xi32>) { scf.yield %n : memref<4xi32> } else { scf.yield %m : memref<4xi32> }
  %q = memref.load %y[%i] : memref<4xi32>
  return %q : i32
}

func.func @collatz(%n0: i32) -> i32 {
  %z = arith.constant 0 : i32
  %o = arith.constant 1 : i32
  %t = arith.constant 2 : i32
  %th = arith.constant 3 : i32
  %msk = arith.constant 31 : i32
  %n1 = arith.andi %n0, %msk : i32
  %n = arith.addi %n1, %o : i32
  %r:2 = scf.while (%x = %n, %c = %z) : (i32, i32) -> (i32, i32) {
    %p = arith.cmpi ne, %x, %o : i32
    %h = arith.cmpi slt, %c, %msk : i32
    %q = arith.andi %p, %h : i1
    scf.condition(%q) %c, %x : i32, i32
  } do {
  ^bb0(%c: i32, %x: i32):
    %m = arith.andi %x, %o : i32
    %e = arith.cmpi eq, %m, %z : i32
    %y = scf.if %e -> (i32) {
      %d = arith.divui %x, %t : i32
      scf.yield %d : i32
    } else {
      %d = arith.muli %x, %th : i32
      %f = arith.addi %d, %o : i32
      scf.yield %f : i32
    }
    %k = arith.addi %c, %o : i32
    scf.yield %y, %k : i32, i32
  }
  %rr = arith.muli %r#0, %t : i32
  %s = arith.addi %rr, %r#1 : i32
  return %s : i32
}

func.func @dowhile(%m: memref<8xi32>, %l: i32) -> index {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %seven = arith.constant 7 : index
  %r = scf.while (%i = %z) : (index) -> index {
    %v = memref.load %m[%i] : memref<8xi32>
    %w = arith.addi %v, %l : i32
    memref.store %w, %m[%i] : memref<8xi32>
    %n = arith.addi %i, %o : index
    %p = arith.cmpi ult, %n, %seven : index
    %q = arith.cmpi sgt, %w, %l : i32
    %pq = scf.if %p -> (i1) { scf.yield %q : i1 } else { %f = arith.constant false
      scf.yield %f : i1 }
    scf.condition(%pq) %n : index
  } do {
  ^bb0(%i: index):
    scf.yield %i : index
  }
  return %r : index
}

func.func @whileswap(%a: i32, %b: i32) -> i32 {
  %z = arith.constant 0 : i32
  %lim = arith.constant 10 : i32
  %o = arith.constant 1 : i32
  %r:3 = scf.while (%x = %a, %y = %b, %i = %z) : (i32, i32, i32) -> (i32, i32, i32) {
    %p = arith.cmpi slt, %i, %lim : i32
    scf.condition(%p) %y, %x, %i : i32, i32, i32
  } do {
  ^bb0(%u: i32, %v: i32, %i: i32):
    %n = arith.addi %i, %o : i32
    %uu = arith.addi %u, %o : i32
    scf.yield %v, %uu, %n : i32, i32, i32
  }
  %k = arith.constant 100 : i32
  %s = arith.muli %r#0, %k : i32
  %t = arith.subi %s, %r#1 : i32
  return %t : i32
}

func.func @typewhile(%a: i32) -> f32 {
  %z = arith.constant 0.0 : f32
  %lim = arith.constant 100.0 : f32
  %r = scf.while (%x = %a) : (i32) -> f32 {
    %f = arith.sitofp %x : i32 to f32
    %g = math.absf %f : f32
    %p = arith.cmpf ogt, %g, %lim : f32
    scf.condition(%p) %g : f32
  } do {
  ^bb0(%f: f32):
    %h = arith.constant 0.5 : f32
    %e = arith.mulf %f, %h : f32
    %i = arith.fptosi %e : f32 to i32
    scf.yield %i : i32
  }
  return %r : f32
}

func.func @iswitch(%i: index, %a: i32) -> i32 {
  %r:2 = scf.index_switch %i -> i32, i32
  case 0 {
    %c = arith.constant 5 : i32
    scf.yield %c, %a : i32, i32
  }
  case 2 {
    %c = arith.addi %a, %a : i32
    scf.yield %a, %c : i32, i32
  }
  case -1 {
    scf.yield %a, %a : i32, i32
  }
  default {
    %c = arith.constant -2147483648 : i32
    scf.yield %c, %a : i32, i32
  }
  %s = arith.xori %r#0, %r#1 : i32
  return %s : i32
}

func.func @parallel(%m: memref<4x3xi32>, %n: index) -> i32 {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %f = arith.constant 4 : index
  %t = arith.constant 3 : index
  %init = arith.constant 1 : i32
  %r = scf.parallel (%i, %j) = (%z, %z) to (%f, %n) step (%o, %t) init (%init) -> i32 {
    %v = memref.load %m[%i, %j] : memref<4x3xi32>
    scf.reduce(%v : i32) {
    ^bb0(%l: i32, %rr: i32):
      %s = arith.addi %l, %rr : i32
      scf.reduce.return %s : i32
    }
  }
  return %r : i32
}

func.func @exec(%a: i32) -> i32 {
  %r = scf.execute_region -> i32 {
    %z = arith.constant 0 : i32
    %p = arith.cmpi slt, %a, %z : i32
    cf.cond_br %p, ^bb1, ^bb2(%a : i32)
  ^bb1:
    %n = arith.subi %z, %a : i32
    cf.br ^bb2(%n : i32)
  ^bb2(%q: i32):
    scf.yield %q : i32
  }
  %s = arith.addi %r, %a : i32
  return %s : i32
}

func.func @ivafter(%n: index, %m: memref<8xi32>) {
  // iv modified copies
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %r:2 = scf.for %i = %z to %n step %o iter_args(%prev = %o, %pp = %z) -> (index, index) {
    %v = arith.index_cast %pp : index to i32
    memref.store %v, %m[%i] : memref<8xi32>
    scf.yield %i, %prev : index, index
  }
  %w = arith.index_cast %r#0 : index to i32
  memref.store %w, %m[%r#1] : memref<8xi32>
  return
}

func.func @invariant(%n: index, %a: i32, %b: i32) -> i32 {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %r:3 = scf.for %i = %z to %n step %o iter_args(%x = %a, %y = %b, %c = %a) -> (i32, i32, i32) {
    scf.yield %b, %x, %c : i32, i32, i32
  }
  %s = arith.subi %r#0, %r#1 : i32
  %t = arith.muli %r#2, %s : i32
  return %t : i32
}
