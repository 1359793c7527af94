// Views of views, with sizes, strides and offsets that are known when they are called.

func.func private @sum(%v: memref<?x?xi32, strided<[?, ?], offset: ?>>) -> i32 {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %s0 = arith.constant 0 : i32
  %n = memref.dim %v, %z : memref<?x?xi32, strided<[?, ?], offset: ?>>
  %m = memref.dim %v, %o : memref<?x?xi32, strided<[?, ?], offset: ?>>
  %r = scf.for %i = %z to %n step %o iter_args(%a = %s0) -> (i32) {
    %q = scf.for %j = %z to %m step %o iter_args(%b = %a) -> (i32) {
      %x = memref.load %v[%i, %j] : memref<?x?xi32, strided<[?, ?], offset: ?>>
      %c3 = arith.constant 3 : i32
      %y = arith.muli %b, %c3 : i32
      %w = arith.addi %y, %x : i32
      scf.yield %w : i32
    }
    scf.yield %q : i32
  }
  return %r : i32
}

func.func @subsub2(%m: memref<12x14xi32>, %i: index, %j: index) -> i32 {
  %o = arith.constant 1 : index
  %two = arith.constant 2 : index
  %t = arith.addi %i, %o : index
  %a = memref.subview %m[%i, %j] [7, %t] [1, 2] : memref<12x14xi32> to memref<7x?xi32, strided<[14, 2], offset: ?>>
  %b = memref.subview %a[1, 0] [%t, %o] [%two, 1] : memref<7x?xi32, strided<[14, 2], offset: ?>> to memref<?x?xi32, strided<[?, 2], offset: ?>>
  %tr = memref.transpose %b (x, y) -> (y, x) : memref<?x?xi32, strided<[?, 2], offset: ?>> to memref<?x?xi32, strided<[2, ?], offset: ?>>
  %ca = memref.cast %tr : memref<?x?xi32, strided<[2, ?], offset: ?>> to memref<?x?xi32, strided<[?, ?], offset: ?>>
  %r = call @sum(%ca) : (memref<?x?xi32, strided<[?, ?], offset: ?>>) -> i32
  %ca2 = memref.cast %a : memref<7x?xi32, strided<[14, 2], offset: ?>> to memref<?x?xi32, strided<[?, ?], offset: ?>>
  %r2 = call @sum(%ca2) : (memref<?x?xi32, strided<[?, ?], offset: ?>>) -> i32
  %s = arith.xori %r, %r2 : i32
  return %s : i32
}

func.func @rankred(%m: memref<3x4x5xi32>, %i: index) -> i32 {
  %o = arith.constant 1 : index
  %i2 = arith.minui %i, %o : index
  %a = memref.subview %m[%i2, 0, 1] [1, 4, 3] [1, 1, 1] : memref<3x4x5xi32> to memref<4x3xi32, strided<[5, 1], offset: ?>>
  %ca = memref.cast %a : memref<4x3xi32, strided<[5, 1], offset: ?>> to memref<?x?xi32, strided<[?, ?], offset: ?>>
  %r = call @sum(%ca) : (memref<?x?xi32, strided<[?, ?], offset: ?>>) -> i32
  return %r : i32
}

func.func @collapse_t(%m: memref<2x3x4xi32>, %o: memref<12x2xi32>) {
  %c = memref.collapse_shape %m [[0], [1, 2]] : memref<2x3x4xi32> into memref<2x12xi32>
  %t = memref.transpose %c (i, j) -> (j, i) : memref<2x12xi32> to memref<12x2xi32, strided<[1, 12]>>
  memref.copy %t, %o : memref<12x2xi32, strided<[1, 12]>> to memref<12x2xi32>
  return
}

func.func @expdyn(%m: memref<?xi32>, %o: memref<5x1xi32>) -> i32 {
  %z = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = memref.dim %m, %z : memref<?xi32>
  %e = memref.expand_shape %m [[0, 1]] output_shape [%n, 1] : memref<?xi32> into memref<?x1xi32>
  %d = memref.dim %e, %z : memref<?x1xi32>
  %s = arith.subi %d, %one : index
  %v = memref.load %e[%s, %z] : memref<?x1xi32>
  memref.store %v, %o[%s, %z] : memref<5x1xi32>
  return %v : i32
}

func.func @rank0(%m: memref<i32>, %n: memref<4xi32>) -> i32 {
  %v = memref.load %m[] : memref<i32>
  %e = memref.expand_shape %m [] output_shape [1, 1] : memref<i32> into memref<1x1xi32>
  %z = arith.constant 0 : index
  %c = arith.constant 9 : i32
  memref.store %c, %e[%z, %z] : memref<1x1xi32>
  %k = memref.collapse_shape %e [] : memref<1x1xi32> into memref<i32>
  %w = memref.load %k[] : memref<i32>
  %s = memref.subview %n[2] [1] [1] : memref<4xi32> to memref<i32, strided<[], offset: 2>>
  %y = memref.load %s[] : memref<i32, strided<[], offset: 2>>
  memref.store %v, %s[] : memref<i32, strided<[], offset: 2>>
  %1 = arith.addi %v, %w : i32
  %2 = arith.muli %1, %y : i32
  return %2 : i32
}

func.func @reint(%m: memref<20xi32>, %i: index) -> i32 {
  %two = arith.constant 2 : index
  %r = memref.reinterpret_cast %m to offset: [%i], sizes: [%two, 3], strides: [%i, 2] : memref<20xi32> to memref<?x3xi32, strided<[?, 2], offset: ?>>
  %ca = memref.cast %r : memref<?x3xi32, strided<[?, 2], offset: ?>> to memref<?x?xi32, strided<[?, ?], offset: ?>>
  %q = call @sum(%ca) : (memref<?x?xi32, strided<[?, ?], offset: ?>>) -> i32
  return %q : i32
}

func.func @view8(%m: memref<64xi8>, %i: index) -> i32 {
  %four = arith.constant 4 : index
  %off = arith.muli %i, %four : index
  %v = memref.view %m[%off][] : memref<64xi8> to memref<3x2xi32>
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %c = arith.constant 123456 : i32
  memref.store %c, %v[%z, %o] : memref<3x2xi32>
  %x = memref.load %v[%o, %z] : memref<3x2xi32>
  return %x : i32
}

func.func @viewalloca(%a: f32, %b: i32) -> i32 {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %m = memref.alloca() {alignment = 16} : memref<64xi8>
  %off = arith.constant 16 : index
  %v = memref.view %m[%off][] : memref<64xi8> to memref<4xf32>
  %w = memref.view %m[%z][%o] : memref<64xi8> to memref<?xi32>
  memref.store %a, %v[%o] : memref<4xf32>
  memref.store %b, %w[%z] : memref<?xi32>
  %f = memref.load %v[%o] : memref<4xf32>
  %i = arith.fptosi %f : f32 to i32
  %j = memref.load %w[%z] : memref<?xi32>
  %r = arith.addi %i, %j : i32
  return %r : i32
}

func.func @dims(%m: memref<?x3x?xf32>, %k: index) -> index {
  %d = memref.dim %m, %k : memref<?x3x?xf32>
  return %d : index
}

func.func @pass_sub(%m: memref<6x6xi32>, %i: index) -> i32 {
  %a = memref.subview %m[%i, 1] [2, 2] [2, 3] : memref<6x6xi32> to memref<2x2xi32, strided<[12, 3], offset: ?>>
  %r = call @fixed(%a) : (memref<2x2xi32, strided<[12, 3], offset: ?>>) -> i32
  return %r : i32
}

func.func private @fixed(%m: memref<2x2xi32, strided<[12, 3], offset: ?>>) -> i32 {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %a = memref.load %m[%z, %o] : memref<2x2xi32, strided<[12, 3], offset: ?>>
  %b = memref.load %m[%o, %z] : memref<2x2xi32, strided<[12, 3], offset: ?>>
  %c = memref.load %m[%o, %o] : memref<2x2xi32, strided<[12, 3], offset: ?>>
  %d = arith.subi %a, %b : i32
  %e = arith.muli %d, %c : i32
  return %e : i32
}

func.func @rec(%m: memref<8xi32>) -> i32 {
  %c = memref.cast %m : memref<8xi32> to memref<?xi32, strided<[?], offset: ?>>
  %r = call @recs(%c) : (memref<?xi32, strided<[?], offset: ?>>) -> i32
  return %r : i32
}

func.func private @recs(%m: memref<?xi32, strided<[?], offset: ?>>) -> i32 {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %n = memref.dim %m, %z : memref<?xi32, strided<[?], offset: ?>>
  %v = memref.load %m[%z] : memref<?xi32, strided<[?], offset: ?>>
  %p = arith.cmpi sle, %n, %o : index
  %r = scf.if %p -> (i32) { scf.yield %v : i32 } else {
    %two = arith.constant 2 : index
    %h = arith.divui %n, %two : index
    %a = memref.subview %m[0] [%h] [2] : memref<?xi32, strided<[?], offset: ?>> to memref<?xi32, strided<[?], offset: ?>>
    %b = memref.subview %m[1] [%h] [2] : memref<?xi32, strided<[?], offset: ?>> to memref<?xi32, strided<[?], offset: ?>>
    %x = func.call @recs(%a) : (memref<?xi32, strided<[?], offset: ?>>) -> i32
    %y = func.call @recs(%b) : (memref<?xi32, strided<[?], offset: ?>>) -> i32
    %k3 = arith.constant 3 : i32
    %s = arith.muli %x, %k3 : i32
    %t = arith.subi %s, %y : i32
    scf.yield %t : i32
  }
  return %r : i32
}

func.func @meta(%m: memref<?x?xi32, strided<[?, ?], offset: ?>>) -> index {
  %b, %o, %s:2, %t:2 = memref.extract_strided_metadata %m : memref<?x?xi32, strided<[?, ?], offset: ?>> -> memref<i32>, index, index, index, index, index
  %1 = arith.muli %s#0, %t#0 : index
  %2 = arith.muli %s#1, %t#1 : index
  %3 = arith.addi %1, %2 : index
  return %3 : index
}
