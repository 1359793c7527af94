// RUN: microaot-opt %s -p fold-exact-rescales,dce | filecheck %s

// CHECK-LABEL: func.func @exact
// CHECK:         [[c20:%\S+]] = arith.constant 20 : i32
// CHECK-NEXT:    [[r:%\S+]] = arith.shli %x, [[c20]] : i32
// CHECK-NEXT:    func.return [[r]]
func.func @exact(%x: i32) -> i32 {
  %c1073741824 = arith.constant 1073741824 : i64
  %c512 = arith.constant 512 : i64
  %c10 = arith.constant 10 : i64
  %wide = arith.extsi %x : i32 to i64
  %product = arith.muli %wide, %c1073741824 : i64
  %sum = arith.addi %product, %c512 : i64
  %shifted = arith.shrsi %sum, %c10 : i64
  %r = arith.trunci %shifted : i64 to i32
  return %r : i32
}

// A scale of one is no operation.
// CHECK-LABEL: func.func @one
// CHECK:         func.return %x
func.func @one(%x: i32) -> i32 {
  %c1073741824 = arith.constant 1073741824 : i64
  %c536870912 = arith.constant 536870912 : i64
  %c30 = arith.constant 30 : i64
  %wide = arith.extsi %x : i32 to i64
  %product = arith.muli %c1073741824, %wide : i64
  %sum = arith.addi %c536870912, %product : i64
  %shifted = arith.shrsi %sum, %c30 : i64
  %r = arith.trunci %shifted : i64 to i32
  return %r : i32
}

// What rounds stays: a smaller factor, a factor that is no power of two, a large summand.
// CHECK-LABEL: func.func @rounds
// CHECK-COUNT-3: arith.shrsi
func.func @rounds(%x: i32) -> (i32, i32, i32) {
  %c8 = arith.constant 8 : i64
  %c12 = arith.constant 12 : i64
  %c16 = arith.constant 16 : i64
  %c4 = arith.constant 4 : i64
  %wide = arith.extsi %x : i32 to i64
  %p0 = arith.muli %wide, %c8 : i64
  %s0 = arith.addi %p0, %c8 : i64
  %t0 = arith.shrsi %s0, %c4 : i64
  %r0 = arith.trunci %t0 : i64 to i32
  %p1 = arith.muli %wide, %c12 : i64
  %s1 = arith.addi %p1, %c8 : i64
  %t1 = arith.shrsi %s1, %c4 : i64
  %r1 = arith.trunci %t1 : i64 to i32
  %p2 = arith.muli %wide, %c16 : i64
  %s2 = arith.addi %p2, %c16 : i64
  %t2 = arith.shrsi %s2, %c4 : i64
  %r2 = arith.trunci %t2 : i64 to i32
  return %r0, %r1, %r2 : i32, i32, i32
}
