// RUN: microaot-opt %s -p insert-device-hooks | filecheck %s

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, hooks = ["open", "close", "launch", "sync"]}
packed.device @queue {device_type = 12 : i32, device_id = 1 : i32, hooks = ["sync"], queue = 2 : i32}

func.func private @npu_op(memref<4xf32>, memref<4xf32>) -> i32 attributes {aot.destinations = 1, aot.device = @npu}
func.func private @queue_op(memref<4xf32>, memref<4xf32>) -> i32 attributes {aot.destinations = 1, aot.device = @queue}
func.func private @foreign(memref<4xf32>, memref<4xf32>) attributes {aot.destinations = 1}
func.func private @ours(%a: memref<4xf32>, %b: memref<4xf32>) attributes {aot.operator} {
  memref.copy %a, %b : memref<4xf32> to memref<4xf32>
  return
}

// What does not need the result moves before the sync; the buffers are in use until then.
// CHECK:      func.func @overlap
// CHECK-NEXT:   @microaot_device_npu_open(%npu) {aot.acquires = "npu.0"}
// CHECK-NEXT:   memref.alloc
// CHECK-NEXT:   func.call @npu_op(%x, %a) {aot.launch = "npu.0"}
// CHECK-NEXT:   func.call @microaot_device_npu_launch(%npu) :
// CHECK-NEXT:   func.call @ours(%x, %z)
// CHECK-NEXT:   func.call @microaot_device_npu_sync(%npu) {aot.sync = "npu.0"}
// CHECK-NEXT:   func.call @microaot_device_npu_sync(%npu) {aot.on_failure}
// CHECK-NEXT:   func.call @microaot_device_npu_close(%npu) {aot.releases = "npu.0"}
// CHECK-NEXT:   func.call @ours(%a, %y)
// CHECK-NEXT:   func.return
func.func @overlap(%x: memref<4xf32>, %y: memref<4xf32>, %z: memref<4xf32>) {
  %a = memref.alloc() : memref<4xf32>
  %0 = func.call @npu_op(%x, %a) : (memref<4xf32>, memref<4xf32>) -> i32
  func.call @ours(%a, %y) : (memref<4xf32>, memref<4xf32>) -> ()
  func.call @ours(%x, %z) : (memref<4xf32>, memref<4xf32>) -> ()
  return
}

// What overwrites an operand waits; functions that nobody can look into keep their order.
// CHECK:      func.func @operand
// CHECK:        func.call @npu_op(%x, %y) {aot.launch = "npu.0"}
// CHECK-NEXT:   func.call @microaot_device_npu_launch
// CHECK-NEXT:   func.call @microaot_device_npu_sync
// CHECK:        func.call @foreign(%z, %x)
// CHECK-NEXT:   func.call @foreign(%z, %w)
func.func @operand(%x: memref<4xf32>, %y: memref<4xf32>, %z: memref<4xf32>, %w: memref<4xf32>) {
  %0 = func.call @npu_op(%x, %y) : (memref<4xf32>, memref<4xf32>) -> i32
  func.call @foreign(%z, %x) : (memref<4xf32>, memref<4xf32>) -> ()
  func.call @foreign(%z, %w) : (memref<4xf32>, memref<4xf32>) -> ()
  return
}

// A queue takes two of three operators; its device is waited for after a failure, too.
// CHECK:      func.func @queued
// CHECK-NEXT:   func.call @queue_op(%x, %y) {aot.launch = "queue.0"}
// CHECK-NEXT:   func.call @queue_op(%y, %z) {aot.launch = "queue.0"}
// CHECK-NEXT:   func.call @microaot_device_queue_sync(%queue) {aot.sync = "queue.0"}
// CHECK-NEXT:   func.call @queue_op(%z, %x) {aot.launch = "queue.1"}
// CHECK-NEXT:   func.call @microaot_device_queue_sync(%queue) {aot.sync = "queue.1"}
// CHECK-NEXT:   func.call @microaot_device_queue_sync(%queue) {aot.on_failure}
// CHECK-NEXT:   func.return
func.func @queued(%x: memref<4xf32>, %y: memref<4xf32>, %z: memref<4xf32>) {
  %0 = func.call @queue_op(%x, %y) : (memref<4xf32>, memref<4xf32>) -> i32
  %1 = func.call @queue_op(%y, %z) : (memref<4xf32>, memref<4xf32>) -> i32
  %2 = func.call @queue_op(%z, %x) : (memref<4xf32>, memref<4xf32>) -> i32
  return
}
