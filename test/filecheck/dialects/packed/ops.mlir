// RUN: microaot-opt %s | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s

// CHECK: packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
// CHECK: packed.device @npu {device_type = 12 : i32, device_id = 3 : i32, compiler = "vela", hooks = ["open", "close", "activate", "deactivate", "launch", "sync"]}
packed.device @npu {device_type = 12 : i32, device_id = 3 : i32, compiler = "vela",
  hooks = ["open", "close", "activate", "deactivate", "launch", "sync"]}

// CHECK: func.func private @types(!packed.buffer<f32>, !packed.buffer<4x?xi8>, !packed.buffer<0x2xi1, @cpu>, !packed.buffer<4x5xui16, strided<[?, 1], offset: ?>>, !packed.buffer<4xbf16, align 16>, !packed.buffer<4xsi64, strided<[2]>, @npu, align 64>)
func.func private @types(!packed.buffer<f32>, !packed.buffer<4x?xi8>, !packed.buffer<0x2xi1, @cpu>,
  !packed.buffer<4x5xui16, strided<[?, 1], offset: ?>>, !packed.buffer<4xbf16, align 16>,
  !packed.buffer<4xsi64, strided<[2], offset: 0>, @npu, align 64>)

// CHECK: func.func @fields(%[[B:.*]]: !packed.buffer<4x?xf32, @cpu>)
func.func @fields(%b: !packed.buffer<4x?xf32, @cpu>) {
  // CHECK-NEXT: packed.data %[[B]] : !packed.buffer<4x?xf32, @cpu> -> memref<4x?xf32>
  %0 = packed.data %b : !packed.buffer<4x?xf32, @cpu> -> memref<4x?xf32>
  // CHECK-NEXT: packed.dim %[[B]], 1 : !packed.buffer<4x?xf32, @cpu>
  %1 = packed.dim %b, 1 : !packed.buffer<4x?xf32, @cpu>
  // CHECK-NEXT: packed.stride %[[B]], 0 : !packed.buffer<4x?xf32, @cpu>
  %2 = packed.stride %b, 0 : !packed.buffer<4x?xf32, @cpu>
  // CHECK-NEXT: packed.ndim %[[B]] : !packed.buffer<4x?xf32, @cpu>
  %3 = packed.ndim %b : !packed.buffer<4x?xf32, @cpu>
  // CHECK-NEXT: packed.dtype %[[B]] : !packed.buffer<4x?xf32, @cpu>
  %4 = packed.dtype %b : !packed.buffer<4x?xf32, @cpu>
  // CHECK-NEXT: packed.byte_offset %[[B]] : !packed.buffer<4x?xf32, @cpu>
  %5 = packed.byte_offset %b : !packed.buffer<4x?xf32, @cpu>
  // CHECK-NEXT: packed.device_type %[[B]] : !packed.buffer<4x?xf32, @cpu>
  %6 = packed.device_type %b : !packed.buffer<4x?xf32, @cpu>
  // CHECK-NEXT: packed.device_id %[[B]] : !packed.buffer<4x?xf32, @cpu>
  %7 = packed.device_id %b : !packed.buffer<4x?xf32, @cpu>
  return
}

// CHECK: func.func @make(%[[M:.*]]: memref<4x5xf32>)
func.func @make(%m: memref<4x5xf32>) {
  // CHECK-NEXT: %[[B:.*]] = packed.make_buffer %[[M]] : memref<4x5xf32> -> !packed.buffer<4x5xf32, @cpu>
  %b = packed.make_buffer %m : memref<4x5xf32> -> !packed.buffer<4x5xf32, @cpu>
  // CHECK-NEXT: packed.cast %[[B]] : !packed.buffer<4x5xf32, @cpu> to !packed.buffer<4x?xf32, strided<[?, 1], offset: ?>>
  %c = packed.cast %b : !packed.buffer<4x5xf32, @cpu> to !packed.buffer<4x?xf32, strided<[?, 1], offset: ?>>
  return
}

func.func private @known(!packed.buffer<4xf32>, f32) -> i32

// CHECK: func.func @calls(%[[B:.*]]: !packed.buffer<4xf32>, %[[X:.*]]: f32)
func.func @calls(%b: !packed.buffer<4xf32>, %x: f32) {
  // CHECK-NEXT: packed.call @known(%[[B]], %[[X]]) : (!packed.buffer<4xf32>, f32) -> i32
  %0 = packed.call @known(%b, %x) : (!packed.buffer<4xf32>, f32) -> i32
  // CHECK-NEXT: packed.call @known(%[[B]], %[[X]]) : (!packed.buffer<4xf32>, f32) -> i32
  %1 = packed.call @known(%b, %x) via unpacked : (!packed.buffer<4xf32>, f32) -> i32
  // CHECK-NEXT: packed.call @known(%[[B]], %[[X]]) via cpacked : (!packed.buffer<4xf32>, f32) -> i32
  %2 = packed.call @known(%b, %x) via cpacked : (!packed.buffer<4xf32>, f32) -> i32
  // CHECK-NEXT: packed.call @elsewhere() via cpacked {note} : () -> ()
  packed.call @elsewhere() via cpacked {note} : () -> ()
  // CHECK-NEXT: packed.call "registry.name"(%[[B]]) via packed : (!packed.buffer<4xf32>) -> ()
  packed.call "registry.name"(%b) via packed : (!packed.buffer<4xf32>) -> ()
  return
}

// CHECK: func.func @checks(%[[B:.*]]: !packed.buffer<4xf32>, %[[C:.*]]: i1)
func.func @checks(%b: !packed.buffer<4xf32>, %c: i1) {
  // CHECK-NEXT: packed.check %[[C]], type_error, "expected a tensor"
  packed.check %c, type_error, "expected a tensor"
  // CHECK-NEXT: packed.check %[[C]], runtime_error, "no \22device\22"
  packed.check %c, runtime_error, "no \"device\""
  // CHECK-NEXT: packed.require_device %[[B]], @npu : !packed.buffer<4xf32>
  packed.require_device %b, @npu : !packed.buffer<4xf32>
  return
}

// CHECK: packed.device @dma {device_type = 12 : i32, device_id = 4 : i32, hooks = ["launch", "sync", "copy_in", "copy_out"], queue = 2 : i32, memory = "private"}
packed.device @dma {device_type = 12 : i32, device_id = 4 : i32,
  hooks = ["launch", "sync", "copy_in", "copy_out"], queue = 2 : i32, memory = "private"}

// CHECK: func.func @address(%[[M:.*]]: memref<4x5xf32>) -> !emitc.ptr<!emitc.opaque<"void">>
func.func @address(%m: memref<4x5xf32>) -> !emitc.ptr<!emitc.opaque<"void">> {
  // CHECK-NEXT: packed.address %[[M]] : memref<4x5xf32>
  %0 = packed.address %m : memref<4x5xf32>
  return %0 : !emitc.ptr<!emitc.opaque<"void">>
}
