// RUN: microaot-opt %s -p convert-to-emitc | filecheck %s

// CHECK-LABEL: emitc.func @by_precision
// CHECK:       emitc.call_opaque "sinf"(%{{.*}}) {pure} : (f32) -> f32
// CHECK:       emitc.call_opaque "exp"(%{{.*}}) {pure} : (f64) -> f64
func.func @by_precision(%a: f32, %b: f64) -> (f32, f64) {
  %x = math.sin %a : f32
  %y = math.exp %b : f64
  return %x, %y : f32, f64
}

// CHECK-LABEL: emitc.func @rounding
// CHECK:       emitc.call_opaque "rintf"
// CHECK:       emitc.call_opaque "roundf"
func.func @rounding(%a: f32) -> f32 {
  %x = math.roundeven %a : f32
  %y = math.round %x : f32
  return %y : f32
}

// CHECK-LABEL: emitc.func @rsqrt
// CHECK:       %[[S:[a-zA-Z0-9_]+]] = emitc.call_opaque "sqrtf"
// CHECK:       emitc.div %{{.*}}, %[[S]] : (f32, f32) -> f32
func.func @rsqrt(%a: f32) -> f32 {
  %r = math.rsqrt %a : f32
  return %r : f32
}

// CHECK-LABEL: emitc.func @fused
// CHECK:       emitc.call_opaque "fmaf"
// CHECK:       emitc.call_opaque "fma_bf16"
func.func @fused(%a: f32, %b: bf16) -> (f32, bf16) {
  %x = math.fma %a, %a, %a : f32
  %y = math.fma %b, %b, %b : bf16
  return %x, %y : f32, bf16
}

// Both results of sincos; one that is not used costs nothing.
// CHECK-LABEL: emitc.func @sincos
// CHECK-NOT:   "sinf"
// CHECK:       emitc.call_opaque "cosf"
// CHECK-NOT:   "sinf"
// CHECK:       emitc.return
func.func @sincos(%a: f32) -> f32 {
  %s, %c = math.sincos %a : f32
  return %c : f32
}

// CHECK-LABEL: emitc.func @clamp
// CHECK:       emitc.conditional
// CHECK:       emitc.conditional
func.func @clamp(%a: f32) -> f32 {
  %low = arith.constant -1.0 : f32
  %high = arith.constant 6.0 : f32
  %r = math.clampf %a to [%low, %high] : f32
  return %r : f32
}

// CHECK-LABEL: emitc.func @is_infinite
// CHECK:       %[[MAX:[a-zA-Z0-9_]+]] = "emitc.constant"() <{value = 3.4028234
// CHECK:       %[[ABS:[a-zA-Z0-9_]+]] = emitc.call_opaque "fabsf"
// CHECK:       emitc.cmp gt, %[[ABS]], %[[MAX]]
func.func @is_infinite(%a: f32) -> i1 {
  %r = math.isinf %a : f32
  return %r : i1
}

// The leading zeros of an i8 are those of 32 bits less 24.
// CHECK-LABEL: emitc.func @leading_zeros
// CHECK:       %[[K:[a-zA-Z0-9_]+]] = "emitc.constant"() <{value = 24 : i32}>
// CHECK:       %[[N:[a-zA-Z0-9_]+]] = emitc.call_opaque "ctlz_u32"
// CHECK:       emitc.sub %[[N]], %[[K]]
func.func @leading_zeros(%a: i8) -> i8 {
  %r = math.ctlz %a : i8
  return %r : i8
}

// The most negative i32 stays what it is, without overflow in C.
// CHECK-LABEL: emitc.func @magnitude
// CHECK:       emitc.sub %{{.*}}, %{{.*}} : (ui32, ui32) -> ui32
// CHECK:       emitc.conditional
func.func @magnitude(%a: i32) -> i32 {
  %r = math.absi %a : i32
  return %r : i32
}

// CHECK-LABEL: emitc.func @powers
// CHECK:       emitc.call_opaque "ipow_i32"
// CHECK:       emitc.call_opaque "powi_f32"(%{{.*}}, %{{.*}}) {pure} : (f32, i64) -> f32
func.func @powers(%a: i32, %x: f32) -> (i32, f32) {
  %p = math.ipowi %a, %a : i32
  %q = math.fpowi %x, %a : f32, i32
  return %p, %q : i32, f32
}
