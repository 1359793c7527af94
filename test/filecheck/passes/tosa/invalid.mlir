// RUN: not microaot-opt %s -p tosa-to-linalg 2>&1 | filecheck %s

// All ops that stand in the way are reported at once, each with its place and what to do instead.
// CHECK: invalid.mlir:{{[0-9]+}}:{{[0-9]+}}: error: 'tosa.variable' is not supported; make the state an input and an output of the model
// CHECK-NEXT: invalid.mlir:{{[0-9]+}}:{{[0-9]+}}: error: 'tosa.variable_read' is not supported; make the state an input of the model
// CHECK-NEXT: invalid.mlir:{{[0-9]+}}:{{[0-9]+}}: error: 'tosa.cast_to_block_scaled' is not supported; store the tensor as floats
// CHECK-NEXT: invalid.mlir:{{[0-9]+}}:{{[0-9]+}}: error: 'tosa.exp' has elements of type f8E5M2; use wider ones
// CHECK-NEXT: invalid.mlir:{{[0-9]+}}:{{[0-9]+}}: error: 'tosa.maximum' computes with tensor<4xui8>; use tosa.rescale before it
// CHECK-NEXT: layer_7: error: 'tosa.abs' has a dynamic shape, tensor<?x4xf32>; fix it with fix-batch
// CHECK-NOT: error
tosa.variable @state = dense<0> : tensor<4xi8>
func.func @f(%x: tensor<?x4xf32>, %y: tensor<*xf32>, %z: tensor<1x64xf32>, %q: tensor<4xf8E5M2>, %u: tensor<4xui8>) {
  %0 = tosa.variable_read @state : tensor<4xi8>
  %1 = tosa.abs %x : (tensor<?x4xf32>) -> tensor<?x4xf32> loc("layer_7")
  %2 = tosa.abs %y : (tensor<*xf32>) -> tensor<*xf32>
  %3:2 = tosa.cast_to_block_scaled %z {block_size = BLOCK_SIZE_32} : (tensor<1x64xf32>) -> (tensor<1x64xf8E5M2>, tensor<1x2xf8E8M0FNU>)
  %4 = tosa.exp %q : (tensor<4xf8E5M2>) -> tensor<4xf8E5M2>
  %5 = tosa.maximum %u, %u : (tensor<4xui8>, tensor<4xui8>) -> tensor<4xui8>
  return
}
