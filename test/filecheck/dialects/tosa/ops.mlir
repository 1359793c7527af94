// RUN: microaot-opt %s | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | microaot-opt | filecheck %s
// RUN: mlir-opt-22 %s --mlir-print-op-generic | microaot-opt | filecheck %s
// RUN: mlir-opt-22 %s | microaot-opt | filecheck %s
// RUN: microaot-opt %s | mlir-opt-22 | microaot-opt | filecheck %s
// RUN: microaot-opt %s --print-op-generic | mlir-opt-22 | microaot-opt | filecheck %s

// Every op on tensors, shapes and scalars, as both programs print it.

func.func @ops(
    %f: tensor<2x3xf32>, %f1: tensor<1x3xf32>, %i: tensor<2x3xi32>, %b: tensor<2x3xi1>, %q: tensor<1x4x4x2xi8>, %lut: tensor<256xi8>,
    %w: tensor<5x3x3x2xi8>, %wd: tensor<3x3x2x3xi8>, %bias: tensor<5xi32>, %bias6: tensor<6xi32>,
    %v: tensor<1x3x3x3x2xf32>, %w3: tensor<4x2x2x2x2xf32>, %bias_f: tensor<4xf32>, %m: tensor<2x3x4xf32>,
    %n: tensor<2x4x5xf32>, %m2: tensor<2x2x4xf32>, %c: tensor<1x4x8xf32>, %idx: tensor<2x6xi32>,
    %idx2: tensor<2x2xi32>, %mult: tensor<3xi32>, %shift: tensor<3xi8>, %z8: tensor<1xi8>,
    %z32: tensor<1xi32>, %zf: tensor<1xf32>, %mx: tensor<1x2x64xf8E4M3FN>,
    %mxs: tensor<1x2x2xf8E8M0FNU>, %i0: i32, %i1: i8) {
  // CHECK: tosa.erf {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %erf = tosa.erf %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.sigmoid {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %sigmoid = tosa.sigmoid %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.tanh {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %tanh = tosa.tanh %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.ceil {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %ceil = tosa.ceil %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.cos {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %cos = tosa.cos %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.exp {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %exp = tosa.exp %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.floor {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %floor = tosa.floor %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.log {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %log = tosa.log %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.reciprocal {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %reciprocal = tosa.reciprocal %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.rsqrt {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %rsqrt = tosa.rsqrt %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.sin {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %sin = tosa.sin %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.abs {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %abs = tosa.abs %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.identity {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %identity = tosa.identity %f : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.bitwise_not {{%[^ ,]+}} : (tensor<2x3xi32>) -> tensor<2x3xi32>
  %bitwise_not = tosa.bitwise_not %i : (tensor<2x3xi32>) -> tensor<2x3xi32>
  // CHECK: tosa.clz {{%[^ ,]+}} : (tensor<2x3xi32>) -> tensor<2x3xi32>
  %clz = tosa.clz %i : (tensor<2x3xi32>) -> tensor<2x3xi32>
  // CHECK: tosa.logical_not {{%[^ ,]+}} : (tensor<2x3xi1>) -> tensor<2x3xi1>
  %logical_not = tosa.logical_not %b : (tensor<2x3xi1>) -> tensor<2x3xi1>
  // CHECK: tosa.add {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  %add = tosa.add %f, %f1 : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.sub {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  %sub = tosa.sub %f, %f1 : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.pow {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  %pow = tosa.pow %f, %f1 : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.maximum {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  %maximum = tosa.maximum %f, %f1 : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.minimum {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  %minimum = tosa.minimum %f, %f1 : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.maximum {{%[^ ,]+}}, {{%[^ ,]+}} {nan_mode = IGNORE} : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %maximum_nan = tosa.maximum %f, %f {nan_mode = IGNORE} : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.minimum {{%[^ ,]+}}, {{%[^ ,]+}} {nan_mode = IGNORE} : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %minimum_nan = tosa.minimum %f, %f {nan_mode = IGNORE} : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.bitwise_and {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  %bitwise_and = tosa.bitwise_and %i, %i : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  // CHECK: tosa.bitwise_or {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  %bitwise_or = tosa.bitwise_or %i, %i : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  // CHECK: tosa.bitwise_xor {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  %bitwise_xor = tosa.bitwise_xor %i, %i : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  // CHECK: tosa.logical_left_shift {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  %logical_left_shift = tosa.logical_left_shift %i, %i : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  // CHECK: tosa.logical_right_shift {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  %logical_right_shift = tosa.logical_right_shift %i, %i : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  // CHECK: tosa.intdiv {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  %intdiv = tosa.intdiv %i, %i : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  // CHECK: tosa.arithmetic_right_shift {{%[^ ,]+}}, {{%[^ ,]+}} {round = true} : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  %asr = tosa.arithmetic_right_shift %i, %i {round = true} : (tensor<2x3xi32>, tensor<2x3xi32>) -> tensor<2x3xi32>
  // CHECK: tosa.logical_and {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xi1>, tensor<2x3xi1>) -> tensor<2x3xi1>
  %logical_and = tosa.logical_and %b, %b : (tensor<2x3xi1>, tensor<2x3xi1>) -> tensor<2x3xi1>
  // CHECK: tosa.logical_or {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xi1>, tensor<2x3xi1>) -> tensor<2x3xi1>
  %logical_or = tosa.logical_or %b, %b : (tensor<2x3xi1>, tensor<2x3xi1>) -> tensor<2x3xi1>
  // CHECK: tosa.logical_xor {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xi1>, tensor<2x3xi1>) -> tensor<2x3xi1>
  %logical_xor = tosa.logical_xor %b, %b : (tensor<2x3xi1>, tensor<2x3xi1>) -> tensor<2x3xi1>
  // CHECK: tosa.equal {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xi1>
  %equal = tosa.equal %f, %f : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xi1>
  // CHECK: tosa.greater {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xi1>
  %greater = tosa.greater %f, %f : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xi1>
  // CHECK: tosa.greater_equal {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xi1>
  %greater_equal = tosa.greater_equal %f, %f : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xi1>
  // CHECK: tosa.select {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xi1>, tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %select = tosa.select %b, %f, %f : (tensor<2x3xi1>, tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.mul {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xi32>, tensor<2x3xi32>, tensor<1xi8>) -> tensor<2x3xi32>
  %mul = tosa.mul %i, %i, %z8 : (tensor<2x3xi32>, tensor<2x3xi32>, tensor<1xi8>) -> tensor<2x3xi32>
  // CHECK: tosa.negate {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<1x4x4x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x2xi8>
  %negate = tosa.negate %q, %z8, %z8 : (tensor<1x4x4x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x2xi8>
  // CHECK: tosa.clamp {{%[^ ,]+}} {max_val = 6.000000e+00 : f32, min_val = 0.000000e+00 : f32} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %clamp = tosa.clamp %f {max_val = 6.000000e+00 : f32, min_val = 0.000000e+00 : f32} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.clamp {{%[^ ,]+}} {max_val = 6.000000e+00 : f32, min_val = 0.000000e+00 : f32, nan_mode = IGNORE} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %clamp_nan = tosa.clamp %f {max_val = 6.000000e+00 : f32, min_val = 0.000000e+00 : f32, nan_mode = IGNORE} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.table {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<1x4x4x2xi8>, tensor<256xi8>) -> tensor<1x4x4x2xi8>
  %table = tosa.table %q, %lut : (tensor<1x4x4x2xi8>, tensor<256xi8>) -> tensor<1x4x4x2xi8>
  // CHECK: tosa.reduce_all {{%[^ ,]+}} {axis = 1 : i32} : (tensor<2x3xi1>) -> tensor<2x1xi1>
  %reduce_all = tosa.reduce_all %b {axis = 1 : i32} : (tensor<2x3xi1>) -> tensor<2x1xi1>
  // CHECK: tosa.reduce_any {{%[^ ,]+}} {axis = 1 : i32} : (tensor<2x3xi1>) -> tensor<2x1xi1>
  %reduce_any = tosa.reduce_any %b {axis = 1 : i32} : (tensor<2x3xi1>) -> tensor<2x1xi1>
  // CHECK: tosa.reduce_max {{%[^ ,]+}} {axis = 0 : i32} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  %reduce_max = tosa.reduce_max %f {axis = 0 : i32} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  // CHECK: tosa.reduce_min {{%[^ ,]+}} {axis = 0 : i32} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  %reduce_min = tosa.reduce_min %f {axis = 0 : i32} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  // CHECK: tosa.reduce_product {{%[^ ,]+}} {axis = 0 : i32} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  %reduce_product = tosa.reduce_product %f {axis = 0 : i32} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  // CHECK: tosa.reduce_sum {{%[^ ,]+}} {axis = 0 : i32} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  %reduce_sum = tosa.reduce_sum %f {axis = 0 : i32} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  // CHECK: tosa.reduce_max {{%[^ ,]+}} {axis = 0 : i32, nan_mode = IGNORE} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  %reduce_max_nan = tosa.reduce_max %f {axis = 0 : i32, nan_mode = IGNORE} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  // CHECK: tosa.reduce_min {{%[^ ,]+}} {axis = 0 : i32, nan_mode = IGNORE} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  %reduce_min_nan = tosa.reduce_min %f {axis = 0 : i32, nan_mode = IGNORE} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  // CHECK: tosa.argmax {{%[^ ,]+}} {axis = 1 : i32} : (tensor<2x3xf32>) -> tensor<2xi32>
  %argmax = tosa.argmax %f {axis = 1 : i32} : (tensor<2x3xf32>) -> tensor<2xi32>
  // CHECK: tosa.argmax {{%[^ ,]+}} {axis = 1 : i32, nan_mode = IGNORE} : (tensor<2x3xf32>) -> tensor<2xi32>
  %argmax_nan = tosa.argmax %f {axis = 1 : i32, nan_mode = IGNORE} : (tensor<2x3xf32>) -> tensor<2xi32>
  // CHECK: tosa.conv2d {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>} : (tensor<1x4x4x2xi8>, tensor<5x3x3x2xi8>, tensor<5xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x5xi32>
  %conv = tosa.conv2d %q, %w, %bias, %z8, %z8 {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>} : (tensor<1x4x4x2xi8>, tensor<5x3x3x2xi8>, tensor<5xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x5xi32>
  // CHECK: tosa.conv2d {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} {acc_type = i32, dilation = array<i64: 1, 1>, local_bound = true, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>} : (tensor<1x4x4x2xi8>, tensor<5x3x3x2xi8>, tensor<5xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x5xi32>
  %conv_local = tosa.conv2d %q, %w, %bias, %z8, %z8 {acc_type = i32, dilation = array<i64: 1, 1>, local_bound = true, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>} : (tensor<1x4x4x2xi8>, tensor<5x3x3x2xi8>, tensor<5xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x5xi32>
  // CHECK: tosa.conv3d {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} {acc_type = f32, dilation = array<i64: 1, 1, 1>, pad = array<i64: 0, 0, 0, 0, 0, 0>, stride = array<i64: 1, 1, 1>} : (tensor<1x3x3x3x2xf32>, tensor<4x2x2x2x2xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x2x2x2x4xf32>
  %conv3 = tosa.conv3d %v, %w3, %bias_f, %zf, %zf {acc_type = f32, dilation = array<i64: 1, 1, 1>, pad = array<i64: 0, 0, 0, 0, 0, 0>, stride = array<i64: 1, 1, 1>} : (tensor<1x3x3x3x2xf32>, tensor<4x2x2x2x2xf32>, tensor<4xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x2x2x2x4xf32>
  // CHECK: tosa.depthwise_conv2d {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x4x4x2xi8>, tensor<3x3x2x3xi8>, tensor<6xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x6xi32>
  %depthwise = tosa.depthwise_conv2d %q, %wd, %bias6, %z8, %z8 {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x4x4x2xi8>, tensor<3x3x2x3xi8>, tensor<6xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x6xi32>
  // CHECK: tosa.transpose_conv2d {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} {acc_type = i32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>} : (tensor<1x4x4x2xi8>, tensor<5x3x3x2xi8>, tensor<5xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x9x9x5xi32>
  %transposed = tosa.transpose_conv2d %q, %w, %bias, %z8, %z8 {acc_type = i32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>} : (tensor<1x4x4x2xi8>, tensor<5x3x3x2xi8>, tensor<5xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x9x9x5xi32>
  // CHECK: tosa.avg_pool2d {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} {acc_type = i32, kernel = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>} : (tensor<1x4x4x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x2xi8>
  %average = tosa.avg_pool2d %q, %z8, %z8 {acc_type = i32, kernel = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>} : (tensor<1x4x4x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x2xi8>
  // CHECK: tosa.max_pool2d {{%[^ ,]+}} {kernel = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>} : (tensor<1x4x4x2xi8>) -> tensor<1x2x2x2xi8>
  %maxpool = tosa.max_pool2d %q {kernel = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>} : (tensor<1x4x4x2xi8>) -> tensor<1x2x2x2xi8>
  // CHECK: tosa.matmul {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3x4xf32>, tensor<2x4x5xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<2x3x5xf32>
  %matmul = tosa.matmul %m, %n, %zf, %zf : (tensor<2x3x4xf32>, tensor<2x4x5xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<2x3x5xf32>
  // CHECK: tosa.fft2d {{%[^ ,]+}}, {{%[^ ,]+}} {inverse = true} : (tensor<1x4x8xf32>, tensor<1x4x8xf32>) -> (tensor<1x4x8xf32>, tensor<1x4x8xf32>)
  %fft:2 = tosa.fft2d %c, %c {inverse = true} : (tensor<1x4x8xf32>, tensor<1x4x8xf32>) -> (tensor<1x4x8xf32>, tensor<1x4x8xf32>)
  // CHECK: tosa.rfft2d {{%[^ ,]+}} : (tensor<1x4x8xf32>) -> (tensor<1x4x5xf32>, tensor<1x4x5xf32>)
  %rfft:2 = tosa.rfft2d %c : (tensor<1x4x8xf32>) -> (tensor<1x4x5xf32>, tensor<1x4x5xf32>)
  // CHECK: tosa.concat {{%[^ ,]+}}, {{%[^ ,]+}} {axis = 0 : i32} : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<3x3xf32>
  %concat = tosa.concat %f, %f1 {axis = 0 : i32} : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<3x3xf32>
  // CHECK: tosa.const_shape {values = dense<[0, 1, 2, 0]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %s_pad = tosa.const_shape {values = dense<[0, 1, 2, 0]> : tensor<4xindex>} : () -> !tosa.shape<4>
  // CHECK: tosa.const_shape {values = dense<[3, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %s_new = tosa.const_shape {values = dense<[3, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  // CHECK: tosa.const_shape {values = dense<[1, 0]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %s_start = tosa.const_shape {values = dense<[1, 0]> : tensor<2xindex>} : () -> !tosa.shape<2>
  // CHECK: tosa.const_shape {values = dense<[1, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %s_size = tosa.const_shape {values = dense<[1, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  // CHECK: tosa.const_shape {values = dense<[3, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %s_mult = tosa.const_shape {values = dense<[3, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  // CHECK: tosa.const_shape {values = dense<[4, 2, 6, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %s_scale = tosa.const_shape {values = dense<[4, 2, 6, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  // CHECK: tosa.const_shape {values = dense<0> : tensor<2xindex>} : () -> !tosa.shape<2>
  %s_zero = tosa.const_shape {values = dense<0> : tensor<2xindex>} : () -> !tosa.shape<2>
  // CHECK: tosa.const_shape {values = dense<[2, 4]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %s_border = tosa.const_shape {values = dense<[2, 4]> : tensor<2xindex>} : () -> !tosa.shape<2>
  // CHECK: tosa.const_shape {values = dense<> : tensor<0xindex>} : () -> !tosa.shape<0>
  %s_empty = tosa.const_shape {values = dense<> : tensor<0xindex>} : () -> !tosa.shape<0>
  // CHECK: tosa.pad {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xf32>, !tosa.shape<4>, tensor<1xf32>) -> tensor<3x5xf32>
  %padded = tosa.pad %f, %s_pad, %zf : (tensor<2x3xf32>, !tosa.shape<4>, tensor<1xf32>) -> tensor<3x5xf32>
  // CHECK: tosa.reshape {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xf32>, !tosa.shape<2>) -> tensor<3x2xf32>
  %reshaped = tosa.reshape %f, %s_new : (tensor<2x3xf32>, !tosa.shape<2>) -> tensor<3x2xf32>
  // CHECK: tosa.reverse {{%[^ ,]+}} {axis = 1 : i32} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %reversed = tosa.reverse %f {axis = 1 : i32} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  // CHECK: tosa.slice {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xf32>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x2xf32>
  %sliced = tosa.slice %f, %s_start, %s_size : (tensor<2x3xf32>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x2xf32>
  // CHECK: tosa.tile {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3xf32>, !tosa.shape<2>) -> tensor<6x6xf32>
  %tiled = tosa.tile %f, %s_mult : (tensor<2x3xf32>, !tosa.shape<2>) -> tensor<6x6xf32>
  // CHECK: tosa.transpose {{%[^ ,]+}} {perms = array<i32: 1, 0>} : (tensor<2x3xf32>) -> tensor<3x2xf32>
  %transpose = tosa.transpose %f {perms = array<i32: 1, 0>} : (tensor<2x3xf32>) -> tensor<3x2xf32>
  // CHECK: tosa.gather {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3x4xf32>, tensor<2x6xi32>) -> tensor<2x6x4xf32>
  %gathered = tosa.gather %m, %idx : (tensor<2x3x4xf32>, tensor<2x6xi32>) -> tensor<2x6x4xf32>
  // CHECK: tosa.scatter {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} : (tensor<2x3x4xf32>, tensor<2x2xi32>, tensor<2x2x4xf32>) -> tensor<2x3x4xf32>
  %scattered = tosa.scatter %m, %idx2, %m2 : (tensor<2x3x4xf32>, tensor<2x2xi32>, tensor<2x2x4xf32>) -> tensor<2x3x4xf32>
  // CHECK: tosa.resize {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} {mode = BILINEAR} : (tensor<1x4x4x2xi8>, !tosa.shape<4>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x8x12x2xi32>
  %resized = tosa.resize %q, %s_scale, %s_zero, %s_border {mode = BILINEAR} : (tensor<1x4x4x2xi8>, !tosa.shape<4>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x8x12x2xi32>
  // CHECK: tosa.resize {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} {mode = NEAREST_NEIGHBOR} : (tensor<1x4x4x2xi8>, !tosa.shape<4>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x8x12x2xi8>
  %nearest = tosa.resize %q, %s_scale, %s_zero, %s_border {mode = NEAREST_NEIGHBOR} : (tensor<1x4x4x2xi8>, !tosa.shape<4>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x8x12x2xi8>
  // CHECK: tosa.cast {{%[^ ,]+}} : (tensor<2x3xf32>) -> tensor<2x3xi32>
  %casted = tosa.cast %f : (tensor<2x3xf32>) -> tensor<2x3xi32>
  // CHECK: tosa.rescale {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} {input_unsigned = false, output_unsigned = false, per_channel = true, rounding_mode = DOUBLE_ROUND, scale32 = true} : (tensor<2x3xi32>, tensor<3xi32>, tensor<3xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<2x3xi8>
  %rescaled = tosa.rescale %i, %mult, %shift, %z32, %z8 {input_unsigned = false, output_unsigned = false, per_channel = true, rounding_mode = DOUBLE_ROUND, scale32 = true} : (tensor<2x3xi32>, tensor<3xi32>, tensor<3xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<2x3xi8>
  // CHECK: tosa.custom {{%[^ ,]+}}, {{%[^ ,]+}} {domain_name = "vendor", implementation_attrs = "", operator_name = "op"} : (tensor<2x3xf32>, tensor<2x3xi32>) -> (tensor<2x3xf32>, tensor<2x3xi32>)
  %custom:2 = tosa.custom %f, %i {domain_name = "vendor", implementation_attrs = "", operator_name = "op"} : (tensor<2x3xf32>, tensor<2x3xi32>) -> (tensor<2x3xf32>, tensor<2x3xi32>)
  // CHECK: tosa.matmul_t_block_scaled {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} {block_size = BLOCK_SIZE_32} : (tensor<1x2x64xf8E4M3FN>, tensor<1x2x2xf8E8M0FNU>, tensor<1x2x64xf8E4M3FN>, tensor<1x2x2xf8E8M0FNU>) -> tensor<1x2x2xf32>
  %mxm = tosa.matmul_t_block_scaled %mx, %mxs, %mx, %mxs {block_size = BLOCK_SIZE_32} : (tensor<1x2x64xf8E4M3FN>, tensor<1x2x2xf8E8M0FNU>, tensor<1x2x64xf8E4M3FN>, tensor<1x2x2xf8E8M0FNU>) -> tensor<1x2x2xf32>
  // CHECK: tosa.cast_from_block_scaled {{%[^ ,]+}}, {{%[^ ,]+}} {block_size = BLOCK_SIZE_32} : (tensor<1x2x64xf8E4M3FN>, tensor<1x2x2xf8E8M0FNU>) -> tensor<1x2x64xf32>
  %from_mx = tosa.cast_from_block_scaled %mx, %mxs {block_size = BLOCK_SIZE_32} : (tensor<1x2x64xf8E4M3FN>, tensor<1x2x2xf8E8M0FNU>) -> tensor<1x2x64xf32>
  // CHECK: tosa.cast_to_block_scaled {{%[^ ,]+}} {block_size = BLOCK_SIZE_32} : (tensor<1x2x64xf32>) -> (tensor<1x2x64xf8E5M2>, tensor<1x2x2xf8E8M0FNU>)
  %to_mx:2 = tosa.cast_to_block_scaled %from_mx {block_size = BLOCK_SIZE_32} : (tensor<1x2x64xf32>) -> (tensor<1x2x64xf8E5M2>, tensor<1x2x2xf8E8M0FNU>)
  // CHECK: tosa.add_shape {{%[^ ,]+}}, {{%[^ ,]+}} : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  %s_add = tosa.add_shape %s_new, %s_mult : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  // CHECK: tosa.div_ceil_shape {{%[^ ,]+}}, {{%[^ ,]+}} : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  %s_div_ceil = tosa.div_ceil_shape %s_new, %s_mult : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  // CHECK: tosa.div_floor_shape {{%[^ ,]+}}, {{%[^ ,]+}} : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  %s_div_floor = tosa.div_floor_shape %s_new, %s_mult : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  // CHECK: tosa.max_shape {{%[^ ,]+}}, {{%[^ ,]+}} : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  %s_max = tosa.max_shape %s_new, %s_mult : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  // CHECK: tosa.min_shape {{%[^ ,]+}}, {{%[^ ,]+}} : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  %s_min = tosa.min_shape %s_new, %s_mult : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  // CHECK: tosa.mod_shape {{%[^ ,]+}}, {{%[^ ,]+}} : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  %s_mod = tosa.mod_shape %s_new, %s_mult : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  // CHECK: tosa.mul_shape {{%[^ ,]+}}, {{%[^ ,]+}} : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  %s_mul = tosa.mul_shape %s_new, %s_mult : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  // CHECK: tosa.sub_shape {{%[^ ,]+}}, {{%[^ ,]+}} : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  %s_sub = tosa.sub_shape %s_new, %s_mult : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<2>
  // CHECK: tosa.exp2_shape {{%[^ ,]+}} : (!tosa.shape<2>) -> !tosa.shape<2>
  %s_exp2 = tosa.exp2_shape %s_new : (!tosa.shape<2>) -> !tosa.shape<2>
  // CHECK: tosa.log2_ceil_shape {{%[^ ,]+}} : (!tosa.shape<2>) -> !tosa.shape<2>
  %s_log2_ceil = tosa.log2_ceil_shape %s_new : (!tosa.shape<2>) -> !tosa.shape<2>
  // CHECK: tosa.log2_floor_shape {{%[^ ,]+}} : (!tosa.shape<2>) -> !tosa.shape<2>
  %s_log2_floor = tosa.log2_floor_shape %s_new : (!tosa.shape<2>) -> !tosa.shape<2>
  // CHECK: tosa.concat_shape {{%[^ ,]+}}, {{%[^ ,]+}} : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<4>
  %s_cat = tosa.concat_shape %s_new, %s_mult : (!tosa.shape<2>, !tosa.shape<2>) -> !tosa.shape<4>
  // CHECK: tosa.dim {{%[^ ,]+}} {axis = 1 : i32} : (tensor<2x3xf32>) -> !tosa.shape<1>
  %s_dim = tosa.dim %f {axis = 1 : i32} : (tensor<2x3xf32>) -> !tosa.shape<1>
  // CHECK: "tosa.const"() <{values = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %one = "tosa.const"() <{values = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  // CHECK: tosa.slice_shape {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} : (!tosa.shape<4>, tensor<1xi32>, tensor<1xi32>) -> !tosa.shape<1>
  %s_slice = tosa.slice_shape %s_cat, %one, %one : (!tosa.shape<4>, tensor<1xi32>, tensor<1xi32>) -> !tosa.shape<1>
  // CHECK: tosa.apply_scale {{%[^ ,]+}}, {{%[^ ,]+}}, {{%[^ ,]+}} {rounding_mode = INEXACT_ROUND} : (i32, i32, i8) -> i32
  %scaled = tosa.apply_scale %i0, %i0, %i1 {rounding_mode = INEXACT_ROUND} : (i32, i32, i8) -> i32
  return
}
