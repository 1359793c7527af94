// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --mlir-print-op-generic | microaot-opt | filecheck %s

// Files, includes and verbatim lines.

// CHECK: emitc.include <"stdint.h">
emitc.include <"stdint.h">
// CHECK-NEXT: emitc.include "model.h"
emitc.include "model.h"
// CHECK-NEXT: emitc.verbatim "#pragma once {"
emitc.verbatim "#pragma once {"

// CHECK: emitc.file "main" attributes {a.b} {
emitc.file "main" attributes {a.b} {
  // CHECK-NEXT: emitc.include <"math.h">
  include <"math.h">
  // CHECK-NEXT: emitc.func @f([[X:%.*]]: i32, [[A:%.*]]: !emitc.array<2xi32>) {
  func @f(%x: i32, %a: !emitc.array<2xi32>) {
    // CHECK-NEXT: [[V:%.*]] = "emitc.variable"
    %v = "emitc.variable"() <{value = 0 : i32}> : () -> !emitc.lvalue<i32>
    // CHECK-NEXT: emitc.verbatim "{} = {}[{}]; {{[{][{]}}" args [[V]], [[A]], [[X]] : !emitc.lvalue<i32>, !emitc.array<2xi32>, i32
    verbatim "{} = {}[{}]; {{" args %v, %a, %x : !emitc.lvalue<i32>, !emitc.array<2xi32>, i32
    // CHECK-NEXT: emitc.verbatim "plain" {c.d}
    emitc.verbatim "plain" {c.d}
    return
  }
}

// CHECK: emitc.file "empty" {
// CHECK-NEXT: }
emitc.file "empty" {
}
