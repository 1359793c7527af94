// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

func.func @f(%n: index) {
  // CHECK: expects an operand for each dynamic bound
  "scf.forall"(%n) <{operandSegmentSizes = array<i32: 0, 1, 0, 0>, staticLowerBound = array<i64: 0>, staticStep = array<i64: 1>, staticUpperBound = array<i64: 4>}> ({
  ^bb0(%i: index):
    scf.forall.in_parallel {
    }
  }) : (index) -> ()
  return
}

// -----

func.func @f(%a: i32) {
  // CHECK: Expected induction var to be same type as bounds and step
  "scf.for"(%a, %a, %a) <{unsignedCmp}> ({
  ^bb0(%i: i64):
    scf.yield
  }) : (i32, i32, i32) -> ()
  return
}
