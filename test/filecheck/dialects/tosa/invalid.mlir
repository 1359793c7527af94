// RUN: microaot-opt %s --split-input-file --verify-diagnostics --parsing-diagnostics | filecheck %s

// CHECK: operand {{.*}} at position 0 does not verify:
// CHECK: must be 4-d tosa-conformant tensor of number values, but got tensor<4x4x2xi8>
func.func @rank(%x: tensor<4x4x2xi8>) {
  %0 = "tosa.max_pool2d"(%x) <{kernel = array<i64: 2, 2>, stride = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>}>
    : (tensor<4x4x2xi8>) -> tensor<1x2x2x2xi8>
  return
}

// -----

// CHECK: must be tosa-conformant scalar tensor of {{.*}} values, but got tensor<2xi8>
func.func @zero_point(%x: tensor<2xi8>, %z: tensor<2xi8>) {
  %0 = tosa.negate %x, %z, %z : (tensor<2xi8>, tensor<2xi8>, tensor<2xi8>) -> tensor<2xi8>
  return
}

// -----

// CHECK: expected i64 dense array attribute with exactly 2 elements
func.func @array(%x: tensor<1x4x4x2xi8>) {
  %0 = tosa.max_pool2d %x {kernel = array<i64: 2>, stride = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>}
    : (tensor<1x4x4x2xi8>) -> tensor<1x2x2x2xi8>
  return
}

// -----

// CHECK: expected output shape [1, 2, 2, 2], got [1, 3, 2, 2]
func.func @pooled(%x: tensor<1x4x4x2xi8>) {
  %0 = tosa.max_pool2d %x {kernel = array<i64: 2, 2>, stride = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>}
    : (tensor<1x4x4x2xi8>) -> tensor<1x3x2x2xi8>
  return
}

// -----

// CHECK: expected padded height less the window to be wholly divisible by the stride, got 3 / 2
func.func @division(%x: tensor<1x5x4x2xi8>) {
  %0 = tosa.max_pool2d %x {kernel = array<i64: 2, 2>, stride = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>}
    : (tensor<1x5x4x2xi8>) -> tensor<1x2x2x2xi8>
  return
}

// -----

// CHECK: accumulator type for i8 tensor is not i32
func.func @accumulator(%x: tensor<1x4x4x2xi8>, %w: tensor<5x1x1x2xi8>, %b: tensor<5xi32>, %z: tensor<1xi8>) {
  %0 = tosa.conv2d %x, %w, %b, %z, %z {acc_type = f32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<1x4x4x2xi8>, tensor<5x1x1x2xi8>, tensor<5xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x5xi32>
  return
}

// -----

// CHECK: bias channels expected to be equal to output channels (5) or 1, got 4
func.func @bias(%x: tensor<1x4x4x2xi8>, %w: tensor<5x1x1x2xi8>, %b: tensor<4xi32>, %z: tensor<1xi8>) {
  %0 = tosa.conv2d %x, %w, %b, %z, %z {acc_type = i32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<1x4x4x2xi8>, tensor<5x1x1x2xi8>, tensor<4xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x5xi32>
  return
}

// -----

// CHECK: input zero point must be zero for non-int8 integer types
func.func @zero_point_of_i16(%x: tensor<1x4x4x2xi16>, %w: tensor<5x1x1x2xi8>, %b: tensor<5xi48>, %z8: tensor<1xi8>) {
  %z = "tosa.const"() <{values = dense<1> : tensor<1xi16>}> : () -> tensor<1xi16>
  %0 = tosa.conv2d %x, %w, %b, %z, %z8 {acc_type = i48, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<1x4x4x2xi16>, tensor<5x1x1x2xi8>, tensor<5xi48>, tensor<1xi16>, tensor<1xi8>) -> tensor<1x4x4x5xi48>
  return
}

// -----

// CHECK: operands don't have matching ranks
func.func @ranks(%x: tensor<2x3xf32>, %y: tensor<3xf32>) {
  %0 = tosa.add %x, %y : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  return
}

// -----

// CHECK: operands don't have broadcast-compatible shapes
func.func @broadcast(%x: tensor<2x3xf32>, %y: tensor<2x2xf32>) {
  %0 = tosa.add %x, %y : (tensor<2x3xf32>, tensor<2x2xf32>) -> tensor<2x3xf32>
  return
}

// -----

// CHECK: requires the same element type for operands and results, got f32 and i32
func.func @elements(%x: tensor<2xf32>) {
  %0 = tosa.abs %x : (tensor<2xf32>) -> tensor<2xi32>
  return
}

// -----

// CHECK: expected min_val <= max_val, got min_val=2, max_val=1
func.func @clamp(%x: tensor<2xi8>) {
  %0 = tosa.clamp %x {min_val = 2 : i8, max_val = 1 : i8} : (tensor<2xi8>) -> tensor<2xi8>
  return
}

// -----

// CHECK: expect axis to be in the range [0, 2), got 2
func.func @axis(%x: tensor<2x3xf32>) {
  %0 = tosa.reduce_sum %x {axis = 2 : i32} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

// CHECK: expected valid permutation indices
func.func @permutation(%x: tensor<2x3xf32>) {
  %0 = tosa.transpose %x {perms = array<i32: 1, 1>} : (tensor<2x3xf32>) -> tensor<3x2xf32>
  return
}

// -----

// CHECK: cannot reshape 6 elements into 8
func.func @reshape(%x: tensor<2x3xf32>) {
  %s = tosa.const_shape {values = dense<[2, 4]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %0 = tosa.reshape %x, %s : (tensor<2x3xf32>, !tosa.shape<2>) -> tensor<2x4xf32>
  return
}

// -----

// CHECK: slice from 2 of size 2 is not within an extent of 3
func.func @slice(%x: tensor<2x3xf32>) {
  %start = tosa.const_shape {values = dense<[0, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %size = tosa.const_shape {values = dense<[1, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %0 = tosa.slice %x, %start, %size : (tensor<2x3xf32>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x2xf32>
  return
}

// -----

// CHECK: expect i32 element type for multiplier for scale32=True, got i16
func.func @multiplier(%x: tensor<2x3xi32>, %m: tensor<1xi16>, %s: tensor<1xi8>, %z: tensor<1xi32>, %o: tensor<1xi8>) {
  %0 = tosa.rescale %x, %m, %s, %z, %o {scale32 = true, rounding_mode = SINGLE_ROUND, per_channel = false, input_unsigned = false, output_unsigned = false}
    : (tensor<2x3xi32>, tensor<1xi16>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<2x3xi8>
  return
}

// -----

// CHECK: expect shape of { 3 } for shift input, got { 1 }
func.func @channels(%x: tensor<2x3xi32>, %m: tensor<3xi32>, %s: tensor<1xi8>, %z: tensor<1xi32>, %o: tensor<1xi8>) {
  %0 = tosa.rescale %x, %m, %s, %z, %o {scale32 = true, rounding_mode = SINGLE_ROUND, per_channel = true, input_unsigned = false, output_unsigned = false}
    : (tensor<2x3xi32>, tensor<3xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<2x3xi8>
  return
}

// -----

// CHECK: expected one of NEAREST_NEIGHBOR, BILINEAR
func.func @mode(%x: tensor<1x4x4x2xi8>, %s: !tosa.shape<4>, %o: !tosa.shape<2>) {
  %0 = "tosa.resize"(%x, %s, %o, %o) <{mode = #tosa.resize_mode<CUBIC>}>
    : (tensor<1x4x4x2xi8>, !tosa.shape<4>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x4x4x2xi8>
  return
}

// -----

// CHECK: require same types of 'then_graph' results and 'output_list' (tensor<3xf32> vs tensor<4xf32>)
func.func @branches(%c: tensor<i1>, %a: tensor<3xf32>) {
  %0 = tosa.cond_if %c : tensor<i1> -> tensor<4xf32> {
    tosa.yield %a : tensor<3xf32>
  } else {
    tosa.yield %a : tensor<3xf32>
  }
  return
}

// -----

// CHECK: 'cond_graph' result must be a boolean tensor, got tensor<i32>
func.func @loop(%i: tensor<i32>) {
  %0 = tosa.while_loop (%s = %i) : (tensor<i32>) -> tensor<i32> {
    tosa.yield %s : tensor<i32>
  } do {
  ^bb0(%s: tensor<i32>):
    tosa.yield %s : tensor<i32>
  }
  return
}

// -----

// CHECK: 'nothing' has not been declared by 'tosa.variable'
func.func @variable() {
  %r = tosa.variable_read @nothing : tensor<2x3xi8>
  return
}

// -----

// CHECK: expect number of elements in attribute values (2) to be equal to the rank (3)
func.func @shape() {
  %s = "tosa.const_shape"() <{values = dense<1> : tensor<2xindex>}> : () -> !tosa.shape<3>
  return
}

// -----

// CHECK: expected height to be a power of two, got 6
func.func @fft(%x: tensor<1x6x8xf32>) {
  %0:2 = tosa.rfft2d %x : (tensor<1x6x8xf32>) -> (tensor<1x6x5xf32>, tensor<1x6x5xf32>)
  return
}
