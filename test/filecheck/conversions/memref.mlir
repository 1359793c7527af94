// RUN: microaot-opt %s -p convert-to-emitc | filecheck %s

// CHECK: emitc.global static const @weights : !emitc.array<2x2xi8> = dense<{{.*}}> {alignment = 16 : i64}
memref.global "private" constant @weights : memref<2x2xi8> = dense<[[1, 2], [3, 4]]> {alignment = 16}
// CHECK: emitc.global static @state : !emitc.array<4xf32> = dense<0.000000e+00>
memref.global "private" @state : memref<4xf32> = dense<0.0>
// CHECK: emitc.global static @scratch : !emitc.array<4xi16>
memref.global "private" @scratch : memref<4xi16> = uninitialized
// CHECK: emitc.global @exported : !emitc.array<2xi1> = dense<[true, false]>
memref.global @exported : memref<2xi1> = dense<[true, false]>
// CHECK: emitc.global extern @elsewhere : !emitc.array<2xi32>
memref.global @elsewhere : memref<2xi32>
// f16 is stored as its bits: 1.0 is 0x3C00.
// CHECK: emitc.global static const @half : !emitc.array<1xui16> = dense<15360>
memref.global "private" constant @half : memref<f16> = dense<1.0>
// i4 is stored sign-extended in a byte.
// CHECK: emitc.global static const @nibbles : !emitc.array<3xi8> = dense<[-8, 7, -1]>
memref.global "private" constant @nibbles : memref<3xi4> = dense<[-8, 7, -1]>
// C has no empty arrays.
// CHECK-NOT: @nothing
memref.global "private" constant @nothing : memref<0xi8> = dense<>

// CHECK-LABEL: emitc.func @access
// CHECK:       %[[E:[a-zA-Z0-9_]+]] = emitc.subscript %{{.*}}[%{{.*}}, %{{.*}}] : (!emitc.array<4x5xf32>
// CHECK:       %[[V:[a-zA-Z0-9_]+]] = emitc.load %[[E]]
// CHECK:       %[[T:[a-zA-Z0-9_]+]] = emitc.subscript
// CHECK:       emitc.assign %[[V]] : f32 to %[[T]]
func.func @access(%m: memref<4x5xf32>, %s: memref<f32>, %i: index) {
  %v = memref.load %m[%i, %i] : memref<4x5xf32>
  memref.store %v, %s[] : memref<f32>
  return
}

// The offset of a subview goes into the index; no pointer is made.
// CHECK-LABEL: emitc.func @subview
// CHECK-SAME:  (%[[M:[a-zA-Z0-9_]+]]: !emitc.array<4x5xf32>{{.*}}, %[[I:[a-zA-Z0-9_]+]]: !emitc.ptrdiff_t{{.*}})
// CHECK:       %[[ROW:[a-zA-Z0-9_]+]] = emitc.add %[[I]], %{{.*}}
// CHECK:       emitc.subscript %[[M]][%[[ROW]], %{{.*}}]
func.func @subview(%m: memref<4x5xf32>, %i: index) -> f32 {
  %c0 = arith.constant 0 : index
  %view = memref.subview %m[2, 1] [2, 3] [1, 1] : memref<4x5xf32> to memref<2x3xf32, strided<[5, 1], offset: 11>>
  %v = memref.load %view[%i, %c0] : memref<2x3xf32, strided<[5, 1], offset: 11>>
  return %v : f32
}

// Collapsing dimensions of one element needs no pointer either.
// CHECK-LABEL: emitc.func @collapse_unit
// CHECK-NOT:   address_of
// CHECK:       emitc.subscript %{{.*}}[%{{.*}}, %{{.*}}]
func.func @collapse_unit(%m: memref<1x5xf32>, %i: index) -> f32 {
  %view = memref.collapse_shape %m [[0, 1]] : memref<1x5xf32> into memref<5xf32>
  %v = memref.load %view[%i] : memref<5xf32>
  return %v : f32
}

// Rows are joined through a pointer to the first element.
// CHECK-LABEL: emitc.func @collapse_rows
// CHECK:       %[[P:[a-zA-Z0-9_]+]] = emitc.address_of
// CHECK:       emitc.subscript %[[P]][%{{.*}}]
func.func @collapse_rows(%m: memref<4x5xf32>, %i: index) -> f32 {
  %view = memref.collapse_shape %m [[0, 1]] : memref<4x5xf32> into memref<20xf32>
  %v = memref.load %view[%i] : memref<20xf32>
  return %v : f32
}

// CHECK-LABEL: emitc.func @copy_dense
// CHECK:       emitc.call_opaque "memcpy"(%{{.*}}, %{{.*}}, %{{.*}})
func.func @copy_dense(%a: memref<4x5xf32>, %b: memref<4x5xf32>) {
  memref.copy %a, %b : memref<4x5xf32> to memref<4x5xf32>
  return
}

// CHECK-LABEL: emitc.func @copy_strided
// CHECK:       emitc.for
// CHECK:       emitc.for
// CHECK-NOT:   memcpy
func.func @copy_strided(%a: memref<4x5xf32>, %b: memref<2x3xf32>) {
  %view = memref.subview %a[2, 1] [2, 3] [1, 1] : memref<4x5xf32> to memref<2x3xf32, strided<[5, 1], offset: 11>>
  memref.copy %view, %b : memref<2x3xf32, strided<[5, 1], offset: 11>> to memref<2x3xf32>
  return
}

// Sizes that are known need no argument.
// CHECK-LABEL: emitc.func @dim
// CHECK-SAME:  %[[N:[a-zA-Z0-9_]+]]: !emitc.ptrdiff_t {emitc.extent = "size1", emitc.name = "m_size1"{{.*}}}
// CHECK:       emitc.return %[[N]]
func.func @dim(%m: memref<4x?xf32>) -> index {
  %c1 = arith.constant 1 : index
  %d = memref.dim %m, %c1 : memref<4x?xf32>
  return %d : index
}
