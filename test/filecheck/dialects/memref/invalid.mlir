// RUN: microaot-opt %s --verify-diagnostics --parsing-diagnostics --split-input-file | filecheck %s

func.func @f(%m: memref<8xf32>, %s: memref<3xindex>) {
  // CHECK: expects a shape operand with 2 elements
  %0 = memref.reshape %m(%s) : (memref<8xf32>, memref<3xindex>) -> memref<?x?xf32>
  return
}

// -----

func.func @f(%m: memref<8xf32>) {
  // CHECK: expects a size operand exactly for a dynamic result
  %0 = memref.realloc %m : memref<8xf32> to memref<?xf32>
  return
}

// -----

func.func @f(%m: memref<2x3xf32>) {
  // CHECK: expects a result with the permuted extents of the source
  %0 = memref.transpose %m (i, j) -> (j, i) : memref<2x3xf32> to memref<2x3xf32, strided<[1, 3]>>
  return
}

// -----

func.func @f(%m: memref<2x3xf32>) {
  // CHECK: expects a permutation of the dimensions of the source
  %0 = memref.transpose %m (i, j) -> (j, j) : memref<2x3xf32> to memref<3x3xf32, strided<[1, 3]>>
  return
}

// -----

func.func @f(%a: memref<4xf32>, %b: memref<5xf32>) {
  // CHECK: Expected source and destination to have the same shape.
  memref.copy %a, %b : memref<4xf32> to memref<5xf32>
  return
}

// -----

func.func @f(%a: memref<4xf32>, %i: index) {
  // CHECK: expects a locality from 0 to 3
  memref.prefetch %a[%i], read, locality<4>, data : memref<4xf32>
  return
}

// -----

func.func @f(%m: memref<4xi32>, %i: index) {
  // CHECK: expects the region to yield an element
  %0 = memref.generic_atomic_rmw %m[%i] : memref<4xi32> {
  ^bb0(%old: i32):
    memref.atomic_yield %i : index
  }
  return
}

// -----

// CHECK: the resource 'missing' has no data in this file
memref.global "private" constant @c : memref<4xi8> = dense_resource<missing>

// -----

// CHECK: the resource 'short' has 1 bytes, which does not fit the type tensor<4xi8>
memref.global "private" constant @c : memref<4xi8> = dense_resource<short>
{-#
  dialect_resources: { builtin: { short: "0x0100000001" } }
#-}

// -----

// CHECK: Shape mismatch in dense literal
memref.global "private" constant @c : memref<4xi8> = dense<[1, 2]>
