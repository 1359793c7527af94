// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

// CHECK: cannot have lvalue type as argument
emitc.func private @f(!emitc.lvalue<i32>)

// -----

// CHECK: requires zero or exactly one result, but has 2
emitc.func private @f() -> (i32, i32)

// -----

// CHECK: cannot return array type
emitc.func private @f() -> !emitc.array<2xi32>

// -----

// CHECK: types of entry block arguments must match the function signature
"emitc.func"() <{function_type = (i32) -> (), sym_name = "f"}> ({
^bb0(%a: i64):
  emitc.return
}) : () -> ()

// -----

// CHECK: visibility expected to be one of public, private, nested
"emitc.func"() <{function_type = () -> (), sym_name = "f"}> ({
}) {sym_visibility = "secret"} : () -> ()

// -----

// CHECK: arguments may only have dialect attributes
emitc.func private @f(i32 {name})

// -----

// CHECK: expects 1 dictionaries of argument attributes, got 2
"emitc.func"() <{function_type = (i32) -> (), sym_name = "f", arg_attrs = [{}, {}]}> ({
}) : () -> ()

// -----

// CHECK: expected all arguments to be named or none
emitc.func @f(%a: i32, i32) {
  emitc.return
}

// -----

// CHECK: expected non-empty function body
emitc.func @f() {}

// -----

// CHECK: is not a terminator
emitc.func @f() {
  emitc.verbatim "x"
}

// -----

// CHECK: 1
emitc.func private @f() attributes {specifiers = [1]}

// -----

// CHECK: has 0 operands, but enclosing function (@f) returns 1
emitc.func @f() -> i32 {
  emitc.return
}

// -----

// CHECK: has 1 operands, but enclosing function (@f) returns 0
emitc.func @f(%a: i32) {
  emitc.return %a : i32
}

// -----

// CHECK: type of the return operand ('f32') doesn't match function result type ('i32') in function @f
emitc.func @f(%a: f32) -> i32 {
  emitc.return %a : f32
}

// -----

// CHECK: 'emitc.return' expects parent op 'emitc.func'
func.func @f() {
  emitc.return
}

// -----

// CHECK: 'g' does not reference a valid function
emitc.declare_func @g

// -----

// CHECK: 'g' does not reference a valid function
emitc.func @f() {
  emitc.call @g() : () -> ()
  emitc.return
}

// -----

// CHECK: 'g' does not reference a valid function
func.func private @g()
emitc.func @f() {
  emitc.call @g() : () -> ()
  emitc.return
}

// -----

// CHECK: incorrect number of operands for callee
emitc.func private @g()
emitc.func @f(%a: i32) {
  emitc.call @g(%a) : (i32) -> ()
  emitc.return
}

// -----

// CHECK: operand type mismatch: expected operand type 'f32', but provided 'i32' for operand number 0
emitc.func private @g(f32)
emitc.func @f(%a: i32) {
  emitc.call @g(%a) : (i32) -> ()
  emitc.return
}

// -----

// CHECK: incorrect number of results for callee
emitc.func private @g()
emitc.func @f() {
  %0 = emitc.call @g() : () -> i32
  emitc.return
}

// -----

// CHECK: result type mismatch: expected result type 'f32', but provided 'i32' for result number 0
emitc.func private @g() -> f32
emitc.func @f() {
  %0 = emitc.call @g() : () -> i32
  emitc.return
}

// -----

// CHECK: Redefinition of symbol "g"
emitc.func private @g()
emitc.global @g : i32

// -----

// CHECK: callee must not be empty
func.func @f() {
  emitc.call_opaque ""() : () -> ()
  func.return
}

// -----

// CHECK: index argument is out of range
func.func @f(%a: i32) {
  emitc.call_opaque "f"(%a) {args = [1 : index]} : (i32) -> ()
  func.return
}

// -----

// CHECK: index argument is out of range
func.func @f(%a: i32) {
  emitc.call_opaque "f"(%a) {args = [-1 : index]} : (i32) -> ()
  func.return
}

// -----

// CHECK: array argument has no type
func.func @f(%a: i32) {
  emitc.call_opaque "f"(%a) {args = [[1]]} : (i32) -> ()
  func.return
}

// -----

// CHECK: template argument has invalid type
func.func @f(%a: i32) {
  emitc.call_opaque "f"(%a) {template_args = ["x"]} : (i32) -> ()
  func.return
}

// -----

// CHECK: cannot return array type
func.func @f() {
  %0 = emitc.call_opaque "f"() : () -> !emitc.array<2xi32>
  func.return
}

// -----

// CHECK: expected a type supported by EmitC, but got !emitc.lvalue<i32>
func.func @f() {
  %0 = emitc.call_opaque "f"() : () -> !emitc.lvalue<i32>
  func.return
}
