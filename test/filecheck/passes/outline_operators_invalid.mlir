// RUN: not microaot-opt %s -p outline-operators 2>&1 | filecheck %s

// CHECK: outline_operators_invalid.mlir:{{[0-9]+}}:{{[0-9]+}}: error: 'func.func' input 1 is a tensor<?x4xf32>; memory is planned for fixed sizes: fix the batch, or export the model for inputs of fixed sizes
func.func @main(%n: index, %x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  return %x : tensor<?x4xf32>
}
