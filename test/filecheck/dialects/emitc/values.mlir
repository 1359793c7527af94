// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --mlir-print-op-generic | microaot-opt | filecheck %s

// Constants, literals, variables, load and assign.

emitc.func @constants() {
  // CHECK: "emitc.constant"() <{value = 42 : i32}> {d.e} : () -> i32
  %0 = "emitc.constant"() <{value = 42 : i32}> {d.e} : () -> i32
  // CHECK: "emitc.constant"() <{value = 4 : index}> : () -> !emitc.size_t
  %1 = "emitc.constant"() <{value = 4 : index}> : () -> !emitc.size_t
  // CHECK: "emitc.constant"() <{value = -4 : index}> : () -> !emitc.ptrdiff_t
  %2 = "emitc.constant"() <{value = -4 : index}> : () -> !emitc.ptrdiff_t
  // CHECK: "emitc.constant"() <{value = true}> : () -> i1
  %3 = "emitc.constant"() <{value = true}> : () -> i1
  // CHECK: "emitc.constant"() <{value = #emitc.opaque<"NULL">}> : () -> !emitc.ptr<i8>
  %4 = "emitc.constant"() {value = #emitc.opaque<"NULL">} : () -> !emitc.ptr<i8>
  // CHECK: "emitc.constant"() <{value = dense<1> : tensor<2xi32>}> : () -> tensor<2xi32>
  %5 = "emitc.constant"() <{value = dense<1> : tensor<2xi32>}> : () -> tensor<2xi32>
  // CHECK: "emitc.constant"() <{value = 4 : index}> : () -> index
  %6 = "emitc.constant"() <{value = 4 : index}> : () -> index
  // CHECK: emitc.literal "M_PI" : f32
  %7 = emitc.literal "M_PI" : f32
  // CHECK: emitc.literal "\22{{(\\\\|\\5C)}}\22" {a.b} : !emitc.opaque<"const char *s">
  %8 = emitc.literal "\22\5C\22" {a.b} : !emitc.opaque<"const char *s">
  emitc.return
}

emitc.func @variables(%x: i32) {
  // CHECK: [[V:%.*]] = "emitc.variable"() <{value = 3 : i32}> : () -> !emitc.lvalue<i32>
  %v = "emitc.variable"() <{value = 3 : i32}> : () -> !emitc.lvalue<i32>
  // CHECK: "emitc.variable"() <{value = #emitc.opaque<"">}> {a.b} : () -> !emitc.array<4xf32>
  %a = "emitc.variable"() <{value = #emitc.opaque<"">}> {a.b} : () -> !emitc.array<4xf32>
  // CHECK: "emitc.variable"() <{value = 0 : index}> : () -> !emitc.lvalue<!emitc.size_t>
  %s = "emitc.variable"() <{value = 0 : index}> : () -> !emitc.lvalue<!emitc.size_t>
  // CHECK: [[X:%.*]] = emitc.load [[V]] : <i32>
  %0 = emitc.load %v : <i32>
  // CHECK: emitc.load [[V]] {a.b} : <i32>
  %1 = emitc.load %v {a.b} : !emitc.lvalue<i32>
  // CHECK: emitc.assign [[X]] : i32 to [[V]] : <i32>
  emitc.assign %0 : i32 to %v : <i32>
  // CHECK: emitc.assign [[X]] : i32 to [[V]] : <i32> {c.d}
  emitc.assign %0 : i32 to %v : !emitc.lvalue<i32> {c.d}
  emitc.return
}
