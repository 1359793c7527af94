// RUN: microaot-opt %s -p unpack-buffers,plain-to-emitc -t microaot-c | filecheck %s
// RUN: microaot-opt %s -p hoist-device-checks,unpack-buffers,plain-to-emitc -t microaot-c | filecheck %s

// Nothing is left of the descriptors: C as if written for pointers.

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}

// CHECK:      static void add_one(const float x[3][3], float y[3][3])
// CHECK-NEXT: {
// CHECK-NEXT:     for (ptrdiff_t i = 0; i < 3; ++i) {
// CHECK-NEXT:         for (ptrdiff_t j = 0; j < 3; ++j) {
// CHECK-NEXT:             y[i][j] = x[i][j] + 1.0f;
func.func private @add_one(%x: !packed.buffer<3x3xf32, @cpu>, %y: !packed.buffer<3x3xf32, @cpu>) {
  packed.require_device %x, @cpu : !packed.buffer<3x3xf32, @cpu>
  %X = packed.data %x : !packed.buffer<3x3xf32, @cpu> -> memref<3x3xf32>
  %Y = packed.data %y : !packed.buffer<3x3xf32, @cpu> -> memref<3x3xf32>
  %one = arith.constant 1.0 : f32
  affine.for %i = 0 to 3 {
    affine.for %j = 0 to 3 {
      %a = affine.load %X[%i, %j] : memref<3x3xf32>
      %b = arith.addf %a, %one : f32
      affine.store %b, %Y[%i, %j] : memref<3x3xf32>
    }
  }
  return
}

// CHECK:      void add_via_packed(const float x[3][3], float y[3][3])
// CHECK-NEXT: {
// CHECK-NEXT:     add_one(x, y);
// CHECK-NEXT: }
func.func @add_via_packed(%x: memref<3x3xf32>, %y: memref<3x3xf32>) {
  %a = packed.make_buffer %x : memref<3x3xf32> -> !packed.buffer<3x3xf32, @cpu>
  %b = packed.make_buffer %y : memref<3x3xf32> -> !packed.buffer<3x3xf32, @cpu>
  func.call @add_one(%a, %b) : (!packed.buffer<3x3xf32, @cpu>, !packed.buffer<3x3xf32, @cpu>) -> ()
  return
}

// Only the extents that are read are arguments; the names say whose.
// CHECK:      static ptrdiff_t fields(const int8_t *b, ptrdiff_t b_size1, ptrdiff_t b_byte_offset, int32_t b_device_id)
// CHECK:      ptrdiff_t any(const int8_t *x, ptrdiff_t x_size1, ptrdiff_t x_byte_offset, int32_t x_device_id)
// CHECK-NEXT: {
// CHECK-NEXT:     return fields(x, x_size1, x_byte_offset, x_device_id);
// CHECK-NEXT: }
func.func private @fields(%b: !packed.buffer<?x?xi8, strided<[?, 1], offset: ?>>) -> index {
  %n = packed.dim %b, 1 : !packed.buffer<?x?xi8, strided<[?, 1], offset: ?>>
  %o = packed.byte_offset %b : !packed.buffer<?x?xi8, strided<[?, 1], offset: ?>>
  %d = packed.device_id %b : !packed.buffer<?x?xi8, strided<[?, 1], offset: ?>>
  %i = arith.index_cast %d : i32 to index
  %s = arith.addi %n, %o : index
  %t = arith.addi %s, %i : index
  return %t : index
}

func.func @any(%x: !packed.buffer<?x?xi8, strided<[?, 1], offset: ?>>) -> index {
  %t = func.call @fields(%x) : (!packed.buffer<?x?xi8, strided<[?, 1], offset: ?>>) -> index
  return %t : index
}
