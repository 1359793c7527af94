// RUN: microaot-opt %s -p 'pack-operators{abi=ffi}' --split-input-file --verify-diagnostics | filecheck %s
// RUN: not microaot-opt %s -p 'pack-operators{abi=none}' --split-input-file 2>&1 | filecheck %s --check-prefix=NONE
// RUN: not microaot-opt %s -p 'pack-operators{abi=com}' --split-input-file 2>&1 | filecheck %s --check-prefix=UNKNOWN

// NONE: pack_operators_invalid.mlir:{{.*}}: error: 'func.func' @vendor has a packed entry, which needs an ABI: --packed-api
// UNKNOWN: error: there is no packed ABI 'com': use one of tvm, ffi

// CHECK: 'func.call' calls @vendor with what is no tensor: a packed operator has only those
func.func private @vendor(memref<4xf32>, i32) attributes {aot.packed}
func.func @main(%x: memref<4xf32>) {
  %c = arith.constant 1 : i32
  func.call @vendor(%x, %c) : (memref<4xf32>, i32) -> ()
  return
}

// -----

// CHECK: 'func.call' uses a result of @f: a packed operator has none
func.func private @f(%x: memref<1xf32>) -> f32 attributes {aot.operator} {
  %zero = arith.constant 0 : index
  %r = memref.load %x[%zero] : memref<1xf32>
  return %r : f32
}
func.func @main(%x: memref<1xf32>, %y: memref<1xf32>) {
  %zero = arith.constant 0 : index
  %r = func.call @f(%x) : (memref<1xf32>) -> f32
  memref.store %r, %y[%zero] : memref<1xf32>
  return
}

// -----

// CHECK: 'func.func' makes calls that can fail: it cannot be a packed operator
func.func private @inner() -> i32
func.func private @f(%x: memref<1xf32>) attributes {aot.operator} {
  %0 = func.call @inner() : () -> i32
  return
}
func.func @main(%x: memref<1xf32>) {
  func.call @f(%x) : (memref<1xf32>) -> ()
  return
}
