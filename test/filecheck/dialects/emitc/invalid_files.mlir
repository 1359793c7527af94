// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

// CHECK: block
"emitc.file"() <{id = "x"}> ({
}) : () -> ()

// -----

// CHECK: length
"emitc.file"() <{id = "x"}> ({
^bb0(%a: i32):
}) : () -> ()

// -----

// CHECK: string literal
func.func @f() {
  emitc.include stdio
  func.return
}

// -----

// CHECK: '>'
func.func @f() {
  emitc.include <"stdio.h"
  func.return
}

// -----

// CHECK: requires operands for each placeholder in the format string
func.func @f(%a: i32) {
  emitc.verbatim "{} {}" args %a : i32
  func.return
}

// -----

// CHECK: requires operands for each placeholder in the format string
func.func @f(%a: i32) {
  emitc.verbatim "{{}" args %a : i32
  func.return
}

// -----

// CHECK: expected '}' after unescaped '{' at end of string
func.func @f(%a: i32) {
  emitc.verbatim "{} {" args %a : i32
  func.return
}

// -----

// CHECK: expected '}' after unescaped '{'
func.func @f(%a: i32) {
  emitc.verbatim "{a}" args %a : i32
  func.return
}

// -----

// CHECK: expected a type supported by EmitC or an lvalue type, but got memref<2xi32>
func.func @f(%a: memref<2xi32>) {
  emitc.verbatim "{}" args %a : memref<2xi32>
  func.return
}
