// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --mlir-print-op-generic | microaot-opt | filecheck %s

// Functions with and without body, their specifiers, visibility and attributes, and calls.

// CHECK: emitc.declare_func @g
emitc.declare_func @g
// CHECK: emitc.func private @external(i32, !emitc.ptr<f32> {emitc.const, emitc.name = "B"}) -> i32 attributes {specifiers = ["extern"]}
emitc.func private @external(i32, !emitc.ptr<f32> {emitc.const, emitc.name = "B"}) -> i32 attributes {specifiers = ["extern"]}
// CHECK-NEXT: emitc.func @nothing(){{$}}
emitc.func @nothing()
// CHECK: emitc.func nested @"odd name"() -> (i32 {emitc.r})
emitc.func nested @"odd name"() -> (i32 {emitc.r})

// CHECK: emitc.func @g([[A:%.*]]: i32 {emitc.const, emitc.name = "A"}, [[B:%.*]]: i4) -> (i32 {emitc.q}) attributes {foo.bar, specifiers = ["static", "inline"]} {
emitc.func @g(%a: i32 {emitc.const, emitc.name = "A"}, %b: i4) -> (i32 {emitc.q}) attributes {foo.bar, specifiers = ["static", "inline"]} {
  // CHECK: emitc.return [[A]] : i32
  return %a : i32
}

// CHECK: emitc.func private @blocks([[C:%.*]]: i1) {
emitc.func private @blocks(%c: i1) {
  // CHECK: cf.cond_br [[C]]
  cf.cond_br %c, ^bb1, ^bb2
^bb1:
  emitc.return
^bb2:
  // CHECK: emitc.return {a.b}
  emitc.return {a.b}
}

// CHECK: emitc.func @calls([[A:%.*]]: i32, [[P:%.*]]: !emitc.ptr<f32>)
emitc.func @calls(%a: i32, %p: !emitc.ptr<f32>) {
  // CHECK: [[R:%.*]] = emitc.call @external([[A]], [[P]]) : (i32, !emitc.ptr<f32>) -> i32
  %0 = call @external(%a, %p) : (i32, !emitc.ptr<f32>) -> i32
  // CHECK: emitc.call @nothing() {a.b} : () -> ()
  emitc.call @nothing() {a.b} : () -> ()
  // CHECK: emitc.call_opaque "f"([[A]], [[R]]) : (i32, i32) -> (i32, f32)
  %1:2 = emitc.call_opaque "f"(%a, %0) : (i32, i32) -> (i32, f32)
  // CHECK: emitc.call_opaque "g"() : () -> ()
  call_opaque "g"() : () -> ()
  // CHECK: emitc.call_opaque "h"([[A]]) {{{.*}}args = [0 : index, 7 : i32, #emitc.opaque<"NULL">, "s", i32]{{.*}}} : (i32) -> i32
  %2 = emitc.call_opaque "h"(%a) {args = [0 : index, 7 : i32, #emitc.opaque<"NULL">, "s", i32]} : (i32) -> i32
  // CHECK: emitc.call_opaque "t"([[A]]) {pure, template_args = [i32, 3 : i32, 1.000000e+00 : f32]} : (i32) -> i32
  %3 = emitc.call_opaque "t"(%a) {template_args = [i32, 3 : i32, 1.0 : f32], pure} : (i32) -> i32
  emitc.return
}
