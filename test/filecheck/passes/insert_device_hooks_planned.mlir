// RUN: microaot-opt %s -p 'insert-device-hooks,plan-memory{pools="workspace:*:app","npu:*:app"},propagate-status,plain-to-emitc{prefix=lib}' -t microaot-c | filecheck %s

packed.device @npu {device_type = 12 : i32, device_id = 0 : i32, memory = "private",
  hooks = ["open", "close", "launch", "sync", "copy_in", "copy_out"]}

func.func private @npu_op(memref<4xi8>, memref<4xi8>) attributes {aot.destinations = 1, aot.device = @npu}
func.func private @ours(%a: memref<4xi8>, %b: memref<4xi8>) attributes {aot.operator} {
  memref.copy %a, %b : memref<4xi8> to memref<4xi8>
  return
}

// The whole way to C: the memory of the device is a pool of its own, and a buffer is not used again
// before the device is done with it.
// CHECK:      int32_t lib_main(const int8_t x[4], int8_t y[4], int8_t z[4], void *npu, int8_t workspace[4], int8_t npu_1[8])
// CHECK:          int32_t status = microaot_device_npu_open(npu);
// CHECK-NEXT:     if (status != 0) {
// CHECK-NEXT:         return status;
// CHECK-NEXT:     }
// CHECK-NEXT:     status = microaot_device_npu_copy_in(npu, x_npu, x, 4);
// CHECK-NEXT:     if (status == 0) {
// CHECK-NEXT:         npu_op(x_npu, a_npu);
// CHECK-NEXT:         status = microaot_device_npu_launch(npu);
// CHECK-NEXT:     }
// CHECK-NEXT:     if (status == 0) {
// CHECK-NEXT:         ours(x, b);
// CHECK-NEXT:         ours(b, z);
// CHECK-NEXT:         status = microaot_device_npu_sync(npu);
// CHECK-NEXT:     }
// CHECK-NEXT:     if (status == 0) {
// CHECK-NEXT:         status = microaot_device_npu_copy_out(npu, a, a_npu, 4);
// CHECK-NEXT:     }
// CHECK-NEXT:     if (status != 0) {
// CHECK-NEXT:         microaot_device_npu_sync(npu);
// CHECK-NEXT:     }
// CHECK-NEXT:     int32_t release_status = microaot_device_npu_close(npu);
// CHECK-NEXT:     if (status == 0) {
// CHECK-NEXT:         status = release_status;
// CHECK-NEXT:     }
// CHECK-NEXT:     if (status != 0) {
// CHECK-NEXT:         return status;
// CHECK-NEXT:     }
// CHECK-NEXT:     ours(a, y);
// CHECK-NEXT:     return 0;
// CHECK-NEXT: }
func.func @main(%x: memref<4xi8> {aot.input = "x"}, %y: memref<4xi8> {aot.output = "y"}, %z: memref<4xi8> {aot.output = "z"}) {
  %a = memref.alloc() : memref<4xi8>
  %b = memref.alloc() : memref<4xi8>
  func.call @npu_op(%x, %a) : (memref<4xi8>, memref<4xi8>) -> ()
  func.call @ours(%a, %y) : (memref<4xi8>, memref<4xi8>) -> ()
  func.call @ours(%x, %b) : (memref<4xi8>, memref<4xi8>) -> ()
  func.call @ours(%b, %z) : (memref<4xi8>, memref<4xi8>) -> ()
  return
}
