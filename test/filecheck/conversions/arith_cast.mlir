// RUN: microaot-opt %s -p convert-to-emitc | filecheck %s

// CHECK-LABEL: emitc.func @zero_extend
// CHECK:       %[[U:[a-zA-Z0-9_]+]] = emitc.cast %{{.*}} : i8 to ui8
// CHECK:       emitc.cast %[[U]] : ui8 to i32
func.func @zero_extend(%a: i8) -> i32 {
  %r = arith.extui %a : i8 to i32
  return %r : i32
}

// CHECK-LABEL: emitc.func @sign_of_true
// CHECK:       %[[I:[a-zA-Z0-9_]+]] = emitc.cast %{{.*}} : i1 to i32
// CHECK:       emitc.unary_minus %[[I]] : (i32) -> i32
func.func @sign_of_true(%a: i1) -> i32 {
  %r = arith.extsi %a : i1 to i32
  return %r : i32
}

// A constant true widens to 1, and by its sign to -1.
// CHECK-LABEL: emitc.func @constant_true
// CHECK-DAG:   "emitc.constant"() <{value = 1 : i32}>
// CHECK-DAG:   "emitc.constant"() <{value = -1 : i32}>
func.func @constant_true() -> (i32, i32) {
  %t = arith.constant true
  %u = arith.extui %t : i1 to i32
  %s = arith.extsi %t : i1 to i32
  return %u, %s : i32, i32
}

// CHECK-LABEL: emitc.func @low_bit
// CHECK:       %[[B:[a-zA-Z0-9_]+]] = emitc.bitwise_and
// CHECK:       emitc.cmp ne, %[[B]]
func.func @low_bit(%a: i32) -> i1 {
  %r = arith.trunci %a : i32 to i1
  return %r : i1
}

// CHECK-LABEL: emitc.func @index_casts
// CHECK:       emitc.cast %{{.*}} : i32 to !emitc.ptrdiff_t
// CHECK:       emitc.cast %{{.*}} : !emitc.ptrdiff_t to !emitc.size_t
// CHECK:       emitc.cast %{{.*}} : !emitc.size_t to i64
func.func @index_casts(%a: i32) -> i64 {
  %i = arith.index_cast %a : i32 to index
  %r = arith.index_castui %i : index to i64
  return %r : i64
}

// CHECK-LABEL: emitc.func @float_to_unsigned
// CHECK:       emitc.cast %{{.*}} : f32 to ui32
// CHECK:       emitc.cast %{{.*}} : ui32 to i32
func.func @float_to_unsigned(%a: f32) -> i32 {
  %r = arith.fptoui %a : f32 to i32
  return %r : i32
}

// One rounding only: f64 to f16 directly, and i64 to bf16 as well.
// CHECK-LABEL: emitc.func @round_once
// CHECK:       emitc.call_opaque "f64_to_f16"
// CHECK:       emitc.call_opaque "i64_to_bf16"
func.func @round_once(%a: f64, %b: i64) -> (f16, bf16) {
  %x = arith.truncf %a : f64 to f16
  %y = arith.sitofp %b : i64 to bf16
  return %x, %y : f16, bf16
}

// The sum may wrap around, so it is computed on the unsigned bits that are there already.
// CHECK-LABEL: emitc.func @bits
// CHECK:       %[[B:[a-zA-Z0-9_]+]] = emitc.call_opaque "bits_of_f32"(%{{.*}}) {pure} : (f32) -> ui32
// CHECK:       emitc.add %[[B]], %[[B]] : (ui32, ui32) -> ui32
// CHECK:       emitc.call_opaque "f32_of_bits"
func.func @bits(%a: f32) -> f32 {
  %i = arith.bitcast %a : f32 to i32
  %n = arith.addi %i, %i : i32
  %r = arith.bitcast %n : i32 to f32
  return %r : f32
}
