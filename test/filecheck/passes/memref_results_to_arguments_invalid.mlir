// RUN: microaot-opt %s -p memref-results-to-arguments --verify-diagnostics | filecheck %s

// CHECK: error: 'func.func' returns memref<?xf32>, whose size only it knows
func.func @f(%m: memref<?xf32>) -> memref<?xf32> {
  return %m : memref<?xf32>
}
