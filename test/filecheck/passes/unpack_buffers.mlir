// RUN: microaot-opt %s -p unpack-buffers | filecheck %s

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @npu {device_type = 12 : i32, device_id = 3 : i32}

// The data is the argument; facts are constants; attributes stay with their argument.
// CHECK:      func.func @static(%[[A:.*]]: memref<4x5xf32> {emitc.name = "a"}, %{{.*}}: i32) -> index {
// CHECK-NEXT:   %[[N:.*]] = arith.constant 5 : index
// CHECK-NEXT:   %[[RANK:.*]] = arith.constant 2 : i32
// CHECK-NEXT:   %[[TYPE:.*]] = arith.constant 1 : i32
// CHECK-NEXT:   %[[OFFSET:.*]] = arith.constant 0 : index
// CHECK-NEXT:   "test.op"(%[[A]], %[[RANK]], %[[TYPE]], %[[OFFSET]])
// CHECK-NEXT:   func.return %[[N]] : index
func.func @static(%a: !packed.buffer<4x5xf32, @cpu> {emitc.name = "a"}, %i: i32) -> index {
  %m = packed.data %a : !packed.buffer<4x5xf32, @cpu> -> memref<4x5xf32>
  %n = packed.dim %a, 1 : !packed.buffer<4x5xf32, @cpu>
  %r = packed.ndim %a : !packed.buffer<4x5xf32, @cpu>
  %t = packed.device_type %a : !packed.buffer<4x5xf32, @cpu>
  %o = packed.byte_offset %a : !packed.buffer<4x5xf32, @cpu>
  "test.op"(%m, %r, %t, %o) : (memref<4x5xf32>, i32, i32, index) -> ()
  return %n : index
}

// Extents and strides come with the memref; every other field that is read comes after it, once.
// CHECK:      func.func @dynamic(%[[A:.*]]: memref<?x4xf32, strided<[?, 1], offset: ?>>, %[[AO:.*]]: index, %[[AI:.*]]: i32, %[[B:.*]]: memref<?x?xf32>, %[[BT:.*]]: i32, %{{.*}}: memref<?xf32>) {
// CHECK:        %[[DIM:.*]] = memref.dim %[[A]], %{{.*}}
// CHECK-NEXT:   %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %[[STRIDE:.*]], %{{.*}} = memref.extract_strided_metadata %[[A]]
// CHECK:        %[[DENSE:.*]] = memref.dim %[[B]], %{{.*}}
// CHECK-NEXT:   "test.op"(%[[DIM]], %[[STRIDE]], %[[AI]], %[[AO]], %[[AO]], %[[BT]], %[[DENSE]])
func.func @dynamic(%a: !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>, %b: !packed.buffer<?x?xf32>,
    %unread: !packed.buffer<?xf32>) {
  %dim = packed.dim %a, 0 : !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>
  %stride = packed.stride %a, 0 : !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>
  %id = packed.device_id %a : !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>
  %offset = packed.byte_offset %a : !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>
  %again = packed.byte_offset %a : !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>
  %type = packed.device_type %b : !packed.buffer<?x?xf32>
  %dense = packed.stride %b, 0 : !packed.buffer<?x?xf32>
  "test.op"(%dim, %stride, %id, %offset, %again, %type, %dense)
    : (index, index, i32, index, index, i32, index) -> ()
  return
}

// A declaration has the pointer alone.
// CHECK:      func.func private @elsewhere(memref<?xf32, strided<[1], offset: ?>>, f32) -> ()
func.func private @elsewhere(!packed.buffer<?xf32, strided<[1], offset: ?>>, f32)

// What a callee reads, its callers pass, from wherever they know it.
// CHECK:      func.func private @reads(%[[B:.*]]: memref<?xf32>, %[[ID:.*]]: i32) -> i32 {
// CHECK-NEXT:   func.return %[[ID]] : i32
func.func private @reads(%b: !packed.buffer<?xf32>) -> i32 {
  %id = packed.device_id %b : !packed.buffer<?xf32>
  return %id : i32
}

// CHECK:      func.func private @between(%[[B:.*]]: memref<?xf32>, %[[ID:.*]]: i32) -> i32 {
// CHECK-NEXT:   %{{.*}} = packed.call @reads(%[[B]], %[[ID]]) : (memref<?xf32>, i32) -> i32
func.func private @between(%b: !packed.buffer<?xf32>) -> i32 {
  %id = packed.call @reads(%b) : (!packed.buffer<?xf32>) -> i32
  return %id : i32
}

// CHECK:      func.func @callers(%[[ANY:.*]]: memref<?xf32>, %[[ID:.*]]: i32, %[[NPU:.*]]: memref<4xf32>, %[[M:.*]]: memref<?xf32>) {
// CHECK-NEXT:   %{{.*}} = func.call @between(%[[ANY]], %[[ID]]) : (memref<?xf32>, i32) -> i32
// CHECK-NEXT:   %[[CAST:.*]] = "memref.cast"(%[[NPU]]) : (memref<4xf32>) -> memref<?xf32>
// CHECK-NEXT:   %[[THREE:.*]] = arith.constant 3 : i32
// CHECK-NEXT:   %{{.*}} = func.call @between(%[[CAST]], %[[THREE]]) : (memref<?xf32>, i32) -> i32
// CHECK-NEXT:   %[[ZERO:.*]] = arith.constant 0 : i32
// CHECK-NEXT:   %{{.*}} = func.call @between(%[[M]], %[[ZERO]]) : (memref<?xf32>, i32) -> i32
// CHECK-NEXT:   func.return
func.func @callers(%any: !packed.buffer<?xf32>, %npu: !packed.buffer<4xf32, @npu>, %m: memref<?xf32>) {
  %0 = func.call @between(%any) : (!packed.buffer<?xf32>) -> i32
  %less = packed.cast %npu : !packed.buffer<4xf32, @npu> to !packed.buffer<?xf32>
  %1 = func.call @between(%less) : (!packed.buffer<?xf32>) -> i32
  %made = packed.make_buffer %m : memref<?xf32> -> !packed.buffer<?xf32, @cpu>
  %any_made = packed.cast %made : !packed.buffer<?xf32, @cpu> to !packed.buffer<?xf32>
  %2 = func.call @between(%any_made) : (!packed.buffer<?xf32>) -> i32
  return
}

// A descriptor that is still needed stays, and what is no argument is read.
// CHECK:      func.func @others(%[[M:.*]]: memref<?xf32>) {
// CHECK-NEXT:   %[[MADE:.*]] = packed.make_buffer %[[M]]
// CHECK-NEXT:   packed.call "f"(%[[MADE]]) via packed
// CHECK-NEXT:   %[[OTHER:.*]] = "test.op"() : () -> !packed.buffer<?xf32>
// CHECK-NEXT:   %[[DATA:.*]] = packed.data %[[OTHER]]
// CHECK-NEXT:   %[[ID:.*]] = packed.device_id %[[OTHER]]
// CHECK-NEXT:   %{{.*}} = func.call @reads(%[[DATA]], %[[ID]]) : (memref<?xf32>, i32) -> i32
func.func @others(%m: memref<?xf32>) {
  %made = packed.make_buffer %m : memref<?xf32> -> !packed.buffer<?xf32, @npu>
  packed.call "f"(%made) via packed : (!packed.buffer<?xf32, @npu>) -> ()
  %other = "test.op"() : () -> !packed.buffer<?xf32>
  %0 = func.call @reads(%other) : (!packed.buffer<?xf32>) -> i32
  return
}

// Recursion, with the arguments changing places.
// CHECK:      func.func @recursive(%[[A:.*]]: memref<?xf32>, %[[AT:.*]]: i32, %[[B:.*]]: memref<?xf32>, %[[BT:.*]]: i32) {
// CHECK-NEXT:   "test.op"(%[[AT]])
// CHECK-NEXT:   func.call @recursive(%[[B]], %[[BT]], %[[A]], %[[AT]])
func.func @recursive(%a: !packed.buffer<?xf32>, %b: !packed.buffer<?xf32>) {
  %t = packed.device_type %a : !packed.buffer<?xf32>
  "test.op"(%t) : (i32) -> ()
  func.call @recursive(%b, %a) : (!packed.buffer<?xf32>, !packed.buffer<?xf32>) -> ()
  return
}

// A demand reads the device like any other use; one that is known to be met does not.
// CHECK:      func.func @demands(%{{.*}}: memref<4xf32>, %[[TYPE:.*]]: i32, %[[ID:.*]]: i32, %{{.*}}: memref<4xf32>) {
// CHECK-NEXT:   %[[C12:.*]] = arith.constant 12 : i32
// CHECK-NEXT:   %[[T:.*]] = arith.cmpi eq, %[[TYPE]], %[[C12]] : i32
// CHECK-NEXT:   %[[C3:.*]] = arith.constant 3 : i32
// CHECK-NEXT:   %[[I:.*]] = arith.cmpi eq, %[[ID]], %[[C3]] : i32
// CHECK-NEXT:   %[[BOTH:.*]] = arith.andi %[[T]], %[[I]] : i1
// CHECK-NEXT:   packed.check %[[BOTH]], value_error, "expected a buffer on @npu (device_type 12, device_id 3)"
// CHECK-NEXT:   func.return
func.func @demands(%a: !packed.buffer<4xf32>, %b: !packed.buffer<4xf32, @npu>) {
  packed.require_device %a, @npu : !packed.buffer<4xf32>
  packed.require_device %b, @npu : !packed.buffer<4xf32, @npu>
  return
}

// What a cast promises is believed.
// CHECK:      func.func @promises(%[[A:.*]]: memref<?xf32>) -> index {
// CHECK-NEXT:   %[[M:.*]] = "memref.cast"(%[[A]]) : (memref<?xf32>) -> memref<8xf32>
// CHECK-NEXT:   "test.op"(%[[M]])
// CHECK-NEXT:   %[[EIGHT:.*]] = arith.constant 8 : index
// CHECK-NEXT:   func.return %[[EIGHT]]
func.func @promises(%a: !packed.buffer<?xf32>) -> index {
  %b = packed.cast %a : !packed.buffer<?xf32> to !packed.buffer<8xf32>
  %m = packed.data %b : !packed.buffer<8xf32> -> memref<8xf32>
  "test.op"(%m) : (memref<8xf32>) -> ()
  %c = packed.cast %b : !packed.buffer<8xf32> to !packed.buffer<?xf32>
  %n = packed.dim %c, 0 : !packed.buffer<?xf32>
  return %n : index
}
