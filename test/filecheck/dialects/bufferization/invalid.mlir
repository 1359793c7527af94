// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

func.func @f(%m: memref<4xf32>) {
  // CHECK: expects the same shape and elements, not memref<4xf32> and tensor<4xi32>
  %0 = bufferization.to_tensor %m : memref<4xf32> to tensor<4xi32>
  return
}

// -----

func.func @f(%t: tensor<4xf32>) {
  // CHECK: expects the same shape and elements, not tensor<4xf32> and memref<5xf32>
  %0 = bufferization.to_buffer %t : tensor<4xf32> to memref<5xf32>
  return
}

// -----

func.func @f(%t: tensor<?xf32>, %n: index) {
  // CHECK: expects no sizes for a copy
  %0 = bufferization.alloc_tensor(%n) copy(%t) : tensor<?xf32>
  return
}

// -----

func.func @f() {
  // CHECK: expects 1 sizes for tensor<?xf32>, not 0
  %0 = bufferization.alloc_tensor() : tensor<?xf32>
  return
}

// -----

func.func @f(%t: tensor<4xf32>, %m: memref<4xf32>) {
  // CHECK: expects 'writable' exactly for a memref
  bufferization.materialize_in_destination %t in %m : (tensor<4xf32>, memref<4xf32>) -> ()
  return
}

// -----

func.func @f(%m: memref<4xf32>, %c: i1) {
  // CHECK: expects as many conditions as buffers to give back
  bufferization.dealloc (%m : memref<4xf32>) if (%c, %c)
  return
}
