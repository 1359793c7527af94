// RUN: not microaot-opt %s 2>&1 | filecheck %s

// CHECK: 'linalg.abs': 'abs' is not defined on i32
func.func @no_integer_abs(%a: memref<4xi32>) {
  linalg.abs ins(%a : memref<4xi32>) outs(%a : memref<4xi32>)
  return
}
