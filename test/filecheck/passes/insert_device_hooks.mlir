// RUN: microaot-opt %s -p insert-device-hooks | filecheck %s
// RUN: microaot-opt %s -p 'insert-device-hooks{naming=tvm}' | filecheck %s --check-prefix=TVM
// RUN: microaot-opt %s -p insert-device-hooks,propagate-status,plain-to-emitc -t microaot-c | filecheck %s --check-prefix=C

packed.device @ethos_u {device_type = 12 : i32, device_id = 0 : i32, hooks = ["activate", "deactivate", "open", "close"]}
packed.device @plain {device_type = 12 : i32, device_id = 1 : i32}
packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}

// CHECK: func.func private @microaot_device_ethos_u_activate(!emitc.ptr<!emitc.opaque<"void">>) -> i32
// TVM:      func.func private @TVMDeviceEthosUActivate(
// TVM-NEXT: func.func private @TVMDeviceEthosUOpen(
// TVM-NEXT: func.func private @TVMDeviceEthosUClose(
// TVM-NEXT: func.func private @TVMDeviceEthosUDeactivate(
// C:      extern int32_t microaot_device_ethos_u_activate(void *device);

// The handle is the last argument of an operator that asks for it; what it only reads is const in C.
// CHECK: func.func private @vendor_conv(memref<4xf32>, memref<4xf32>, !emitc.ptr<!emitc.opaque<"void">>) -> i32 attributes {aot.destinations = 1 : i64, aot.device = @ethos_u}
// C:      extern int32_t vendor_conv(const float arg0[4], float arg1[4], void *device);
func.func private @vendor_conv(memref<4xf32>, memref<4xf32>) -> i32 attributes {aot.destinations = 1, aot.device = @ethos_u, aot.device_handle}
func.func private @vendor_relu(memref<4xf32>, memref<4xf32>) attributes {aot.destinations = 1, aot.device = @ethos_u}
func.func private @vendor_other(memref<4xf32>, memref<4xf32>) attributes {aot.device = @plain}
func.func private @vendor_handle(memref<4xf32>, memref<4xf32>) attributes {aot.device = @plain, aot.device_handle}
func.func private @ours(%a: memref<4xf32>, %b: memref<4xf32>) attributes {aot.operator, aot.device = @cpu} {
  memref.copy %a, %b : memref<4xf32> to memref<4xf32>
  return
}

// One group for operators that follow each other, whatever values are made between them.
// CHECK:      func.func @model(%x: memref<4xf32>, %y: memref<4xf32>, %ethos_u: !emitc.ptr<!emitc.opaque<"void">> {aot.device = @ethos_u}) {
// CHECK-NEXT:   func.call @microaot_device_ethos_u_activate(%ethos_u) {aot.acquires = "ethos_u.0"}
// CHECK-NEXT:   func.call @microaot_device_ethos_u_open(%ethos_u) {aot.acquires = "ethos_u.1"}
// CHECK-NEXT:   %[[A:.*]] = memref.alloc() : memref<4xf32>
// CHECK-NEXT:   func.call @vendor_conv(%x, %[[A]], %ethos_u)
// CHECK-NEXT:   %[[B:.*]] = memref.alloc() : memref<4xf32>
// CHECK-NEXT:   func.call @vendor_relu(%[[A]], %[[B]])
// CHECK-NEXT:   func.call @microaot_device_ethos_u_close(%ethos_u) {aot.releases = "ethos_u.1"}
// CHECK-NEXT:   func.call @ours(%[[B]], %[[A]])
// CHECK-NEXT:   func.call @vendor_other(%[[B]], %[[A]])
// CHECK-NEXT:   func.call @microaot_device_ethos_u_open(%ethos_u) {aot.acquires = "ethos_u.2"}
// CHECK-NEXT:   func.call @vendor_conv(%[[A]], %y, %ethos_u)
// CHECK-NEXT:   func.call @microaot_device_ethos_u_close(%ethos_u) {aot.releases = "ethos_u.2"}
// CHECK-NEXT:   func.call @microaot_device_ethos_u_deactivate(%ethos_u) {aot.releases = "ethos_u.0"}
// CHECK-NEXT:   func.return

// C:      int32_t model(const float x[4], float y[4], void *ethos_u)
func.func @model(%x: memref<4xf32>, %y: memref<4xf32>) {
  %a = memref.alloc() : memref<4xf32>
  %b = memref.alloc() : memref<4xf32>
  %0 = func.call @vendor_conv(%x, %a) : (memref<4xf32>, memref<4xf32>) -> i32
  func.call @vendor_relu(%a, %b) : (memref<4xf32>, memref<4xf32>) -> ()
  func.call @ours(%b, %a) : (memref<4xf32>, memref<4xf32>) -> ()
  func.call @vendor_other(%b, %a) : (memref<4xf32>, memref<4xf32>) -> ()
  %1 = func.call @vendor_conv(%a, %y) : (memref<4xf32>, memref<4xf32>) -> i32
  return
}

// A handle without hooks.
// CHECK:      func.func @handle(%x: memref<4xf32>, %plain: !emitc.ptr<!emitc.opaque<"void">> {aot.device = @plain}) {
// CHECK-NEXT:   func.call @vendor_handle(%x, %x, %plain)
// CHECK-NEXT:   func.return
// C:      void handle(float x[4], void *plain)
func.func @handle(%x: memref<4xf32>) {
  func.call @vendor_handle(%x, %x) : (memref<4xf32>, memref<4xf32>) -> ()
  return
}

// A device that needs nothing gets nothing.
// CHECK:      func.func @nothing(%x: memref<4xf32>) {
// CHECK-NEXT:   func.call @vendor_other(%x, %x)
// CHECK-NEXT:   func.call @ours(%x, %x)
// CHECK-NEXT:   func.return
func.func @nothing(%x: memref<4xf32>) {
  func.call @vendor_other(%x, %x) : (memref<4xf32>, memref<4xf32>) -> ()
  func.call @ours(%x, %x) : (memref<4xf32>, memref<4xf32>) -> ()
  return
}
