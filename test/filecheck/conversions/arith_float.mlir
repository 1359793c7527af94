// RUN: microaot-opt %s -p convert-to-emitc | filecheck %s

// CHECK-LABEL: emitc.func @plain
// CHECK:       emitc.div %{{.*}}, %{{.*}} : (f32, f32) -> f32
// CHECK:       emitc.call_opaque "fmodf"
func.func @plain(%a: f32, %b: f32) -> f32 {
  %0 = arith.divf %a, %b : f32
  %r = arith.remf %0, %b : f32
  return %r : f32
}

// `x <= 0 ? 0 : x` keeps a NaN and makes +0 of -0.
// CHECK-LABEL: emitc.func @relu
// CHECK:       %[[ZERO:[a-zA-Z0-9_]+]] = "emitc.constant"() <{value = 0.000000e+00 : f32}>
// CHECK:       %[[C:[a-zA-Z0-9_]+]] = emitc.cmp le, %[[X:[a-zA-Z0-9_]+]], %[[ZERO]]
// CHECK:       emitc.conditional %[[C]], %[[ZERO]], %[[X]] : f32
func.func @relu(%x: f32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %r = arith.maximumf %x, %zero : f32
  return %r : f32
}

// With -0 a tie must give x.
// CHECK-LABEL: emitc.func @negative_zero
// CHECK:       emitc.cmp lt
func.func @negative_zero(%x: f32) -> f32 {
  %zero = arith.constant -0.0 : f32
  %r = arith.maximumf %zero, %x : f32
  return %r : f32
}

// CHECK-LABEL: emitc.func @unknown_operands
// CHECK:       emitc.call_opaque "minimum_f64"
// CHECK:       emitc.call_opaque "fmax"
func.func @unknown_operands(%x: f64, %y: f64) -> f64 {
  %m = arith.minimumf %x, %y : f64
  %r = arith.maxnumf %m, %y : f64
  return %r : f64
}

// CHECK-LABEL: emitc.func @unordered
// CHECK:       %[[GE:[a-zA-Z0-9_]+]] = emitc.cmp ge
// CHECK:       emitc.logical_not %[[GE]]
func.func @unordered(%x: f32, %y: f32) -> i1 {
  %r = arith.cmpf ult, %x, %y : f32
  return %r : i1
}

// CHECK-LABEL: emitc.func @is_nan
// CHECK-SAME:  (%[[X:[a-zA-Z0-9_]+]]: f32)
// CHECK-NEXT:  %[[R:[a-zA-Z0-9_]+]] = emitc.cmp ne, %[[X]], %[[X]]
// CHECK-NEXT:  emitc.return %[[R]]
func.func @is_nan(%x: f32) -> i1 {
  %r = arith.cmpf uno, %x, %x : f32
  return %r : i1
}

// f16 is 16 bits; each op rounds. The constant 1.5 is 0x3e00.
// CHECK-LABEL: emitc.func @half
// CHECK-SAME:  (%[[X:[a-zA-Z0-9_]+]]: ui16) -> ui16
// CHECK:       %[[K:[a-zA-Z0-9_]+]] = "emitc.constant"() <{value = 1.500000e+00 : f32}>
// CHECK:       %[[F:[a-zA-Z0-9_]+]] = emitc.call_opaque "f16_to_f32"(%[[X]])
// CHECK:       %[[S:[a-zA-Z0-9_]+]] = emitc.add %[[F]], %[[K]] : (f32, f32) -> f32
// CHECK:       emitc.call_opaque "f32_to_f16"(%[[S]])
// CHECK:       emitc.bitwise_xor
func.func @half(%x: f16) -> f16 {
  %k = arith.constant 1.5 : f16
  %s = arith.addf %x, %k : f16
  %r = arith.negf %s : f16
  return %r : f16
}

// CHECK-LABEL: emitc.func @half_constant
// CHECK:       "emitc.constant"() <{value = 16320 : ui16}>
func.func @half_constant() -> bf16 {
  %k = arith.constant 1.5 : bf16
  return %k : bf16
}
