// Affine arithmetic on negative numbers; allocs that live across loops and calls.

#s = affine_set<(d0)[s0] : (d0 - 2 >= 0, -d0 + s0 >= 0)>

func.func @mods(%a: index, %b: index) -> index {
  %0 = affine.apply affine_map<(x)[y] -> ((x - y * 7) mod 5)>(%a)[%b]
  %1 = affine.apply affine_map<(x)[y] -> ((x - y * 7) floordiv 4)>(%a)[%b]
  %2 = affine.apply affine_map<(x)[y] -> ((x - y * 7) ceildiv 3 + 11)>(%a)[%b]
  %3 = affine.min affine_map<(x, y) -> (x - y, y * -3, 2)>(%a, %b)
  %4 = affine.max affine_map<(x, y) -> (x - y, y * -3)>(%a, %b)
  %c = arith.constant 13 : index
  %5 = arith.muli %0, %c : index
  %6 = arith.addi %5, %1 : index
  %7 = arith.muli %6, %c : index
  %8 = arith.addi %7, %2 : index
  %9 = arith.muli %8, %c : index
  %10 = arith.addi %9, %3 : index
  %11 = arith.muli %10, %c : index
  %12 = arith.addi %11, %4 : index
  return %12 : index
}

func.func @afor(%m: memref<10xi32>, %n: index, %k: index) -> i32 {
  %z = arith.constant 0 : i32
  %r = affine.for %i = max affine_map<(x) -> (x - 3, 0)>(%n) to min affine_map<(x)[y] -> (x + 5, y * 2 + 3)>(%n)[%k] step 2 iter_args(%x = %z) -> (i32) {
    %v = affine.load %m[(%i * 3 + symbol(%k)) mod 10] : memref<10xi32>
    %t = affine.if #s(%i)[%k] -> i32 {
      %q = arith.addi %v, %x : i32
      affine.yield %q : i32
    } else {
      %q = arith.subi %x, %v : i32
      affine.yield %q : i32
    }
    affine.store %t, %m[%i floordiv 2] : memref<10xi32>
    affine.yield %t : i32
  }
  return %r : i32
}

func.func @apar(%m: memref<4x5xi32>) -> i32 {
  %r = affine.parallel (%i, %j) = (0, 1) to (4, 5) step (2, 1) reduce ("addi") -> (i32) {
    %v = affine.load %m[%i, %j] : memref<4x5xi32>
    affine.yield %v : i32
  }
  return %r : i32
}

func.func @delin(%a: index) -> index {
  %c = arith.constant 57 : index
  %n = arith.muli %a, %c : index
  %0:3 = affine.delinearize_index %n into (4, 5, 7) : index, index, index
  %1 = affine.linearize_index [%0#2, %0#1, %0#0] by (7, 5, 40) : index
  return %1 : index
}

func.func @alloc2(%m: memref<4xi32>, %n: index) -> i32 {
  %a = memref.alloc() : memref<4xi32>
  %b = memref.alloc() : memref<4xi32>
  memref.copy %m, %a : memref<4xi32> to memref<4xi32>
  memref.copy %m, %b : memref<4xi32> to memref<4xi32>
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %r:2 = scf.for %i = %z to %n step %o iter_args(%x = %a, %y = %b) -> (memref<4xi32>, memref<4xi32>) {
    %v = memref.load %x[%i] : memref<4xi32>
    %w = memref.load %y[%z] : memref<4xi32>
    %s = arith.addi %v, %w : i32
    memref.store %s, %y[%i] : memref<4xi32>
    scf.yield %y, %x : memref<4xi32>, memref<4xi32>
  }
  %q = memref.load %r#0[%o] : memref<4xi32>
  %p = memref.load %a[%o] : memref<4xi32>
  memref.dealloc %a : memref<4xi32>
  memref.dealloc %b : memref<4xi32>
  %t = arith.muli %q, %p : i32
  return %t : i32
}

func.func @callalloc(%m: memref<4xi32>) -> i32 {
  %a = memref.alloc() : memref<4xi32>
  memref.copy %m, %a : memref<4xi32> to memref<4xi32>
  %r = call @usealloc(%a) : (memref<4xi32>) -> i32
  %s = call @usealloc(%a) : (memref<4xi32>) -> i32
  %t = arith.subi %r, %s : i32
  return %t : i32
}

func.func private @usealloc(%m: memref<4xi32>) -> i32 {
  %z = arith.constant 0 : index
  %o = arith.constant 1 : index
  %a = memref.alloc() : memref<4xi32>
  memref.copy %m, %a : memref<4xi32> to memref<4xi32>
  %v = memref.load %a[%z] : memref<4xi32>
  %b = memref.alloc() : memref<4xi32>
  memref.copy %a, %b : memref<4xi32> to memref<4xi32>
  memref.store %v, %b[%o] : memref<4xi32>
  %w = memref.load %a[%o] : memref<4xi32>
  memref.copy %b, %m : memref<4xi32> to memref<4xi32>
  return %w : i32
}

func.func @dynalloca(%n: index, %m: memref<4xi32>) -> i32 {
  %o = arith.constant 1 : index
  %z = arith.constant 0 : index
  %c = arith.minui %n, %o : index
  %a = memref.alloc(%c) : memref<?xi32>
  %d = memref.dim %a, %z : memref<?xi32>
  %v = arith.index_cast %d : index to i32
  return %v : i32
}
