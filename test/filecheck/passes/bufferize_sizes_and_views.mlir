// RUN: microaot-opt %s -p bufferize | mlir-opt-22 | filecheck %s

// Sizes known at run time, tensors under other types, and buffers of the program itself.

// CHECK: func.func @dynpad(%[[ARG0:[^ ,:)=]+]]: memref<?x4xf32>, %[[ARG1:[^ ,:)=]+]]: index, %[[ARG2:[^ ,:)=]+]]: memref<?x6xf32>) {
// CHECK-NEXT: %[[CST:[^ ,:)=]+]] = arith.constant 0.000000e+00 : f32
// CHECK-NEXT: %[[C0:[^ ,:)=]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[DIM:[^ ,:)=]+]] = memref.dim %[[ARG0]], %[[C0]] : memref<?x4xf32>
// CHECK-NEXT: %[[V0:[^ ,:)=]+]] = arith.addi %[[DIM]], %[[ARG1]] : index
// CHECK-NEXT: %[[C0_0:[^ ,:)=]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[V1:[^ ,:)=]+]] = arith.addi %[[V0]], %[[C0_0]] : index
// CHECK-NEXT: linalg.fill ins(%[[CST]] : f32) outs(%[[ARG2]] : memref<?x6xf32>)
// CHECK-NEXT: %[[C0_1:[^ ,:)=]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[DIM_2:[^ ,:)=]+]] = memref.dim %[[ARG0]], %[[C0_1]] : memref<?x4xf32>
// CHECK-NEXT: %[[SUBVIEW:[^ ,:)=]+]] = memref.subview %[[ARG2]][%[[ARG1]], 1] [%[[DIM_2]], 4] [1, 1] : memref<?x6xf32> to memref<?x4xf32, strided<[6, 1], offset: ?>>
// CHECK-NEXT: memref.copy %[[ARG0]], %[[SUBVIEW]] : memref<?x4xf32> to memref<?x4xf32, strided<[6, 1], offset: ?>>
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @dynpad(%x: tensor<?x4xf32>, %n: index) -> tensor<?x6xf32> {
  %zero = arith.constant 0.0 : f32
  %p = tensor.pad %x low[%n, 1] high[0, 1] {
  ^bb0(%i: index, %j: index):
    tensor.yield %zero : f32
  } : tensor<?x4xf32> to tensor<?x6xf32>
  return %p : tensor<?x6xf32>
}

// CHECK: func.func @dyncast(%[[ARG0:[^ ,:)=]+]]: memref<?xf32>, %[[ARG1:[^ ,:)=]+]]: f32, %[[ARG2:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: %[[C0:[^ ,:)=]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[CAST:[^ ,:)=]+]] = memref.cast %[[ARG0]] : memref<?xf32> to memref<4xf32>
// CHECK-NEXT: memref.copy %[[CAST]], %[[ARG2]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: memref.store %[[ARG1]], %[[ARG2]][%[[C0]]] : memref<4xf32>
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @dyncast(%x: tensor<?xf32>, %v: f32) -> tensor<4xf32> {
  %i = arith.constant 0 : index
  %c = tensor.cast %x : tensor<?xf32> to tensor<4xf32>
  %y = tensor.insert %v into %c[%i] : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK: func.func @reshape(%[[ARG0:[^ ,:)=]+]]: memref<2x4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<8xf32>) {
// CHECK-NEXT: %[[V0:[^ ,:)=]+]] = memref.get_global @s : memref<1xi32>
// CHECK-NEXT: %[[RESHAPE:[^ ,:)=]+]] = memref.reshape %[[ARG0]](%[[V0]]) : (memref<2x4xf32>, memref<1xi32>) -> memref<8xf32>
// CHECK-NEXT: memref.copy %[[RESHAPE]], %[[ARG1]] : memref<8xf32> to memref<8xf32>
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @reshape(%x: tensor<2x4xf32>) -> tensor<8xf32> {
  %s = arith.constant dense<8> : tensor<1xi32>
  %c = tensor.reshape %x(%s) : (tensor<2x4xf32>, tensor<1xi32>) -> tensor<8xf32>
  return %c : tensor<8xf32>
}

// CHECK: func.func @tobuf(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>) -> f32 {
// CHECK-NEXT: %[[C0:[^ ,:)=]+]] = arith.constant 0 : index
// CHECK-NEXT: %[[V0:[^ ,:)=]+]] = memref.load %[[ARG0]][%[[C0]]] : memref<4xf32>
// CHECK-NEXT: return %[[V0]] : f32
// CHECK-NEXT: }
func.func @tobuf(%x: tensor<4xf32>) -> f32 {
  %i = arith.constant 0 : index
  %b = bufferization.to_buffer %x read_only : tensor<4xf32> to memref<4xf32>
  %v = memref.load %b[%i] : memref<4xf32>
  return %v : f32
}

// CHECK: func.func @totensor(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<4xf32>) {
// CHECK-NEXT: memref.copy %[[ARG0]], %[[ARG1]] : memref<4xf32> to memref<4xf32>
// CHECK-NEXT: return
// CHECK-NEXT: }
func.func @totensor(%m: memref<4xf32>) -> tensor<4xf32> {
  %t = bufferization.to_tensor %m restrict : memref<4xf32> to tensor<4xf32>
  %e = bufferization.alloc_tensor() copy(%t) : tensor<4xf32>
  return %e : tensor<4xf32>
}

// CHECK: func.func @bits(%[[ARG0:[^ ,:)=]+]]: memref<4xf32>, %[[ARG1:[^ ,:)=]+]]: memref<4xi32>) {
// CHECK-NEXT: linalg.map { arith.bitcast } ins(%[[ARG0]] : memref<4xf32>) outs(%[[ARG1]] : memref<4xi32>)
// CHECK-NEXT: return
// CHECK-NEXT: }
// CHECK-NEXT: }
func.func @bits(%x: tensor<4xf32>) -> tensor<4xi32> {
  %t = tensor.bitcast %x : tensor<4xf32> to tensor<4xi32>
  return %t : tensor<4xi32>
}
