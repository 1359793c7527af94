// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --mlir-print-op-generic | microaot-opt | filecheck %s

// Loops and branches; terminators are implicit except in the cases of a switch.

// CHECK: emitc.func @loops(
// CHECK-SAME: [[I:%.*]]: index, [[N:%.*]]: !emitc.ptrdiff_t, [[A:%.*]]: i32, [[S:%.*]]: !emitc.opaque<"T">)
emitc.func @loops(%i: index, %n: !emitc.ptrdiff_t, %a: i32, %s: !emitc.opaque<"T">) {
  // CHECK: emitc.for [[K:%.*]] = [[I]] to [[I]] step [[I]] {
  // CHECK-NEXT: emitc.verbatim "{}" args [[K]] : index
  // CHECK-NEXT: }
  for %k = %i to %i step %i {
    verbatim "{}" args %k : index
  }
  // CHECK: emitc.for [[K:%.*]] = [[N]] to [[N]] step [[N]] : !emitc.ptrdiff_t {
  // CHECK-NEXT: emitc.for [[L:%.*]] = [[A]] to [[A]] step [[A]] : i32 {
  // CHECK-NEXT: emitc.add [[K]], [[L]] : (!emitc.ptrdiff_t, i32) -> i32
  // CHECK-NEXT: }
  // CHECK-NEXT: } {my.attr}
  emitc.for %k = %n to %n step %n : !emitc.ptrdiff_t {
    emitc.for %l = %a to %a step %a : i32 {
      %0 = emitc.add %k, %l : (!emitc.ptrdiff_t, i32) -> i32
      emitc.yield
    }
  } {my.attr}
  // CHECK: emitc.for {{%.*}} = [[S]] to [[S]] step [[S]] : !emitc.opaque<"T"> {
  // CHECK-NEXT: }
  emitc.for %k = %s to %s step %s : !emitc.opaque<"T"> {}
  emitc.return
}

// CHECK: emitc.func @branches([[C:%.*]]: i1, [[A:%.*]]: i32, [[N:%.*]]: !emitc.size_t)
emitc.func @branches(%c: i1, %a: i32, %n: !emitc.size_t) {
  // CHECK-NEXT: emitc.if [[C]] {
  // CHECK-NEXT: emitc.verbatim "a"
  // CHECK-NEXT: }
  emitc.if %c {
    emitc.verbatim "a"
  }
  // CHECK-NEXT: emitc.if [[C]] {
  // CHECK-NEXT: } else {
  // CHECK-NEXT: emitc.verbatim "b"
  // CHECK-NEXT: } {a.b}
  if %c {
  } else {
    verbatim "b"
    yield
  } {a.b}
  // CHECK-NEXT: emitc.switch [[A]] : i32
  // CHECK-NEXT: case 2 {
  // CHECK-NEXT: emitc.verbatim "2"
  // CHECK-NEXT: emitc.yield
  // CHECK-NEXT: }
  // CHECK-NEXT: case -5 {
  // CHECK-NEXT: emitc.yield
  // CHECK-NEXT: }
  // CHECK-NEXT: default {
  // CHECK-NEXT: emitc.verbatim "d"
  // CHECK-NEXT: }
  emitc.switch %a : i32
  case 2 {
    emitc.verbatim "2"
    emitc.yield
  }
  case -5 {
    emitc.yield
  }
  default {
    emitc.verbatim "d"
  }
  // CHECK-NEXT: emitc.switch [[N]] : !emitc.size_t {a.b}
  // CHECK-NEXT: default {
  // CHECK-NEXT: }
  switch %n : !emitc.size_t {a.b} default {}
  emitc.return
}

// CHECK: emitc.func @do([[A:%.*]]: i32)
emitc.func @do(%a: i32) {
  // CHECK-NEXT: emitc.do {
  // CHECK-NEXT: emitc.verbatim "x"
  // CHECK-NEXT: } while {
  // CHECK-NEXT: [[E:%.*]] = emitc.expression [[A]] : (i32) -> i1 {
  // CHECK-NEXT: [[C:%.*]] = emitc.cmp lt, [[A]], [[A]] : (i32, i32) -> i1
  // CHECK-NEXT: emitc.yield [[C]] : i1
  // CHECK-NEXT: }
  // CHECK-NEXT: emitc.yield [[E]] : i1
  // CHECK-NEXT: } attributes {q.w}
  do {
    verbatim "x"
  } while {
    %e = expression %a : (i32) -> i1 {
      %c = cmp lt, %a, %a : (i32, i32) -> i1
      yield %c : i1
    }
    yield %e : i1
  } attributes {q.w}
  // CHECK-NEXT: emitc.do {
  // CHECK-NEXT: } while {
  emitc.do {
  } while {
    %e = emitc.expression %a : (i32) -> i1 {
      %c = emitc.cast %a : i32 to i1
      emitc.yield %c : i1
    }
    emitc.yield %e : i1
  }
  emitc.return
}
