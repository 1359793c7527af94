// RUN: microaot-opt %s -p insert-device-hooks | filecheck %s

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, memory = "private", hooks = ["copy_in", "copy_out"]}

func.func private @npu_op(memref<4xf32>, memref<4xf32>, memref<4xf32>) -> i32 attributes {aot.destinations = 1, aot.device = @npu}
func.func private @ours(%a: memref<4xf32>, %b: memref<4xf32>) attributes {aot.operator} {
  memref.copy %a, %b : memref<4xf32> to memref<4xf32>
  return
}
memref.global "private" constant @w : memref<4xf32> = dense<[1.0, 2.0, 3.0, 4.0]>

// Inputs and constants are copied once, results when somebody else reads them; a buffer that nobody
// else uses is in the memory of the device only.
// CHECK:      func.func @model
// CHECK:        %x_npu = memref.alloc() {aot.pools = ["npu"]} : memref<4xf32>
// CHECK-NEXT:   %[[TO:.*]] = packed.address %x_npu : memref<4xf32>
// CHECK-NEXT:   %[[FROM:.*]] = packed.address %x : memref<4xf32>
// CHECK-NEXT:   %[[SIZE:.*]] = arith.constant 16 : index
// CHECK-NEXT:   func.call @microaot_device_npu_copy_in(%npu, %[[TO]], %[[FROM]], %[[SIZE]]) {aot.device = @npu}
// CHECK:        @microaot_device_npu_copy_in
// CHECK:        %a = memref.alloc() {aot.pools = ["npu"]} : memref<4xf32>
// CHECK-NEXT:   func.call @npu_op(%x_npu, %w_npu, %a)
// CHECK-NEXT:   %b_npu = memref.alloc() {aot.pools = ["npu"]} : memref<4xf32>
// CHECK-NEXT:   func.call @npu_op(%a, %w_npu, %b_npu)
// CHECK-NEXT:   %b = memref.alloc() : memref<4xf32>
// CHECK:        @microaot_device_npu_copy_out
// CHECK-NEXT:   func.call @ours(%b, %z)
// CHECK:        func.call @npu_op(%b_npu, %w_npu, %y_npu)
// CHECK-NOT:    @npu_op
// CHECK:        func.call @microaot_device_npu_copy_out
// CHECK-NEXT:   func.return
func.func @model(%x: memref<4xf32> {aot.input = "x"}, %y: memref<4xf32> {aot.output = "y"}, %z: memref<4xf32> {aot.output = "z"}) {
  %w = memref.get_global @w : memref<4xf32>
  %a = memref.alloc() : memref<4xf32>
  %b = memref.alloc() : memref<4xf32>
  %0 = func.call @npu_op(%x, %w, %a) : (memref<4xf32>, memref<4xf32>, memref<4xf32>) -> i32
  %1 = func.call @npu_op(%a, %w, %b) : (memref<4xf32>, memref<4xf32>, memref<4xf32>) -> i32
  func.call @ours(%b, %z) : (memref<4xf32>, memref<4xf32>) -> ()
  %2 = func.call @npu_op(%b, %w, %y) : (memref<4xf32>, memref<4xf32>, memref<4xf32>) -> i32
  return
}

// Data that others have written since is copied again; an argument may hold data in any case.
// CHECK:      func.func @again
// CHECK:        @microaot_device_npu_copy_in
// CHECK:        @microaot_device_npu_copy_in
// CHECK:        func.call @npu_op(%x_npu, %x_npu, %y_npu)
// CHECK-NOT:    copy
// CHECK:        func.call @ours(%z, %x)
// CHECK:        @microaot_device_npu_copy_in
// CHECK-NEXT:   func.call @npu_op(%x_npu, %x_npu, %y_npu)
// CHECK:        @microaot_device_npu_copy_out
// CHECK-NEXT:   func.return
func.func @again(%x: memref<4xf32>, %y: memref<4xf32>, %z: memref<4xf32>) {
  %0 = func.call @npu_op(%x, %x, %y) : (memref<4xf32>, memref<4xf32>, memref<4xf32>) -> i32
  func.call @ours(%z, %x) : (memref<4xf32>, memref<4xf32>) -> ()
  %1 = func.call @npu_op(%x, %x, %y) : (memref<4xf32>, memref<4xf32>, memref<4xf32>) -> i32
  return
}

// A view of a buffer becomes a view of the one in the memory of the device.
func.func private @flat_op(memref<4xf32>, memref<4xf32>) attributes {aot.destinations = 1, aot.device = @npu}
// CHECK:      func.func @view
// CHECK:        %[[V:.*]] = memref.collapse_shape %x_npu
// CHECK-NEXT:   func.call @flat_op(%[[V]], %y_npu)
func.func @view(%x: memref<2x2xf32>, %y: memref<4xf32>) {
  %v = memref.collapse_shape %x [[0, 1]] : memref<2x2xf32> into memref<4xf32>
  func.call @flat_op(%v, %y) : (memref<4xf32>, memref<4xf32>) -> ()
  return
}
