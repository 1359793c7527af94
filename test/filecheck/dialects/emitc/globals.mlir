// RUN: microaot-opt %s | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --mlir-print-op-generic | microaot-opt | filecheck %s

// Globals with every kind of initial value and linkage, and their use.

// CHECK: emitc.global static const @x : !emitc.array<2xi32> = dense<[1, 2]> {alignment = 16 : i64}
emitc.global static const @x : !emitc.array<2xi32> = dense<[1, 2]> {alignment = 16 : i64}
// CHECK: emitc.global extern @y : i32
emitc.global extern @y : i32
// CHECK: emitc.global extern const @"odd name" : i32 = -7
emitc.global extern const @"odd name" : i32 = -7
// CHECK: emitc.global @c : !emitc.opaque<"char"> = #emitc.opaque<"CHAR_MIN">
emitc.global @c : !emitc.opaque<"char"> = #emitc.opaque<"CHAR_MIN">
// CHECK: emitc.global @f : f32 = 4.500000e+00
emitc.global @f : f32 = 4.5
// CHECK: emitc.global @nan : f32 = 0x7{{f|F}}{{c|C}}00000
emitc.global @nan : f32 = 0x7FC00000
// CHECK: emitc.global @negative_infinity : f64 = 0x{{f|F}}{{f|F}}{{f|F}}0000000000000
emitc.global @negative_infinity : f64 = 0xFFF0000000000000
// CHECK: emitc.global @t : i1 = true
emitc.global @t : i1 = true
// CHECK: emitc.global @i : index = 3
emitc.global @i : index = 3
// CHECK: emitc.global @u : ui8 = 200
emitc.global @u : ui8 = 200
// CHECK: emitc.global @splat : !emitc.array<2x3xf32> = dense<1.000000e+00>
emitc.global @splat : !emitc.array<2x3xf32> = dense<1.0>
// CHECK: emitc.global @nested : !emitc.array<2x1xi8> = dense<{{\[\[}}1], [-2]]>
emitc.global @nested : !emitc.array<2x1xi8> = dense<[[1], [-2]]>
// CHECK: emitc.global @bits : !emitc.array<2xi1> = dense<[true, false]>
emitc.global @bits : !emitc.array<2xi1> = dense<[true, false]>
// CHECK: emitc.global @empty : !emitc.array<0xi32> = dense<>
emitc.global @empty : !emitc.array<0xi32> = dense<>
// The tool turns resources into plain constants.
// CHECK: emitc.global @resource : !emitc.array<2xi32> = dense<[1, 2]>
emitc.global @resource : !emitc.array<2xi32> = dense_resource<key>
// CHECK: emitc.global @pointers : !emitc.array<2x!emitc.ptr<i32>> = #emitc.opaque<"{0}">
emitc.global @pointers : !emitc.array<2x!emitc.ptr<i32>> = #emitc.opaque<"{0}">

func.func @use() {
  // CHECK: emitc.get_global @x : !emitc.array<2xi32>
  %0 = emitc.get_global @x : !emitc.array<2xi32>
  // CHECK: emitc.get_global @y : !emitc.lvalue<i32> {z.z}
  %1 = emitc.get_global @y : !emitc.lvalue<i32> {z.z}
  func.return
}

{-#
  dialect_resources: {
    builtin: {
      key: "0x040000000100000002000000"
    }
  }
#-}
