// RUN: microaot-opt %s --split-input-file --verify-diagnostics | filecheck %s

// CHECK: expects extents if the rank is not 0
func.func @f() {
  %t = type_erased.constant_tensor "t" @m[0] : memref<4xf32> device 1, 0
  return
}

// -----

// CHECK: expects a dense memref of a shape that is known
func.func @f() {
  %t = type_erased.constant_tensor "t" @m[0] : memref<?xf32> device 1, 0 shape @s
  return
}

// -----

// CHECK: expects a place from 0 on
func.func @f() {
  %t = type_erased.constant_tensor "t" @m[-1] : memref<f32> device 1, 0
  return
}
