// RUN: not microaot-opt %s -p refine-shapes,outline-operators 2>&1 | filecheck %s

// CHECK: outline_operators_open_sizes.mlir:{{[0-9]+}}:{{[0-9]+}}: error: 'tensor.empty' gives a tensor<?xf32>, whose size depends on values that the model computes; memory is planned for fixed sizes: export the model with constant shapes
func.func @main(%n: index) -> tensor<?xf32> {
  %e = tensor.empty(%n) : tensor<?xf32>
  return %e : tensor<?xf32>
}
