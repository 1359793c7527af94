// RUN: microaot-opt %s -p plain-to-emitc -t microaot-c | filecheck %s

// A buffer is a descriptor in C: what its type does not say is read from it.

// CHECK: #include "dlpack.h"

// CHECK-LABEL: void fields(const DLTensor *b,
// CHECK-DAG: {{[a-z]+}} = b->byte_offset;
// CHECK-DAG: {{[a-z]+}} = b->device.device_type;
// CHECK-DAG: {{[a-z]+}} = b->device.device_id;
// CHECK-DAG: *result0 = (ptrdiff_t)b->shape[0];
// CHECK-DAG: *result1 = packed_stride(b, 0);
// CHECK: *result5 = 2;
func.func @fields(%b: !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>) -> (index, index, index, i32, i32, i32) {
  %n = packed.dim %b, 0 : !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>
  %s = packed.stride %b, 0 : !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>
  %o = packed.byte_offset %b : !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>
  %t = packed.device_type %b : !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>
  %i = packed.device_id %b : !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>
  %r = packed.ndim %b : !packed.buffer<?x4xf32, strided<[?, 1], offset: ?>>
  return %n, %s, %o, %t, %i, %r : index, index, index, i32, i32, i32
}

// Offsets count from the pointer of the descriptor.

// CHECK-LABEL: float element(const DLTensor *b, ptrdiff_t i)
// CHECK: (float *)packed_first_element(b)
// CHECK: * packed_stride(b, 0)
func.func @element(%b: !packed.buffer<4x4xf32, strided<[?, 1], offset: ?>>, %i: index) -> f32 {
  %m = packed.data %b : !packed.buffer<4x4xf32, strided<[?, 1], offset: ?>> -> memref<4x4xf32, strided<[?, 1], offset: ?>>
  %v = memref.load %m[%i, %i] : memref<4x4xf32, strided<[?, 1], offset: ?>>
  return %v : f32
}
