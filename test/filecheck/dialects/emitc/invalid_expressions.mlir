// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

// CHECK: yielded value has no defining op
func.func @f(%a: i32) {
  %r = emitc.expression %a : (i32) -> i32 {
    emitc.yield %a : i32
  }
  func.return
}

// -----

// CHECK: expected a single block, but got 0 blocks
func.func @f(%a: i32) {
  %r = emitc.expression %a : (i32) -> i32 {
  }
  func.return
}

// -----

// CHECK: does not yield a value to be returned by parent
func.func @f(%a: i32) {
  %r = emitc.expression %a : (i32) -> i32 {
    %0 = emitc.add %a, %a : (i32, i32) -> i32
    emitc.yield
  }
  func.return
}

// -----

// CHECK: requires yielded type to match return type
func.func @f(%a: i32) {
  %r = emitc.expression %a : (i32) -> i32 {
    %0 = emitc.add %a, %a : (i32, i32) -> i64
    emitc.yield %0 : i64
  }
  func.return
}

// -----

// CHECK: contains an unsupported operation, emitc.literal
func.func @f(%a: i32) {
  %r = emitc.expression %a : (i32) -> i32 {
    %0 = emitc.literal "x" : i32
    emitc.yield %0 : i32
  }
  func.return
}

// -----

// CHECK: contains an unsupported operation, arith.addi
func.func @f(%a: i32) {
  %r = emitc.expression %a : (i32) -> i32 {
    %0 = arith.addi %a, %a : i32
    emitc.yield %0 : i32
  }
  func.return
}

// -----

// CHECK: requires exactly one result for each operation
func.func @f(%a: i32) {
  %r = emitc.expression %a : (i32) -> i32 {
    %0:2 = emitc.call_opaque "f"(%a) : (i32) -> (i32, i32)
    emitc.yield %0#0 : i32
  }
  func.return
}

// -----

// CHECK: contains an unused operation
func.func @f(%a: i32) {
  %r = emitc.expression %a : (i32) -> i32 {
    %0 = emitc.add %a, %a : (i32, i32) -> i32
    %1 = emitc.add %a, %a : (i32, i32) -> i32
    emitc.yield %1 : i32
  }
  func.return
}

// -----

// CHECK: requires exactly one use for operations with side effects
func.func @f(%a: i32) {
  %r = emitc.expression %a : (i32) -> i32 {
    %0 = emitc.call_opaque "f"(%a) : (i32) -> i32
    %1 = emitc.add %0, %0 : (i32, i32) -> i32
    emitc.yield %1 : i32
  }
  func.return
}

// -----

// CHECK: requires exactly one use for operations with side effects
func.func @f(%v: !emitc.lvalue<i32>) {
  %r = emitc.expression %v : (!emitc.lvalue<i32>) -> i32 {
    %0 = emitc.load %v : <i32>
    %1 = emitc.unary_minus %0 : (i32) -> i32
    %2 = emitc.add %1, %1 : (i32, i32) -> i32
    emitc.yield %2 : i32
  }
  func.return
}

// -----

// CHECK: requires exactly one use for operations with side effects
func.func @f(%s: !emitc.opaque<"S">) {
  %r = emitc.expression %s : (!emitc.opaque<"S">) -> i32 {
    %0 = emitc.unary_minus %s : (!emitc.opaque<"S">) -> i32
    %1 = emitc.add %0, %0 : (i32, i32) -> i32
    emitc.yield %1 : i32
  }
  func.return
}

// -----

// MLIR 22 accepts this and emits two calls.
// CHECK: requires exactly one use for operations with side effects
emitc.func private @g() -> i32
func.func @f() {
  %r = emitc.expression : () -> i32 {
    %0 = emitc.call @g() : () -> i32
    %1 = emitc.add %0, %0 : (i32, i32) -> i32
    emitc.yield %1 : i32
  }
  func.return
}

// -----

// CHECK: uses a value before it is defined
func.func @f(%a: i32) {
  %r = emitc.expression %a : (i32) -> i32 {
    %1 = emitc.unary_minus %0 : (i32) -> i32
    %0 = emitc.unary_minus %a : (i32) -> i32
    emitc.yield %1 : i32
  }
  func.return
}

// -----

// CHECK: values used but not operands of the expression: %b
func.func @f(%a: i32, %b: i32) {
  %r = emitc.expression %a : (i32) -> i32 {
    %0 = emitc.add %a, %b : (i32, i32) -> i32
    emitc.yield %0 : i32
  }
  func.return
}

// -----

// CHECK: expected single return type
func.func @f(%a: i32) {
  %r = emitc.expression %a : (i32) -> () {
    emitc.yield
  }
  func.return
}

// -----

// MLIR 22 accepts this.
// CHECK: expected one block argument for each operand, of its type
func.func @f(%a: i32) {
  %r = "emitc.expression"(%a) ({
  ^bb0(%x: i64):
    %0 = emitc.unary_minus %x : (i64) -> i32
    emitc.yield %0 : i32
  }) : (i32) -> i32
  func.return
}

// -----

// CHECK: Operation using value defined out of its IsolatedFromAbove parent
func.func @f(%a: i32) {
  %r = "emitc.expression"() ({
    %0 = emitc.unary_minus %a : (i32) -> i32
    emitc.yield %0 : i32
  }) : () -> i32
  func.return
}

// -----

// CHECK: expected a type supported by EmitC
func.func @f(%v: !emitc.lvalue<i32>) {
  %r = emitc.expression %v : (!emitc.lvalue<i32>) -> !emitc.lvalue<i32> {
    %0 = emitc.load %v : <i32>
    emitc.yield %v : !emitc.lvalue<i32>
  }
  func.return
}
