// RUN: microaot-opt %s -p window-dynamic-allocs | filecheck %s

// Only a window of known size is read: it is the buffer, and gets those copied elements that it has.
// CHECK-LABEL: func.func @window
// CHECK-SAME:  (%[[N:[a-z0-9_]+]]: index, %[[P:[a-z0-9_]+]]: index, %[[Q:[a-z0-9_]+]]: index, %[[X:[a-z0-9_]+]]: memref<8x3xf32>, %[[Y:[a-z0-9_]+]]: memref<5x3xf32>)
// CHECK-NOT:   alloc(%
// CHECK:       %[[B:[a-z0-9_]+]] = memref.alloc() {alignment = 64 : i64} : memref<5x3xf32>
// CHECK-NEXT:  linalg.fill ins(%{{.*}} : f32) outs(%[[B]] : memref<5x3xf32>)
// CHECK-NEXT:  %[[SHIFT:[a-z0-9_]+]] = arith.subi %[[Q]], %[[P]] overflow<nsw> : index
// CHECK:       %[[BEGIN:[a-z0-9_]+]] = arith.maxsi %[[SHIFT]], %{{.*}} : index
// CHECK:       %[[WINDOW_END:[a-z0-9_]+]] = arith.addi %[[SHIFT]], %{{.*}} overflow<nsw> : index
// CHECK:       %[[END:[a-z0-9_]+]] = arith.minsi %[[WINDOW_END]], %{{.*}} : index
// CHECK:       %[[COUNT:[a-z0-9_]+]] = arith.subi %[[END]], %[[BEGIN]] overflow<nsw> : index
// CHECK:       %[[TARGET:[a-z0-9_]+]] = arith.subi %[[BEGIN]], %[[SHIFT]] overflow<nsw> : index
// CHECK:       %[[SIZE:[a-z0-9_]+]] = arith.maxsi %[[COUNT]], %{{.*}} : index
// CHECK-NEXT:  %[[FROM:[a-z0-9_]+]] = memref.subview %[[X]][%[[BEGIN]], 0] [%[[SIZE]], 3] [1, 1]
// CHECK-NEXT:  %[[TO:[a-z0-9_]+]] = memref.subview %[[B]][%[[TARGET]], 0] [%[[SIZE]], 3] [1, 1]
// CHECK-NEXT:  "memref.copy"(%[[FROM]], %[[TO]])
// CHECK-NEXT:  "memref.copy"(%[[B]], %[[Y]])
func.func @window(%n: index, %p: index, %q: index, %x: memref<8x3xf32>, %y: memref<5x3xf32>) {
  %zero = arith.constant 0.0 : f32
  %a = memref.alloc(%n) {alignment = 64 : i64} : memref<?x3xf32>
  linalg.fill ins(%zero : f32) outs(%a : memref<?x3xf32>)
  %inner = memref.subview %a[%p, 0] [8, 3] [1, 1] : memref<?x3xf32> to memref<8x3xf32, strided<[3, 1], offset: ?>>
  memref.copy %x, %inner : memref<8x3xf32> to memref<8x3xf32, strided<[3, 1], offset: ?>>
  %window = memref.subview %a[%q, 0] [5, 3] [1, 1] : memref<?x3xf32> to memref<5x3xf32, strided<[3, 1], offset: ?>>
  memref.copy %window, %y : memref<5x3xf32, strided<[3, 1], offset: ?>> to memref<5x3xf32>
  return
}

// What is copied changes before the window is read.
// CHECK-LABEL: func.func @source_changes
// CHECK:       memref.alloc(%
func.func @source_changes(%n: index, %p: index, %x: memref<8xf32>, %y: memref<5xf32>) {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : index
  %a = memref.alloc(%n) : memref<?xf32>
  %inner = memref.subview %a[%p] [8] [1] : memref<?xf32> to memref<8xf32, strided<[1], offset: ?>>
  memref.copy %x, %inner : memref<8xf32> to memref<8xf32, strided<[1], offset: ?>>
  memref.store %zero, %x[%c0] : memref<8xf32>
  %window = memref.subview %a[0] [5] [1] : memref<?xf32> to memref<5xf32, strided<[1]>>
  memref.copy %window, %y : memref<5xf32, strided<[1]>> to memref<5xf32>
  return
}

// The window is written, too.
// CHECK-LABEL: func.func @window_written
// CHECK:       memref.alloc(%
func.func @window_written(%n: index, %x: memref<5xf32>, %y: memref<5xf32>) {
  %a = memref.alloc(%n) : memref<?xf32>
  %window = memref.subview %a[0] [5] [1] : memref<?xf32> to memref<5xf32, strided<[1]>>
  memref.copy %x, %window : memref<5xf32> to memref<5xf32, strided<[1]>>
  memref.copy %window, %y : memref<5xf32, strided<[1]>> to memref<5xf32>
  return
}

// Something else reads the buffer.
// CHECK-LABEL: func.func @other_reader
// CHECK:       memref.alloc(%
func.func @other_reader(%n: index, %i: index, %y: memref<5xf32>) -> f32 {
  %zero = arith.constant 0.0 : f32
  %a = memref.alloc(%n) : memref<?xf32>
  linalg.fill ins(%zero : f32) outs(%a : memref<?xf32>)
  %e = memref.load %a[%i] : memref<?xf32>
  %window = memref.subview %a[0] [5] [1] : memref<?xf32> to memref<5xf32, strided<[1]>>
  memref.copy %window, %y : memref<5xf32, strided<[1]>> to memref<5xf32>
  return %e : f32
}

// The memory space stays.
// CHECK-LABEL: func.func @memory_space
// CHECK-NOT:   alloc(%
// CHECK:       memref.alloc() : memref<5xf32, 1 : i32>
func.func @memory_space(%n: index, %y: memref<5xf32>) {
  %zero = arith.constant 0.0 : f32
  %a = memref.alloc(%n) : memref<?xf32, 1 : i32>
  linalg.fill ins(%zero : f32) outs(%a : memref<?xf32, 1 : i32>)
  %window = memref.subview %a[2] [5] [1] : memref<?xf32, 1 : i32> to memref<5xf32, strided<[1], offset: 2>, 1 : i32>
  memref.copy %window, %y : memref<5xf32, strided<[1], offset: 2>, 1 : i32> to memref<5xf32>
  return
}
