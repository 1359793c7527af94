// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

// CHECK: requires an #emitc.opaque attribute or one whose type ('i64') matches the op's result type ('i32')
func.func @f() {
  %0 = "emitc.constant"() <{value = 1 : i64}> : () -> i32
  func.return
}

// -----

// CHECK: requires an #emitc.opaque attribute or one whose type ('i32') matches the op's result type ('!emitc.size_t')
func.func @f() {
  %0 = "emitc.constant"() <{value = 1 : i32}> : () -> !emitc.size_t
  func.return
}

// -----

// CHECK: expected an #emitc.opaque or typed attribute, but got "x"
func.func @f() {
  %0 = "emitc.constant"() <{value = "x"}> : () -> i32
  func.return
}

// -----

// CHECK: expected an #emitc.opaque or typed attribute, but got unit
func.func @f() {
  %0 = "emitc.constant"() <{value = unit}> : () -> i32
  func.return
}

// -----

// CHECK: value must not be empty
func.func @f() {
  %0 = "emitc.constant"() <{value = #emitc.opaque<"">}> : () -> i32
  func.return
}

// -----

// CHECK: expected a type supported by EmitC, but got memref<2xi32>
func.func @f() {
  %0 = "emitc.constant"() <{value = #emitc.opaque<"x">}> : () -> memref<2xi32>
  func.return
}

// -----

// CHECK: value must not be empty
func.func @f() {
  %0 = emitc.literal "" : i32
  func.return
}

// -----

// CHECK: requires an #emitc.opaque attribute or one whose type ('i64') matches the op's result type ('i32')
func.func @f() {
  %0 = "emitc.variable"() <{value = 1 : i64}> : () -> !emitc.lvalue<i32>
  func.return
}

// -----

// CHECK: requires an #emitc.opaque attribute or one whose type ('tensor<2xi32>') matches the op's result type ('!emitc.array<2xi32>')
func.func @f() {
  %0 = "emitc.variable"() <{value = dense<1> : tensor<2xi32>}> : () -> !emitc.array<2xi32>
  func.return
}

// -----

// CHECK: expected an array or lvalue type, but got i32
func.func @f() {
  %0 = "emitc.variable"() <{value = 1 : i32}> : () -> i32
  func.return
}

// -----

// CHECK: i64
func.func @f(%v: !emitc.lvalue<i32>) {
  %0 = "emitc.load"(%v) : (!emitc.lvalue<i32>) -> i64
  func.return
}

// -----

// CHECK: cannot assign to block argument
func.func @f(%a: i32, %v: !emitc.lvalue<i32>) {
  emitc.assign %a : i32 to %v : <i32>
  func.return
}

// -----

// CHECK: requires value's type ('f32') to match variable's type ('i32')
func.func @f(%a: f32) {
  %v = "emitc.variable"() <{value = 1 : i32}> : () -> !emitc.lvalue<i32>
  emitc.assign %a : f32 to %v : <i32>
  func.return
}

// -----

// CHECK: !emitc.array<2xi32>
func.func @f(%a: !emitc.array<2xi32>) {
  %v = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.array<2xi32>
  "emitc.assign"(%v, %a) : (!emitc.array<2xi32>, !emitc.array<2xi32>) -> ()
  func.return
}
