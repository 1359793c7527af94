// RUN: microaot-opt %s -p make-packed-api --split-input-file --verify-diagnostics | filecheck %s
// RUN: microaot-opt %s -p 'make-packed-api{abi=c}' --split-input-file --verify-diagnostics | filecheck %s --check-prefix ABI

// ABI: error: there is no packed ABI 'c': use one of tvm, ffi

// CHECK: error: 'func.func' has an argument m of the type memref<4xf32>, which no packed ABI carries: make a buffer of it
func.func @f(%m: memref<4xf32>) {
  return
}

// -----

// CHECK: error: 'func.func' has an argument x of the type i128, which no packed ABI carries
func.func @f(%x: i128) {
  return
}

// -----

// CHECK: error: 'func.func' returns more than one scalar, which no packed ABI carries
func.func @f(%x: i32) -> (i32, i32) {
  return %x, %x : i32, i32
}

// -----

// CHECK: error: 'func.call' calls @f, which is to have another signature
func.func @f(%x: i32) {
  return
}
func.func private @g(%x: i32) {
  func.call @f(%x) : (i32) -> ()
  return
}

// -----

// CHECK: error: 'packed.call' calls @f, which is to have another signature
func.func @f(%x: i32) {
  return
}
func.func private @g(%x: i32) {
  packed.call @f(%x) : (i32) -> ()
  return
}

// -----

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}

// CHECK: error: 'func.func' demands that one buffer be on cpu and npu
func.func @f(%x: !packed.buffer<4xf32, @cpu>) {
  packed.require_device %x, @npu : !packed.buffer<4xf32, @cpu>
  return
}

// -----

// CHECK: error: 'func.func' has the extent 'n + 1', but no extent that is just n
func.func @f(%x: !packed.buffer<?xf32> {packed.extents = ["n + 1"]}) {
  return
}

// -----

// CHECK: error: 'func.func' has the extent 'n / 2', which is no sum or product of names and numbers
func.func @f(%x: !packed.buffer<?x?xf32> {packed.extents = ["n", "n / 2"]}) {
  return
}

// -----

// CHECK: error: 'func.func' has 2 packed.extents for 1 dimensions
func.func @f(%x: !packed.buffer<?xf32> {packed.extents = ["n", "m"]}) {
  return
}
