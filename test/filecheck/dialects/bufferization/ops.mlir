// Every op of bufferization, read and written as MLIR does.

// RUN: microaot-opt %s | mlir-opt-22 | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 | filecheck %s
// RUN: mlir-opt-22 %s --mlir-print-op-generic | microaot-opt | mlir-opt-22 | filecheck %s
// RUN: mlir-opt-22 %s --mlir-print-debuginfo | microaot-opt --print-op-generic | mlir-opt-22 | filecheck %s

// CHECK-LABEL: @tensors
func.func @tensors(%t: tensor<4x?xf32>, %n: index) {
  // CHECK-NEXT: bufferization.alloc_tensor() : tensor<4xf32>
  %0 = bufferization.alloc_tensor() : tensor<4xf32>
  // CHECK-NEXT: bufferization.alloc_tensor(%{{.*}}) size_hint=%{{.*}} {my.attr} : tensor<4x?xf32>
  %1 = bufferization.alloc_tensor(%n) size_hint=%n {my.attr} : tensor<4x?xf32>
  // CHECK-NEXT: bufferization.alloc_tensor() copy(%{{.*}}) : tensor<4x?xf32>
  %2 = bufferization.alloc_tensor() copy(%t) : tensor<4x?xf32>
  // CHECK-NEXT: bufferization.alloc_tensor() {memory_space = 1 : i64} : tensor<4xf32>
  %3 = bufferization.alloc_tensor() {memory_space = 1 : i64} : tensor<4xf32>
  // CHECK-NEXT: bufferization.materialize_in_destination %{{.*}} in %{{.*}} : (tensor<4x?xf32>, tensor<4x?xf32>) -> tensor<4x?xf32>
  %4 = bufferization.materialize_in_destination %t in %2 : (tensor<4x?xf32>, tensor<4x?xf32>) -> tensor<4x?xf32>
  // CHECK-NEXT: bufferization.dealloc_tensor %{{.*}} : tensor<4xf32>
  bufferization.dealloc_tensor %3 : tensor<4xf32>
  return
}

// CHECK-LABEL: @buffers
func.func @buffers(%t: tensor<4x?xf32>, %m: memref<4x?xf32>, %u: memref<*xf32>, %s: memref<4x?xf32, strided<[?, 1], offset: ?>>) {
  // CHECK-NEXT: bufferization.to_tensor %{{.*}} : memref<4x?xf32> to tensor<4x?xf32>
  %0 = bufferization.to_tensor %m : memref<4x?xf32> to tensor<4x?xf32>
  // CHECK-NEXT: bufferization.to_tensor %{{.*}} restrict writable {my.attr} : memref<4x?xf32, strided<[?, 1], offset: ?>> to tensor<4x?xf32>
  %1 = bufferization.to_tensor %s restrict writable {my.attr} : memref<4x?xf32, strided<[?, 1], offset: ?>> to tensor<4x?xf32>
  // CHECK-NEXT: bufferization.to_tensor %{{.*}} : memref<*xf32> to tensor<*xf32>
  %2 = bufferization.to_tensor %u : memref<*xf32> to tensor<*xf32>
  // CHECK-NEXT: bufferization.to_buffer %{{.*}} : tensor<4x?xf32> to memref<4x?xf32, strided<[?, ?], offset: ?>>
  %3 = bufferization.to_buffer %t : tensor<4x?xf32> to memref<4x?xf32, strided<[?, ?], offset: ?>>
  // CHECK-NEXT: bufferization.to_buffer %{{.*}} read_only {my.attr} : tensor<4x?xf32> to memref<4x?xf32>
  %4 = bufferization.to_buffer %t read_only {my.attr} : tensor<4x?xf32> to memref<4x?xf32>
  // CHECK-NEXT: bufferization.clone %{{.*}} : memref<4x?xf32> to memref<4x?xf32>
  %5 = bufferization.clone %m : memref<4x?xf32> to memref<4x?xf32>
  // CHECK-NEXT: bufferization.clone %{{.*}} : memref<4x?xf32, strided<[?, 1], offset: ?>> to memref<4x?xf32>
  %6 = bufferization.clone %s : memref<4x?xf32, strided<[?, 1], offset: ?>> to memref<4x?xf32>
  // CHECK-NEXT: bufferization.materialize_in_destination %{{.*}} in restrict writable %{{.*}} : (tensor<4x?xf32>, memref<4x?xf32>) -> ()
  bufferization.materialize_in_destination %t in restrict writable %m : (tensor<4x?xf32>, memref<4x?xf32>) -> ()
  // CHECK-NEXT: bufferization.materialize_in_destination %{{.*}} in writable %{{.*}} : (tensor<4x?xf32>, memref<4x?xf32, strided<[?, 1], offset: ?>>) -> ()
  bufferization.materialize_in_destination %t in writable %s : (tensor<4x?xf32>, memref<4x?xf32, strided<[?, 1], offset: ?>>) -> ()
  return
}

// CHECK-LABEL: @deallocations
func.func @deallocations(%a: memref<2xf32>, %b: memref<4xi32>, %c: i1) {
  // CHECK-NEXT: bufferization.dealloc (%{{.*}}, %{{.*}} : memref<2xf32>, memref<4xi32>) if (%{{.*}}, %{{.*}}) retain (%{{.*}} : memref<2xf32>)
  %0 = bufferization.dealloc (%a, %b : memref<2xf32>, memref<4xi32>) if (%c, %c) retain (%a : memref<2xf32>)
  // CHECK-NEXT: bufferization.dealloc (%{{.*}} : memref<2xf32>) if (%{{.*}})
  bufferization.dealloc (%a : memref<2xf32>) if (%c)
  // CHECK-NEXT: bufferization.dealloc
  bufferization.dealloc {my.attr}
  return
}
