// RUN: microaot-opt %s -p convert-to-emitc | filecheck %s

// One result is returned by value; a private function is static.
// CHECK:      emitc.func @one(%{{.*}}: i32) -> i32
// CHECK-SAME: specifiers = ["static"]
// CHECK:      emitc.return %{{.*}} : i32
func.func private @one(%x: i32) -> i32 {
  return %x : i32
}

// Several results go through trailing pointers.
// CHECK-LABEL: emitc.func @two
// CHECK-SAME:  (%[[X:[a-zA-Z0-9_]+]]: i32, %[[Y:[a-zA-Z0-9_]+]]: f32, %[[R0:[a-zA-Z0-9_]+]]: !emitc.ptr<f32> {{.*}}, %[[R1:[a-zA-Z0-9_]+]]: !emitc.ptr<i32> {{.*}})
// CHECK-DAG:   %[[L0:[a-zA-Z0-9_]+]] = emitc.dereference %[[R0]]
// CHECK-DAG:   emitc.assign %[[Y]] : f32 to %[[L0]]
// CHECK-DAG:   %[[L1:[a-zA-Z0-9_]+]] = emitc.dereference %[[R1]]
// CHECK-DAG:   emitc.assign %[[X]] : i32 to %[[L1]]
// CHECK:       emitc.return
func.func @two(%x: i32, %y: f32) -> (f32, i32) {
  return %y, %x : f32, i32
}

// CHECK-LABEL: emitc.func @calls
// CHECK:       %[[ONE:[a-zA-Z0-9_]+]] = emitc.call @one(%[[X:[a-zA-Z0-9_]+]]) : (i32) -> i32
// CHECK-DAG:   %[[V0:[a-zA-Z0-9_]+]] = {{.*}} !emitc.lvalue<f32>
// CHECK-DAG:   %[[V1:[a-zA-Z0-9_]+]] = {{.*}} !emitc.lvalue<i32>
// CHECK-DAG:   %[[P0:[a-zA-Z0-9_]+]] = emitc.address_of %[[V0]]
// CHECK-DAG:   %[[P1:[a-zA-Z0-9_]+]] = emitc.address_of %[[V1]]
// CHECK:       emitc.call @two(%[[ONE]], %{{.*}}, %[[P0]], %[[P1]])
// CHECK:       emitc.load %[[V1]]
func.func @calls(%x: i32, %y: f32) -> i32 {
  %one = func.call @one(%x) : (i32) -> i32
  %a, %b = func.call @two(%one, %y) : (i32, f32) -> (f32, i32)
  return %b : i32
}

// A static dense memref is an array, a strided or dynamic one a pointer with what is dynamic.
// CHECK-LABEL: emitc.func @memrefs
// CHECK-SAME:  %{{.*}}: !emitc.array<4x5xf32>
// CHECK-SAME:  %{{.*}}: !emitc.array<1xi8>
// CHECK-SAME:  !emitc.ptr<f32>
// CHECK-SAME:  !emitc.ptrdiff_t {emitc.extent = "size0", emitc.name = "c_size0"
// CHECK-SAME:  !emitc.ptr<f32>
// CHECK-SAME:  !emitc.ptrdiff_t {emitc.extent = "stride0", emitc.name = "d_stride0"
func.func @memrefs(%a: memref<4x5xf32>, %b: memref<i8>, %c: memref<?x5xf32>,
                   %d: memref<2x3xf32, strided<[?, 1], offset: ?>>) {
  return
}

// CHECK: emitc.func @elsewhere(!emitc.array<4xf32>) -> f32
// CHECK-SAME: specifiers = ["extern"]
func.func private @elsewhere(memref<4xf32>) -> f32

// A part of an array is passed as a pointer; C converts it to the parameter.
// CHECK-LABEL: emitc.func @pass_row
// CHECK:       %[[E:[a-zA-Z0-9_]+]] = emitc.subscript %{{.*}}[%{{.*}}, %{{.*}}]
// CHECK:       %[[P:[a-zA-Z0-9_]+]] = emitc.address_of %[[E]]
// CHECK:       emitc.call_opaque "elsewhere"(%[[P]])
func.func @pass_row(%a: memref<3x4xf32>) -> f32 {
  %row = memref.subview %a[1, 0] [1, 4] [1, 1] : memref<3x4xf32> to memref<4xf32, strided<[1], offset: 4>>
  %dense = memref.reinterpret_cast %row to offset: [4], sizes: [4], strides: [1] : memref<4xf32, strided<[1], offset: 4>> to memref<4xf32, strided<[1], offset: 4>>
  %cast = memref.cast %dense : memref<4xf32, strided<[1], offset: 4>> to memref<4xf32, strided<[?], offset: ?>>
  %flat = memref.reinterpret_cast %a to offset: [0], sizes: [4], strides: [1] : memref<3x4xf32> to memref<4xf32>
  %r = func.call @elsewhere(%flat) : (memref<4xf32>) -> f32
  return %r : f32
}
