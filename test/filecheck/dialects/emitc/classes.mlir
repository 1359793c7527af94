// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --mlir-print-op-generic | microaot-opt | filecheck %s

// CHECK: emitc.class final @C attributes {a.b} {
emitc.class final @C attributes {a.b} {
  // CHECK-NEXT: emitc.field @f : i32 = 3 {attrs.x}
  emitc.field @f : i32 = 3 {attrs.x}
  // CHECK-NEXT: emitc.field @a : !emitc.array<2xf32> = dense<0.000000e+00>
  emitc.field @a : !emitc.array<2xf32> = dense<0.0>
  // CHECK-NEXT: emitc.field @g : !emitc.ptr<f32>
  emitc.field @g : !emitc.ptr<f32>
  // CHECK-NEXT: emitc.func @execute() {
  func @execute() {
    // CHECK-NEXT: emitc.get_field @f : i32
    %0 = get_field @f : i32
    // CHECK-NEXT: emitc.get_field @a : !emitc.array<2xf32> {c.d}
    %1 = emitc.get_field @a : !emitc.array<2xf32> {c.d}
    // CHECK-NEXT: emitc.return
    return
  }
}

// CHECK: emitc.class @D {
// CHECK-NEXT: }
emitc.class @D {
}
