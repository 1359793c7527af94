// RUN: microaot-opt %s -p outline-wide-arithmetic --split-input-file | filecheck %s

// Three times the same formula; a conversion that it shares with other ops stays for them.
// CHECK:       func.func private @scale(%x: i32, %y: i32) -> i32 {
// CHECK:         arith.extsi %x
// CHECK:         arith.extsi %y
// CHECK-NEXT:    [[p:%\S+]] = arith.muli
// CHECK:         [[q:%\S+]] = arith.addi [[p]]
// CHECK:         [[s:%\S+]] = arith.shrsi [[q]]
// CHECK-NEXT:    [[r:%\S+]] = arith.trunci [[s]]
// CHECK-NEXT:    func.return [[r]]
// CHECK-LABEL: func.func @newton
// CHECK:         [[a:%\S+]] = func.call @scale(%x, %n)
// CHECK-NEXT:    [[b:%\S+]] = func.call @scale([[a]], %n)
// CHECK-NEXT:    func.call @scale([[b]], [[a]])
func.func @newton(%x: i32, %n: i32) -> (i32, i64) {
  %half = arith.constant 1073741824 : i64
  %c31 = arith.constant 31 : i64
  %wx = arith.extsi %x : i32 to i64
  %wn = arith.extsi %n : i32 to i64
  %p = arith.muli %wx, %wn overflow<nsw> : i64
  %q = arith.addi %p, %half : i64
  %s = arith.shrsi %q, %c31 : i64
  %a = arith.trunci %s : i64 to i32
  %wa = arith.extsi %a : i32 to i64
  %p1 = arith.muli %wa, %wn : i64
  %q1 = arith.addi %p1, %half : i64
  %s1 = arith.shrsi %q1, %c31 : i64
  %b = arith.trunci %s1 : i64 to i32
  %wb = arith.extsi %b : i32 to i64
  %p2 = arith.muli %wb, %wa : i64
  %q2 = arith.addi %p2, %half : i64
  %s2 = arith.shrsi %q2, %c31 : i64
  %c = arith.trunci %s2 : i64 to i32
  return %c, %wn : i32, i64
}

// -----

// Twice is no reason, nor is a formula whose parts are used elsewhere, nor another constant.
// CHECK-LABEL: func.func @different
// CHECK-NOT:     func.call
// CHECK:         func.return
func.func @different(%x: i32, %n: i32) -> (i32, i32, i32, i64) {
  %half = arith.constant 1073741824 : i64
  %other = arith.constant 536870912 : i64
  %c31 = arith.constant 31 : i64
  %wx = arith.extsi %x : i32 to i64
  %wn = arith.extsi %n : i32 to i64
  %p = arith.muli %wx, %wn : i64
  %q = arith.addi %p, %half : i64
  %s = arith.shrsi %q, %c31 : i64
  %a = arith.trunci %s : i64 to i32
  %p1 = arith.muli %wx, %wx : i64
  %q1 = arith.addi %p1, %other : i64
  %s1 = arith.shrsi %q1, %c31 : i64
  %b = arith.trunci %s1 : i64 to i32
  %p2 = arith.muli %wn, %wx : i64
  %q2 = arith.addi %p2, %half : i64
  %s2 = arith.shrsi %q2, %c31 : i64
  %c = arith.trunci %s2 : i64 to i32
  return %a, %b, %c, %q2 : i32, i32, i32, i64
}
