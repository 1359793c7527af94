// What dead code elimination and common subexpression elimination may do.

// RUN: microaot-opt %s -p dce | filecheck %s --check-prefix DCE
// RUN: microaot-opt %s -p cse | filecheck %s --check-prefix CSE

// DCE-LABEL: emitc.func @unused(
emitc.func @unused(%a: i32, %s: !emitc.opaque<"S">, %array: !emitc.array<4xi32>, %i: index, %p: !emitc.ptr<i32>, %c: i1) {
  // DCE-NOT: emitc.constant
  // DCE-NOT: emitc.literal
  // DCE-NOT: (i32, i32) -> i32
  // DCE-NOT: emitc.variable
  // DCE-NOT: emitc.load
  // DCE-NOT: emitc.array<4xi32>, index
  // DCE-NOT: emitc.dereference
  // DCE-NOT: emitc.expression
  // DCE-NOT: emitc.for
  // DCE-NOT: emitc.if
  %0 = "emitc.constant"() <{value = 1 : i32}> : () -> i32
  %1 = emitc.literal "x" : i32
  %2 = emitc.add %a, %0 : (i32, i32) -> i32
  %3 = "emitc.variable"() <{value = 1 : i32}> : () -> !emitc.lvalue<i32>
  %4 = emitc.load %3 : <i32>
  %5 = emitc.subscript %array[%i] : (!emitc.array<4xi32>, index) -> !emitc.lvalue<i32>
  %6 = emitc.dereference %p : !emitc.ptr<i32>
  %7 = emitc.expression %a, %6 : (i32, !emitc.lvalue<i32>) -> i32 {
    %8 = emitc.load %6 : <i32>
    %9 = emitc.mul %a, %8 : (i32, i32) -> i32
    emitc.yield %9 : i32
  }
  emitc.for %k = %i to %i step %i {
    emitc.if %c {
      %10 = emitc.add %a, %a : (i32, i32) -> i32
    }
  }
  // Overloaded operators may do anything, and so may calls and lines of C.
  // DCE: emitc.add {{.*}} (!emitc.opaque<"S">, i32)
  // DCE-NEXT: emitc.subscript {{.*}} (!emitc.opaque<"S">, index)
  // DCE-NEXT: emitc.call @callee
  // DCE-NEXT: emitc.call_opaque "f"
  // DCE-NEXT: emitc.verbatim
  %11 = emitc.add %s, %a : (!emitc.opaque<"S">, i32) -> i32
  %12 = emitc.subscript %s[%i] : (!emitc.opaque<"S">, index) -> !emitc.lvalue<i32>
  %13 = emitc.call @callee() : () -> i32
  %14 = emitc.call_opaque "f"() : () -> i32
  emitc.verbatim "x"
  // A variable that is written stays, and a loop that may not end.
  // DCE-NEXT: emitc.variable
  // DCE-NEXT: emitc.assign
  // DCE-NEXT: emitc.do
  %15 = "emitc.variable"() <{value = 1 : i32}> : () -> !emitc.lvalue<i32>
  emitc.assign %a : i32 to %15 : <i32>
  emitc.do {
  } while {
    %16 = emitc.expression %c : (i1) -> i1 {
      %17 = emitc.logical_not %c : i1
      emitc.yield %17 : i1
    }
    emitc.yield %16 : i1
  }
  emitc.return
}

emitc.func private @callee() -> i32

// CSE-LABEL: emitc.func @repeated(
emitc.func @repeated(%a: i32, %s: !emitc.opaque<"S">) {
  // CSE: [[V:%.*]] = "emitc.variable"
  // CSE-NEXT: [[W:%.*]] = "emitc.variable"
  // CSE-NEXT: [[SUM:%.*]] = emitc.add
  // CSE-NEXT: [[X:%.*]] = emitc.load [[V]]
  // CSE-NEXT: emitc.call_opaque "use"([[SUM]], [[SUM]], [[X]], [[X]])
  %v = "emitc.variable"() <{value = 1 : i32}> : () -> !emitc.lvalue<i32>
  %w = "emitc.variable"() <{value = 1 : i32}> : () -> !emitc.lvalue<i32>
  %0 = emitc.add %a, %a : (i32, i32) -> i32
  %1 = emitc.add %a, %a : (i32, i32) -> i32
  %2 = emitc.load %v : <i32>
  %3 = emitc.load %v : <i32>
  emitc.call_opaque "use"(%0, %1, %2, %3) : (i32, i32, i32, i32) -> ()
  // CSE-NEXT: [[Y:%.*]] = emitc.load [[V]]
  // CSE-NEXT: emitc.assign [[SUM]] : i32 to [[V]]
  // CSE-NEXT: [[Z:%.*]] = emitc.load [[V]]
  // CSE-NEXT: emitc.call_opaque "use"([[Y]], [[Z]])
  %4 = emitc.load %v : <i32>
  emitc.assign %0 : i32 to %v : <i32>
  %5 = emitc.load %v : <i32>
  emitc.call_opaque "use"(%4, %5) : (i32, i32) -> ()
  // CSE-NEXT: emitc.assign [[SUM]] : i32 to [[W]]
  emitc.assign %0 : i32 to %w : <i32>
  // CSE-NEXT: emitc.add
  // CSE-NEXT: emitc.add
  // CSE-NEXT: emitc.call @callee
  // CSE-NEXT: emitc.call @callee
  %6 = emitc.add %s, %a : (!emitc.opaque<"S">, i32) -> i32
  %7 = emitc.add %s, %a : (!emitc.opaque<"S">, i32) -> i32
  %8 = emitc.call @callee() : () -> i32
  %9 = emitc.call @callee() : () -> i32
  emitc.return
}
