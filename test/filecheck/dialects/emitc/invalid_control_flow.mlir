// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

// CHECK: expected an integer, index or opaque type
func.func @f(%x: f32) {
  emitc.for %i = %x to %x step %x : f32 {
  }
  func.return
}

// -----

// CHECK: i64
func.func @f(%a: i32, %b: i64) {
  "emitc.for"(%a, %a, %b) ({
  ^bb0(%i: i32):
    emitc.yield
  }) : (i32, i32, i64) -> ()
  func.return
}

// -----

// CHECK: expected induction variable to be same type as bounds and step
func.func @f(%a: i32) {
  "emitc.for"(%a, %a, %a) ({
  ^bb0(%i: i64):
    emitc.yield
  }) : (i32, i32, i32) -> ()
  func.return
}

// -----

// CHECK: expected body to have a single block argument for the induction variable
func.func @f(%a: i32) {
  "emitc.for"(%a, %a, %a) ({
    emitc.yield
  }) : (i32, i32, i32) -> ()
  func.return
}

// -----

// CHECK: yields a value not returned by parent
func.func @f(%a: i32) {
  emitc.for %i = %a to %a step %a : i32 {
    emitc.yield %i : i32
  }
  func.return
}

// -----

// CHECK: Expected attribute i1 but got i32
func.func @f(%a: i32) {
  "emitc.if"(%a) ({
    emitc.yield
  }, {
  }) : (i32) -> ()
  func.return
}

// -----

// CHECK: block
func.func @f(%c: i1) {
  "emitc.if"(%c) ({
  }, {
  }) : (i1) -> ()
  func.return
}

// -----

// CHECK: length
func.func @f(%c: i1) {
  "emitc.if"(%c) ({
  ^bb0(%x: i32):
    emitc.yield
  }, {
  }) : (i1) -> ()
  func.return
}

// -----

// CHECK: should have no arguments
func.func @f(%c: i1) {
  "emitc.if"(%c) ({
    emitc.yield
  }, {
  ^bb0(%x: i32):
    emitc.yield
  }) : (i1) -> ()
  func.return
}

// -----

// CHECK: yields a value not returned by parent
func.func @f(%c: i1) {
  emitc.if %c {
    emitc.yield %c : i1
  }
  func.return
}

// -----

// CHECK: expected an integer, index or opaque type
func.func @f(%p: !emitc.ptr<i32>) {
  emitc.switch %p : !emitc.ptr<i32>
  default {
  }
  func.return
}

// -----

// CHECK: has duplicate case value: 2
func.func @f(%a: i32) {
  emitc.switch %a : i32
  case 2 {
    emitc.yield
  }
  case 2 {
    emitc.yield
  }
  default {
  }
  func.return
}

// -----

// CHECK: is not a terminator
func.func @f(%a: i32) {
  emitc.switch %a : i32
  case 2 {
    emitc.verbatim "x"
  }
  default {
  }
  func.return
}

// -----

// CHECK: block
func.func @f(%a: i32) {
  emitc.switch %a : i32
  case 2 {
  }
  default {
  }
  func.return
}

// -----

// CHECK: has 1 case regions but 2 case values
func.func @f(%a: i32) {
  "emitc.switch"(%a) <{cases = array<i64: 1, 2>}> ({
    emitc.yield
  }, {
    emitc.yield
  }) : (i32) -> ()
  func.return
}

// -----

// CHECK: default
func.func @f(%a: i32) {
  emitc.switch %a : i32
  case 2 {
    emitc.yield
  }
  func.return
}

// -----

// CHECK: yields a value not returned by parent
func.func @f(%a: i32) {
  emitc.switch %a : i32
  case 2 {
    emitc.yield %a : i32
  }
  default {
  }
  func.return
}

// -----

// CHECK: expects parent op to be one of 'emitc.do', 'emitc.expression', 'emitc.for', 'emitc.if', 'emitc.switch'
func.func @f() {
  emitc.yield
}

// -----

// CHECK: condition region must contain exactly two operations: 'emitc.expression' followed by 'emitc.yield', but found 1 operations
func.func @f(%a: i32, %b: i1) {
  emitc.do {
  } while {
    emitc.yield %b : i1
  }
  func.return
}

// -----

// CHECK: but found 3 operations
func.func @f(%a: i32, %b: i1) {
  emitc.do {
  } while {
    %e = emitc.expression %a : (i32) -> i1 {
      %c = emitc.cmp eq, %a, %a : (i32, i32) -> i1
      emitc.yield %c : i1
    }
    emitc.verbatim "x"
    emitc.yield %e : i1
  }
  func.return
}

// -----

// CHECK: expected first op in condition region to be 'emitc.expression', but got emitc.logical_not
func.func @f(%a: i32, %b: i1) {
  emitc.do {
  } while {
    %e = emitc.logical_not %b : i1
    emitc.yield %e : i1
  }
  func.return
}

// -----

// CHECK: emitc.expression in condition region must return 'i1', but returns 'i32'
func.func @f(%a: i32, %b: i1) {
  emitc.do {
  } while {
    %e = emitc.expression %a : (i32) -> i32 {
      %c = emitc.add %a, %a : (i32, i32) -> i32
      emitc.yield %c : i32
    }
    emitc.yield %e : i32
  }
  func.return
}

// -----

// CHECK: expected last op in condition region to be 'emitc.yield', but got emitc.verbatim
func.func @f(%a: i32, %b: i1) {
  emitc.do {
  } while {
    %e = emitc.expression %a : (i32) -> i1 {
      %c = emitc.cmp eq, %a, %a : (i32, i32) -> i1
      emitc.yield %c : i1
    }
    emitc.verbatim "x"
  }
  func.return
}

// -----

// CHECK: 'emitc.yield' must return result of 'emitc.expression' from this condition region
func.func @f(%a: i32, %b: i1) {
  emitc.do {
  } while {
    %e = emitc.expression %a : (i32) -> i1 {
      %c = emitc.cmp eq, %a, %a : (i32, i32) -> i1
      emitc.yield %c : i1
    }
    emitc.yield %b : i1
  }
  func.return
}

// -----

// CHECK: 'emitc.yield' must return result of 'emitc.expression' from this condition region
func.func @f(%a: i32, %b: i1) {
  emitc.do {
  } while {
    %e = emitc.expression %a : (i32) -> i1 {
      %c = emitc.cmp eq, %a, %a : (i32, i32) -> i1
      emitc.yield %c : i1
    }
    emitc.yield
  }
  func.return
}

// -----

// CHECK: body region must not contain terminator
func.func @f(%a: i32, %b: i1) {
  emitc.do {
    emitc.yield
  } while {
    %e = emitc.expression %a : (i32) -> i1 {
      %c = emitc.cmp eq, %a, %a : (i32, i32) -> i1
      emitc.yield %c : i1
    }
    emitc.yield %e : i1
  }
  func.return
}
