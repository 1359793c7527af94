// RUN: microaot-opt %s -p static-allocs --verify-diagnostics --split-input-file | filecheck %s

// CHECK: error: 'memref.alloc' allocates memref<?xf32>: generated code has no heap, so sizes must be known
func.func @f(%n: index) {
  %a = memref.alloc(%n) : memref<?xf32>
  return
}

// -----

// CHECK: error: 'memref.alloc' allocates a static buffer in a recursive function
func.func @g() {
  %a = memref.alloc() : memref<4xf32>
  func.call @h() : () -> ()
  return
}
func.func @h() {
  func.call @g() : () -> ()
  return
}

// -----

// CHECK: error: 'memref.alloc' allocates a buffer that outlives an iteration of its loop
func.func @k(%m: memref<4xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%last = %m) -> (memref<4xf32>) {
    %a = memref.alloc() : memref<4xf32>
    memref.copy %last, %a : memref<4xf32> to memref<4xf32>
    scf.yield %a : memref<4xf32>
  }
  return
}
