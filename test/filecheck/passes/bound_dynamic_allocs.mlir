// RUN: microaot-opt %s -p bound-dynamic-allocs | filecheck %s

// The range of the size bounds the buffer.
// CHECK-LABEL: func.func @range
// CHECK:       %[[N:[a-z0-9_]+]] = arith.maxsi
// CHECK-NEXT:  %[[B:[a-z0-9_]+]] = memref.alloc() {{.*}}: memref<6xf32>
// CHECK-NEXT:  memref.reinterpret_cast %[[B]] to offset: [0], sizes: [%[[N]]], strides: [1] : memref<6xf32> to memref<?xf32>
func.func @range(%x: index) {
  %c0 = arith.constant 0 : index
  %c6 = arith.constant 6 : index
  %capped = arith.minsi %x, %c6 : index
  %n = arith.maxsi %capped, %c0 : index
  %a = memref.alloc(%n) : memref<?xf32>
  return
}

// Strides follow from the sizes.
// CHECK-LABEL: func.func @strides
// CHECK:       memref.alloc() {{.*}}: memref<60xf32>
// CHECK:       %[[S:[a-z0-9_]+]] = arith.muli %{{.*}}, %{{.*}} overflow<nsw> : index
// CHECK:       memref.reinterpret_cast %{{.*}} to offset: [0], sizes: [2, %[[N:[a-z0-9_]+]], 5], strides: [%[[S]], 5, 1]
func.func @strides(%x: index) {
  %c0 = arith.constant 0 : index
  %c6 = arith.constant 6 : index
  %capped = arith.minsi %x, %c6 : index
  %n = arith.maxsi %capped, %c0 : index
  %a = memref.alloc(%n) : memref<2x?x5xf32>
  return
}

// A cast behind a collapse states the size: 3 * n = 9.
// CHECK-LABEL: func.func @stated
// CHECK-NOT:   alloc(%
// CHECK:       %[[B:[a-z0-9_]+]] = memref.alloc() {{.*}}: memref<3x3x2xf32>
// CHECK-NEXT:  memref.cast{{.*}}%[[B]]
func.func @stated(%n: index) {
  %a = memref.alloc(%n) : memref<3x?x2xf32>
  %v = memref.collapse_shape %a [[0, 1], [2]] : memref<3x?x2xf32> into memref<?x2xf32>
  %s = memref.cast %v : memref<?x2xf32> to memref<9x2xf32>
  return
}

// Without a bound the alloc stays; a later pass refuses it.
// CHECK-LABEL: func.func @unbounded
// CHECK:       memref.alloc(%{{.*}}) : memref<?xf32>
func.func @unbounded(%n: index) {
  %a = memref.alloc(%n) : memref<?xf32>
  return
}
