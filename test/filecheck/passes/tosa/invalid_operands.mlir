// RUN: not microaot-opt %s -p tosa-to-linalg 2>&1 | filecheck %s

// CHECK: invalid_operands.mlir:{{[0-9]+}}:{{[0-9]+}}: error: 'tosa.pad' needs a constant padding; compute it with tosa.const_shape
// CHECK-NEXT: error: 'tosa.custom' names the operator 'my-op', which is no C function; rename it
// CHECK-NEXT: error: 'tosa.custom' has the operator_name "\FF", which is no text; rename it
// CHECK-NEXT: {{.*}}error: 'tosa.apply_scale' works on vectors; use tosa.rescale on a tensor
// CHECK-NEXT: {{.*}}error: 'tosa.apply_scale' shifts by 1; TOSA allows 2 to 62
func.func @f(%x: tensor<4xf32>, %s: !tosa.shape<2>, %p: tensor<1xf32>, %v: vector<4xi32>, %n: vector<4xi8>, %a: i32) {
  %0 = tosa.pad %x, %s, %p : (tensor<4xf32>, !tosa.shape<2>, tensor<1xf32>) -> tensor<6xf32>
  %1 = tosa.custom %x {domain_name = "", implementation_attrs = "", operator_name = "my-op"} : (tensor<4xf32>) -> tensor<4xf32>
  %2 = tosa.custom %x {domain_name = "", implementation_attrs = "", operator_name = "\FF"} : (tensor<4xf32>) -> tensor<4xf32>
  %c1 = arith.constant 1 : i8
  %3 = tosa.apply_scale %v, %v, %n {rounding_mode = SINGLE_ROUND} : (vector<4xi32>, vector<4xi32>, vector<4xi8>) -> vector<4xi32>
  %4 = tosa.apply_scale %a, %a, %c1 {rounding_mode = SINGLE_ROUND} : (i32, i32, i8) -> i32
  return
}
