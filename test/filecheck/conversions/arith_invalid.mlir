// RUN: microaot-opt %s -p convert-to-emitc --verify-diagnostics --split-input-file | filecheck %s

// CHECK: error: 'arith.extsi' has type i128, which has no counterpart in C99
func.func @wide(%x: i64) -> i1 {
  %w = arith.extsi %x : i64 to i128
  %c = arith.cmpi eq, %w, %w : i128
  return %c : i1
}

// -----

// CHECK: error: 'arith.constant' has type vector<4xi32>, which has no counterpart in C99
func.func @vector() -> i1 {
  %v = arith.constant dense<1> : vector<4xi32>
  %s = arith.addi %v, %v : vector<4xi32>
  %t = arith.constant true
  return %t : i1
}

// -----

// CHECK: error: 'arith.constant' has type tensor<4xf32>, which has no counterpart in C99
func.func @tensor() {
  %t = arith.constant dense<1.0> : tensor<4xf32>
  return
}

// -----

// CHECK: error: 'arith.truncf' rounds otherwise than to nearest even, which C cannot do
func.func @rounding_mode(%x: f32) -> f16 {
  %r = arith.truncf %x upward : f32 to f16
  return %r : f16
}

// -----

// CHECK: error: 'arith.scaling_extf' cannot be converted to C
func.func @scaling(%x: f16, %s: f16) -> f32 {
  %r = arith.scaling_extf %x, %s : f16, f16 to f32
  return %r : f32
}
