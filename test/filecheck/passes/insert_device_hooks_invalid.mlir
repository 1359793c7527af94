// RUN: microaot-opt %s -p insert-device-hooks --split-input-file --verify-diagnostics | filecheck %s
// RUN: not microaot-opt %s -p 'insert-device-hooks{naming=mine}' --split-input-file 2>&1 | filecheck %s --check-prefix=NAMING

// NAMING: error: no naming "mine": expects microaot or tvm

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, hooks = ["sync"]}
func.func private @op() attributes {aot.device = @npu}
func.func @f(%c: i1) {
  scf.if %c {
    // CHECK: 'func.call' calls @op on @npu under a condition or in a loop
    func.call @op() : () -> ()
  }
  return
}

// -----

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, hooks = ["sync"]}
func.func private @op() attributes {aot.device = @npu}
func.func private @f() {
  // CHECK: 'func.call' calls @op on @npu, but is in no public function of one block
  func.call @op() : () -> ()
  return
}

// -----

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, hooks = ["sync"]}
func.func private @op() attributes {aot.device = @npu}
func.func @f() {
  // CHECK: 'func.constant' uses @op, which runs on @npu
  %f = func.constant @op : () -> ()
  return
}

// -----

// CHECK: 'func.func' runs on @npu, which is no packed.device
func.func private @op() attributes {aot.device = @npu}

// -----

// CHECK: 'func.func' asks for a device handle, but has no device
func.func private @op() attributes {aot.device_handle}

// -----

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32}
// CHECK: 'func.func' has a body, which has no use for a device handle
func.func private @op() attributes {aot.device = @npu, aot.device_handle} {
  return
}

// -----

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, hooks = ["sync"]}
func.func private @op() attributes {aot.device = @npu}
// CHECK: 'func.func' is called like a hook of @npu
func.func private @microaot_device_npu_sync()
func.func @f() {
  func.call @op() : () -> ()
  return
}

// -----

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, hooks = ["sync"]}
// CHECK: 'func.func' has 1 buffers, but 2 destinations
func.func private @op(memref<4xf32>) attributes {aot.device = @npu, aot.destinations = 2}
func.func @f(%m: memref<4xf32>) {
  func.call @op(%m) : (memref<4xf32>) -> ()
  return
}

// -----

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, memory = "private", hooks = ["copy_in"]}
func.func private @op(memref<4xf32>, memref<4xf32>) attributes {aot.device = @npu, aot.destinations = 1}
func.func @f(%x: memref<4xf32>, %y: memref<4xf32> {aot.output = "y"}) {
  func.call @op(%x, %y) : (memref<4xf32>, memref<4xf32>) -> ()
  // CHECK: 'func.return' needs %y out of the memory of @npu, which has no hook copy_out
  return
}

// -----

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, memory = "private"}
func.func private @op(memref<4xf32>, memref<4xf32>) attributes {aot.device = @npu, aot.destinations = 1}
func.func @f(%x: memref<4xf32>, %y: memref<4xf32>) {
  // CHECK: 'func.call' needs %x in the memory of @npu, which has no hook copy_in
  func.call @op(%x, %y) : (memref<4xf32>, memref<4xf32>) -> ()
  return
}
