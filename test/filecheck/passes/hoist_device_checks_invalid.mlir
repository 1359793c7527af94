// RUN: microaot-opt %s -p hoist-device-checks --split-input-file --verify-diagnostics | filecheck %s

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
// CHECK: :7:3: error: 'packed.require_device' needs a buffer on @npu (device_type 12, device_id 0), and this one is on @cpu (device_type 1, device_id 0)
func.func @f(%b: !packed.buffer<4xf32, @cpu>) {
  packed.require_device %b, @npu : !packed.buffer<4xf32, @cpu>
  return
}

// -----

packed.device @npu0 {device_type = 12 : i32, device_id = 0 : i32}
packed.device @npu1 {device_type = 12 : i32, device_id = 1 : i32}
func.func private @f(%b: !packed.buffer<4xf32>) {
  packed.require_device %b, @npu1 : !packed.buffer<4xf32>
  return
}
func.func private @g(%b: !packed.buffer<4xf32>) {
  func.call @f(%b) : (!packed.buffer<4xf32>) -> ()
  return
}
// CHECK: error: 'packed.call' needs a buffer on @npu1 (device_type 12, device_id 1), and this one is on @npu0 (device_type 12, device_id 0)
func.func @h(%m: memref<4xf32>) {
  %b = packed.make_buffer %m : memref<4xf32> -> !packed.buffer<4xf32, @npu0>
  %c = packed.cast %b : !packed.buffer<4xf32, @npu0> to !packed.buffer<4xf32>
  packed.call @g(%c) : (!packed.buffer<4xf32>) -> ()
  return
}

// -----

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
func.func private @f(%b: !packed.buffer<4xf32>) {
  packed.require_device %b, @npu : !packed.buffer<4xf32>
  return
}
// CHECK: error: 'packed.require_device' leaves no device for argument 0 of @g: it needs to be on @cpu (device_type 1, device_id 0) and on @npu (device_type 12, device_id 0)
func.func @g(%b: !packed.buffer<4xf32>) {
  packed.require_device %b, @cpu : !packed.buffer<4xf32>
  func.call @f(%b) : (!packed.buffer<4xf32>) -> ()
  return
}

// -----

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
// CHECK: error: 'packed.require_device' names @nowhere, which is no packed.device of this module
func.func @f(%b: !packed.buffer<4xf32, @nowhere>) {
  packed.require_device %b, @npu : !packed.buffer<4xf32, @nowhere>
  return
}
