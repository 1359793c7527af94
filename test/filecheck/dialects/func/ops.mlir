// Every op of func, and types, attributes and casts of builtin.

// RUN: microaot-opt %s | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-op-generic | microaot-opt | mlir-opt-22 --allow-unregistered-dialect | filecheck %s
// RUN: mlir-opt-22 %s --allow-unregistered-dialect --mlir-print-debuginfo | microaot-opt --print-op-generic | mlir-opt-22 --allow-unregistered-dialect | filecheck %s

func.func private @external(i32, memref<?x4xf32, strided<[?, 1], offset: ?>>) -> (f32, index)
func.func @two(%a: i32, %b: f32) -> (f32, i32) {
  return %b, %a : f32, i32
}
func.func @calls(%a: i32, %m: memref<?x4xf32, strided<[?, 1], offset: ?>>) -> i32 {
  %0:2 = call @external(%a, %m) : (i32, memref<?x4xf32, strided<[?, 1], offset: ?>>) -> (f32, index)
  %1, %2 = func.call @two(%a, %0#0) : (i32, f32) -> (f32, i32)
  return %2 : i32
}
func.func @pointers(%a: i32, %b: f32) -> f32 {
  %f = constant @two : (i32, f32) -> (f32, i32)
  %0:2 = call_indirect %f(%a, %b) : (i32, f32) -> (f32, i32)
  %g = func.constant @two : (i32, f32) -> (f32, i32)
  %1:2 = func.call_indirect %g(%a, %b) : (i32, f32) -> (f32, i32)
  return %1#0 : f32
}
func.func @nothing() attributes {llvm.emit_c_interface} {
  return
}
func.func nested @attrs(%a: i32 {my.x = 1 : i32}, %b: memref<4xf32>) -> (i32 {my.y}, f32) attributes {my.z = "s", my.list = [1, "a", 2.0, @nothing, unit, i32]} {
  %c = arith.constant 0.0 : f32
  return %a, %c : i32, f32
}
func.func public @visible() {
  return
}

func.func @noinline() attributes {no_inline} {
  return
}
func.func @caller() {
  call @noinline() {no_inline} : () -> ()
  return
}

module @named attributes {my.a = 1 : i64} {
  func.func @f() { return }
  module @inner {
    func.func @f() { return }
  }
}

func.func private @types(f16, bf16, f64, tf32, f80, f128, f8E5M2, f8E4M3FN, f8E4M3, f8E5M2FNUZ, f8E4M3FNUZ, f8E4M3B11FNUZ, f8E3M4, f8E8M0FNU, f6E2M3FN, f6E3M2FN, f4E2M1FN, i1, i4, i7, si8, ui16, i128, i1000, index, none)
func.func private @compound(vector<4xf32>, vector<2x[4]xi8>, tuple<i32, f32>, complex<f32>, (i32) -> (), () -> (i32, i32), tensor<?x4xf32>, tensor<*xi8>, memref<*xf32>, memref<*xf32, 3>)
func.func private @memrefs(memref<f32>, memref<4x?xf32>, memref<4x4xf32, affine_map<(d0, d1) -> (d1, d0)>>, memref<4x4xf32, strided<[4, 1]>>, memref<4x4xf32, strided<[4, 1], offset: 3>>, memref<4x4xf32, strided<[?, ?], offset: ?>, 1>, memref<4xf32, 1>, memref<4xf32, "sram">, memref<4xf32, 1 : i32>, memref<0xi8>, memref<4xf32, affine_map<(d0)[s0] -> (d0 * s0 + 3)>, 5>, memref<2xmemref<3xf32>>, memref<2xindex>, memref<2xvector<4xf32>>)

func.func @cast(%a: i32) -> i64 {
  %0 = builtin.unrealized_conversion_cast %a : i32 to i64
  %1:2 = builtin.unrealized_conversion_cast %a, %0 : i32, i64 to i8, i16
  return %0 : i64
}

// CHECK: func.func private @external(i32, memref<?x4xf32, strided<[?, 1], offset: ?>>) -> (f32, index)
// CHECK: func.func @two([[V1:%[^ ,:)=]+]]: i32, [[V2:%[^ ,:)=]+]]: f32) -> (f32, i32) {
// CHECK: return [[V2]], [[V1]] : f32, i32
// CHECK: func.func @calls([[V3:%[^ ,:)=]+]]: i32, [[V4:%[^ ,:)=]+]]: memref<?x4xf32, strided<[?, 1], offset: ?>>) -> i32 {
// CHECK: [[V5:%[^ ,:)=]+]]:2 = call @external([[V3]], [[V4]]) : (i32, memref<?x4xf32, strided<[?, 1], offset: ?>>) -> (f32, index)
// CHECK: [[V6:%[^ ,:)=]+]]:2 = call @two([[V3]], [[V5]]#0) : (i32, f32) -> (f32, i32)
// CHECK: return [[V6]]#1 : i32
// CHECK: func.func @pointers([[V7:%[^ ,:)=]+]]: i32, [[V8:%[^ ,:)=]+]]: f32) -> f32 {
// CHECK: [[V9:%[^ ,:)=]+]] = constant @two : (i32, f32) -> (f32, i32)
// CHECK: [[V10:%[^ ,:)=]+]]:2 = call_indirect [[V9]]([[V7]], [[V8]]) : (i32, f32) -> (f32, i32)
// CHECK: [[V11:%[^ ,:)=]+]] = constant @two : (i32, f32) -> (f32, i32)
// CHECK: [[V12:%[^ ,:)=]+]]:2 = call_indirect [[V11]]([[V7]], [[V8]]) : (i32, f32) -> (f32, i32)
// CHECK: return [[V12]]#0 : f32
// CHECK: func.func @nothing() attributes {llvm.emit_c_interface} {
// CHECK: return
// CHECK: func.func nested @attrs([[V13:%[^ ,:)=]+]]: i32 {my.x = 1 : i32}, [[V14:%[^ ,:)=]+]]: memref<4xf32>) -> (i32 {my.y}, f32) attributes {my.list = [1, "a", 2.000000e+00, @nothing, unit, i32], my.z = "s"} {
// CHECK: [[V15:%[^ ,:)=]+]] = arith.constant 0.000000e+00 : f32
// CHECK: return [[V13]], [[V15]] : i32, f32
// CHECK: func.func public @visible() {
// CHECK: return
// CHECK: func.func @noinline() attributes {no_inline} {
// CHECK: return
// CHECK: func.func @caller() {
// CHECK: call @noinline() {no_inline} : () -> ()
// CHECK: return
// CHECK: module @named attributes {my.a = 1 : i64} {
// CHECK: func.func @f() {
// CHECK: return
// CHECK: module @inner {
// CHECK: func.func @f() {
// CHECK: return
// CHECK: func.func private @types(f16, bf16, f64, tf32, f80, f128, f8E5M2, f8E4M3FN, f8E4M3, f8E5M2FNUZ, f8E4M3FNUZ, f8E4M3B11FNUZ, f8E3M4, f8E8M0FNU, f6E2M3FN, f6E3M2FN, f4E2M1FN, i1, i4, i7, si8, ui16, i128, i1000, index, none)
// CHECK: func.func private @compound(vector<4xf32>, vector<2x[4]xi8>, tuple<i32, f32>, complex<f32>, (i32) -> (), () -> (i32, i32), tensor<?x4xf32>, tensor<*xi8>, memref<*xf32>, memref<*xf32, 3>)
// CHECK: func.func private @memrefs(memref<f32>, memref<4x?xf32>, memref<4x4xf32, #map>, memref<4x4xf32, strided<[4, 1]>>, memref<4x4xf32, strided<[4, 1], offset: 3>>, memref<4x4xf32, strided<[?, ?], offset: ?>, 1>, memref<4xf32, 1>, memref<4xf32, "sram">, memref<4xf32, 1 : i32>, memref<0xi8>, memref<4xf32, #map1, 5>, memref<2xmemref<3xf32>>, memref<2xindex>, memref<2xvector<4xf32>>)
// CHECK: func.func @cast([[V16:%[^ ,:)=]+]]: i32) -> i64 {
// CHECK: [[V17:%[^ ,:)=]+]] = builtin.unrealized_conversion_cast [[V16]] : i32 to i64
// CHECK: [[V18:%[^ ,:)=]+]]:2 = builtin.unrealized_conversion_cast [[V16]], [[V17]] : i32, i64 to i8, i16
// CHECK: return [[V17]] : i64
