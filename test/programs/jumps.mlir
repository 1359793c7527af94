// Blocks that no loop or condition of C has the shape of; switches that pass values on.

func.func @irreducible(%a: i32, %n: i32, %p: i1) -> i32 {
  %z = arith.constant 0 : i32
  %o = arith.constant 1 : i32
  %m = arith.constant 63 : i32
  %nn = arith.andi %n, %m : i32
  cf.cond_br %p, ^x(%a, %nn : i32, i32), ^y(%nn, %a : i32, i32)
^x(%u: i32, %k: i32):
  %u2 = arith.addi %u, %k : i32
  %k2 = arith.subi %k, %o : i32
  %e = arith.cmpi sle, %k2, %z : i32
  cf.cond_br %e, ^end(%u2 : i32), ^y(%k2, %u2 : i32, i32)
^y(%l: i32, %v: i32):
  %three = arith.constant 3 : i32
  %v2 = arith.muli %v, %three : i32
  %l2 = arith.subi %l, %o : i32
  %f = arith.cmpi sle, %l2, %z : i32
  cf.cond_br %f, ^end(%v2 : i32), ^x(%v2, %l2 : i32, i32)
^end(%r: i32):
  return %r : i32
}

func.func @switch(%a: i32, %b: i32) -> i32 {
  %c = arith.constant 7 : i32
  %f = arith.andi %a, %c : i32
  cf.switch %f : i32, [
    default: ^d(%a : i32),
    0: ^one(%b, %a : i32, i32),
    1: ^one(%a, %b : i32, i32),
    5: ^two,
    -1: ^two
  ]
^d(%x: i32):
  return %x : i32
^one(%y: i32, %w: i32):
  %s = arith.subi %y, %w : i32
  cf.br ^d(%s : i32)
^two:
  %t = arith.muli %a, %b : i32
  cf.br ^d(%t : i32)
}

func.func @swloop(%a: i32, %b: i32) -> i32 {
  %z = arith.constant 0 : i32
  cf.br ^h(%a, %b, %z : i32, i32, i32)
^h(%x: i32, %y: i32, %i: i32):
  %ten = arith.constant 10 : i32
  %p = arith.cmpi slt, %i, %ten : i32
  cf.cond_br %p, ^b, ^e
^b:
  %o = arith.constant 1 : i32
  %j = arith.addi %i, %o : i32
  %x2 = arith.addi %x, %o : i32
  cf.br ^h(%y, %x2, %j : i32, i32, i32)
^e:
  %r = arith.subi %x, %y : i32
  return %r : i32
}

func.func @bothsame(%p: i1, %a: i32, %b: i32) -> i32 {
  cf.cond_br %p, ^e(%a, %b : i32, i32), ^e(%b, %a : i32, i32)
^e(%x: i32, %y: i32):
  %r = arith.subi %x, %y : i32
  return %r : i32
}

func.func @selfloop(%a: i32) -> i32 {
  %o = arith.constant 1 : i32
  %m = arith.constant 1023 : i32
  cf.br ^l(%a : i32)
^l(%x: i32):
  %y = arith.addi %x, %o : i32
  %k = arith.andi %y, %m : i32
  %z = arith.constant 0 : i32
  %p = arith.cmpi ne, %k, %z : i32
  cf.cond_br %p, ^l(%y : i32), ^e
^e:
  return %x : i32
}

func.func @mem(%m: memref<4xi32>, %n: memref<4xi32>, %p: i1, %i: index) -> i32 {
  cf.cond_br %p, ^e(%m, %n : memref<4xi32>, memref<4xi32>), ^e(%n, %m : memref<4xi32>, memref<4xi32>)
^e(%x: memref<4xi32>, %y: memref<4xi32>):
  %a = memref.load %x[%i] : memref<4xi32>
  %c = arith.constant 77 : i32
  memref.store %c, %y[%i] : memref<4xi32>
  %b = memref.load %x[%i] : memref<4xi32>
  %r = arith.addi %a, %b : i32
  return %r : i32
}

func.func @inner_loop(%n: index, %m: memref<8xi32>) -> i32 {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %zz = arith.constant 0 : i32
  cf.br ^h(%z, %zz : index, i32)
^h(%i: index, %acc: i32):
  %p = arith.cmpi slt, %i, %n : index
  cf.cond_br %p, ^b, ^e
^b:
  %eight = arith.constant 8 : index
  %s = scf.for %j = %i to %eight step %o iter_args(%t = %acc) -> (i32) {
    %v = memref.load %m[%j] : memref<8xi32>
    %w = arith.addi %t, %v : i32
    scf.yield %w : i32
  }
  %i2 = arith.addi %i, %o : index
  cf.br ^h(%i2, %s : index, i32)
^e:
  %q = arith.addi %acc, %zz : i32
  return %q : i32
^dead:
  %s2x = arith.constant 3 : i32
  cf.br ^dead
}

func.func @assert(%a: i32) -> i32 {
  %z = arith.constant 100000 : i32
  %p = arith.cmpi slt, %a, %z : i32
  cf.assert %p, "a \"quoted\" message\n that is long enough to be divided into pieces: ??/ {} \\ and more of the same"
  return %a : i32
}
