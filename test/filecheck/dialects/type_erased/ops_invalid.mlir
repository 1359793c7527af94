// RUN: microaot-opt %s --split-input-file --verify-diagnostics | filecheck %s

// CHECK: expects a device type and a device id for each memref
func.func @f(%m: memref<f32>) {
  %t, %v = type_erased.frame : !emitc.array<1x!emitc.opaque<"DLTensor">>, !emitc.array<2x!emitc.opaque<"TVMFFIAny">>
  type_erased.call @g(%m : memref<f32>) ffi frame(%t, %v : !emitc.array<1x!emitc.opaque<"DLTensor">>, !emitc.array<2x!emitc.opaque<"TVMFFIAny">>)
  return
}

// -----

// CHECK: expects extents of the ranks [1], as i64
func.func @f(%m: memref<4xf32>, %n: i32) {
  %t, %v = type_erased.frame : !emitc.array<1x!emitc.opaque<"DLTensor">>, !emitc.array<2x!emitc.opaque<"TVMFFIAny">>
  type_erased.call @g(%m : memref<4xf32>) ffi devices(%n, %n) frame(%t, %v : !emitc.array<1x!emitc.opaque<"DLTensor">>, !emitc.array<2x!emitc.opaque<"TVMFFIAny">>)
  return
}

// -----

// CHECK: expects strides of the ranks [1], as i64
func.func @f(%m: memref<4xf32, strided<[2]>>, %n: i32, %s: memref<1xi64>) {
  %t, %v = type_erased.frame : !emitc.array<1x!emitc.opaque<"DLTensor">>, !emitc.array<2x!emitc.opaque<"TVMFFIAny">>
  type_erased.call @g(%m : memref<4xf32, strided<[2]>>) ffi devices(%n, %n) shapes(%s : memref<1xi64>) frame(%t, %v : !emitc.array<1x!emitc.opaque<"DLTensor">>, !emitc.array<2x!emitc.opaque<"TVMFFIAny">>)
  return
}

// -----

// CHECK: expects a frame of arrays of [2, 2] elements
func.func @f(%n: i64) {
  %v, %c = type_erased.frame : !emitc.array<2x!emitc.opaque<"TVMValue">>, !emitc.array<1x!emitc.opaque<"int">>
  type_erased.call @g(%n : i64) tvm frame(%v, %c : !emitc.array<2x!emitc.opaque<"TVMValue">>, !emitc.array<1x!emitc.opaque<"int">>)
  return
}
