// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

func.func @f(%t: tensor<4xi32>) {
  // CHECK: expects elements of one width, not i32 and i16
  %0 = tensor.bitcast %t : tensor<4xi32> to tensor<4xi16>
  return
}

// -----

func.func @f(%t: tensor<4xi32>) {
  // CHECK: expects elements of one type, not tensor<4xi32> and tensor<4xf32>
  %0 = tensor.cast %t : tensor<4xi32> to tensor<4xf32>
  return
}

// -----

func.func @f(%n: index) {
  // CHECK: expects 2 sizes for tensor<?x?xf32>, not 1
  %0 = tensor.empty(%n) : tensor<?x?xf32>
  return
}

// -----

func.func @f(%t: tensor<4x8xf32>, %i: index) {
  // CHECK: expects 2 indices, not 1
  %0 = tensor.extract %t[%i] : tensor<4x8xf32>
  return
}

// -----

func.func @f(%t: tensor<4x8xf32>, %i: index, %x: f32) {
  // CHECK: expects 2 indices, not 3
  %0 = tensor.insert %x into %t[%i, %i, %i] : tensor<4x8xf32>
  return
}

// -----

func.func @f(%t: tensor<4x8xf32>) {
  // CHECK: expects tensor<4x2xf32> or less dimensions, not tensor<4x3xf32>
  %0 = tensor.extract_slice %t[0, 0] [4, 2] [1, 1] : tensor<4x8xf32> to tensor<4x3xf32>
  return
}

// -----

func.func @f(%t: tensor<4x8xf32>) {
  // CHECK: the slice runs out of bounds along dimension 1
  %0 = tensor.extract_slice %t[0, 1] [4, 3] [1, 4] : tensor<4x8xf32> to tensor<4x3xf32>
  return
}

// -----

func.func @f(%t: tensor<4x8xf32>, %s: tensor<4xf32>) {
  // CHECK: expects 2 strides, not 1
  %0 = tensor.insert_slice %s into %t[0, 1] [4, 1] [1] : tensor<4xf32> into tensor<4x8xf32>
  return
}

// -----

func.func @f(%t: tensor<4x8xf32>, %s: tensor<4xf32>) {
  // CHECK: expects elements of one type
  %0 = tensor.collapse_shape %t [[0, 1]] : tensor<4x8xf32> into tensor<32xi8>
  return
}

// -----

func.func @f(%t: tensor<4x8xf32>) {
  // CHECK: expected dimension 0 of collapsed type to be static value of 32
  %0 = tensor.collapse_shape %t [[0, 1]] : tensor<4x8xf32> into tensor<33xf32>
  return
}

// -----

func.func @f(%t: tensor<2x4xf32>) {
  // CHECK: expects only extents of 1, not tensor<2x4xf32>
  %0 = tensor.collapse_shape %t [] : tensor<2x4xf32> into tensor<f32>
  return
}

// -----

func.func @f(%t: tensor<8xf32>) {
  // CHECK: expects an output shape as in tensor<2x4xf32>
  %0 = tensor.expand_shape %t [[0, 1]] output_shape [4, 2] : tensor<8xf32> into tensor<2x4xf32>
  return
}

// -----

func.func @f(%x: f32) {
  // CHECK: expects as many elements as tensor<3xf32> has, not 2
  %0 = tensor.from_elements %x, %x : tensor<3xf32>
  return
}

// -----

func.func @f(%t: tensor<?xf32>, %s: tensor<3xi32>) {
  // CHECK: expects 2 extents, not tensor<3xi32>
  %0 = tensor.reshape %t(%s) : (tensor<?xf32>, tensor<3xi32>) -> tensor<?x?xf32>
  return
}

// -----

func.func @f(%t: tensor<4xf32>, %x: f32) {
  // CHECK: expects tensor<7xf32>, not tensor<8xf32>
  %0 = tensor.pad %t low[1] high[2] {
  ^bb0(%i: index):
    tensor.yield %x : f32
  } : tensor<4xf32> to tensor<8xf32>
  return
}

// -----

func.func @f(%t: tensor<4xf32>, %x: i8) {
  // CHECK: expects a region that yields one f32
  %0 = tensor.pad %t low[1] high[2] {
  ^bb0(%i: index):
    tensor.yield %x : i8
  } : tensor<4xf32> to tensor<7xf32>
  return
}

// -----

func.func @f(%x: f32) {
  // CHECK: expects a region with 2 arguments of type index
  %0 = tensor.generate {
  ^bb0(%i: index):
    tensor.yield %x : f32
  } : tensor<4x8xf32>
  return
}

// -----

func.func @f(%t: tensor<4x5xf32>, %i: tensor<2x1xindex>) {
  // CHECK: expects dimensions of the tensor, at least one and in order
  %0 = tensor.gather %t[%i] gather_dims([2]) : (tensor<4x5xf32>, tensor<2x1xindex>) -> tensor<2x4xf32>
  return
}

// -----

func.func @f(%t: tensor<4x5xf32>, %i: tensor<2x1xindex>) {
  // CHECK: expects coordinates of 2 numbers
  %0 = tensor.gather %t[%i] gather_dims([0, 1]) : (tensor<4x5xf32>, tensor<2x1xindex>) -> tensor<2xf32>
  return
}

// -----

func.func @f(%t: tensor<4x5xf32>, %i: tensor<2x1xindex>, %s: tensor<2x4xf32>) {
  // CHECK: expects to be told that its coordinates are unique
  %0 = tensor.scatter %s into %t[%i] scatter_dims([1]) : (tensor<2x4xf32>, tensor<4x5xf32>, tensor<2x1xindex>) -> tensor<4x5xf32>
  return
}
