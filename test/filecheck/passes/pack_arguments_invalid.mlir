// RUN: microaot-opt %s -p pack-arguments --split-input-file --verify-diagnostics | filecheck %s
// RUN: microaot-opt %s -p 'pack-arguments{device=gpu}' --split-input-file --verify-diagnostics | filecheck %s --check-prefix DEVICE
// RUN: microaot-opt %s -p 'pack-arguments{functions=nobody}' --split-input-file --verify-diagnostics | filecheck %s --check-prefix NAME

// DEVICE: error: 'builtin.module' names @gpu, which is no packed.device of this module
// NAME: error: pack-arguments: no function @nobody in this module

// CHECK: error: 'func.func' takes memref<4xindex>, which cannot be a buffer: DLPack has no element type for index
func.func @f(%m: memref<4xindex>) {
  return
}

// -----

// CHECK: error: 'func.func' takes memref<4xf32, 1 : i32>, which cannot be a buffer: a descriptor has no memory space
func.func @f(%m: memref<4xf32, 1 : i32>) {
  return
}

// -----

// CHECK: error: 'func.func' takes memref<4x4xf32, affine_map<(d0, d1) -> (d1, d0)>>, which cannot be a buffer: no strides say where its elements are
func.func @f(%m: memref<4x4xf32, affine_map<(d0, d1) -> (d1, d0)>>) {
  return
}

// -----

// CHECK: error: 'func.call' has to make a descriptor for @f: say with `device` on which device it is
func.func @f(%m: memref<4xf32>) {
  return
}
func.func private @g(%m: memref<4xf32>) {
  func.call @f(%m) : (memref<4xf32>) -> ()
  return
}

// -----

// CHECK: error: 'func.constant' relies on the arguments of @f, which would change
func.func @f(%m: memref<4xf32>) {
  return
}
func.func @g() {
  %f = func.constant @f : (memref<4xf32>) -> ()
  return
}
