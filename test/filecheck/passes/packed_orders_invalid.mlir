// RUN: microaot-opt %s -p 'lower-packed-calls{abi=tvm},make-packed-api{abi=tvm functions=g}' --verify-diagnostics | filecheck %s --check-prefix LATE
// RUN: microaot-opt %s -p 'generate-packed-wrappers{abi=ffi functions=g},lower-packed-calls{abi=tvm}' --verify-diagnostics | filecheck %s --check-prefix LATE
// RUN: microaot-opt %s -p 'make-packed-api{abi=ffi functions=g},lower-packed-calls{abi=tvm}' --verify-diagnostics | filecheck %s --check-prefix OTHER
// RUN: microaot-opt %s -p 'make-packed-api{abi=tvm functions=g},lower-packed-calls{abi=tvm},make-packed-api{abi=tvm}' --verify-diagnostics | filecheck %s --check-prefix AGAIN
// RUN: microaot-opt %s -p 'make-packed-api{abi=tvm functions=g},lower-packed-calls{abi=tvm},generate-packed-wrappers{abi=ffi functions=f}' --verify-diagnostics | filecheck %s --check-prefix AGAIN
// RUN: microaot-opt %s -p 'make-packed-api{abi=tvm functions=f}' --verify-diagnostics | filecheck %s --check-prefix CALLED
// RUN: microaot-opt %s -p 'make-packed-api{abi=tvm functions=outer}' --verify-diagnostics | filecheck %s --check-prefix DEVICE
// RUN: microaot-opt %s -p 'lower-packed-checks' --verify-diagnostics | filecheck %s --check-prefix CHECKS
// RUN: microaot-opt %s -p 'unpack-buffers' --verify-diagnostics | filecheck %s --check-prefix UNPACK
// RUN: microaot-opt %s -p 'make-packed-api{abi=tvm functions=g}' | microaot-opt -p plain-to-emitc --verify-diagnostics | filecheck %s --check-prefix CHECKS

// Passes in the wrong order say so.

// LATE: error: 'packed.call' needs a packed entry of @g in the ABI tvm: make-packed-api or generate-packed-wrappers comes before lower-packed-calls
// OTHER: error: 'packed.call' needs a packed entry of @g in the ABI tvm, not ffi
// AGAIN: error: 'func.func' returns a status by now: packed entries are made before lower-packed-calls and lower-packed-checks
// CALLED: error: 'func.call' calls @f, which is to have another signature
// DEVICE: error: 'func.call' passes a buffer to @inner, which demands that it be on @npu: hoist-device-checks comes before packed entries
// CHECKS: error: 'packed.call' is still there: lower-packed-calls comes before lower-packed-checks
// UNPACK: error: {{.*}}packed.call

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}

func.func private @inner(%x: !packed.buffer<4xf32>) {
  packed.require_device %x, @npu : !packed.buffer<4xf32>
  return
}
func.func @outer(%x: !packed.buffer<4xf32>) {
  func.call @inner(%x) : (!packed.buffer<4xf32>) -> ()
  return
}
func.func @g(%x: !packed.buffer<4xf32, @cpu>) {
  return
}
func.func @f(%x: !packed.buffer<4xf32, @cpu>) {
  packed.call @g(%x) via cpacked : (!packed.buffer<4xf32, @cpu>) -> ()
  return
}
func.func private @h(%x: !packed.buffer<4xf32, @cpu>, %ok: i1) {
  packed.check %ok, value_error, "wrong"
  func.call @f(%x) : (!packed.buffer<4xf32, @cpu>) -> ()
  return
}
