// RUN: microaot-opt %s -p plan-memory --verify-diagnostics --split-input-file | filecheck %s
// RUN: microaot-opt %s -p 'plan-memory{pools="tiny:4:app","small:6B"}' --verify-diagnostics --split-input-file | filecheck %s --check-prefix=SMALL

// CHECK: error: 'memref.alloc' needs memory for memref<?xf32>: its size has to be known and dense
func.func @main(%n: index) {
  %a = memref.alloc(%n) : memref<?xf32>
  memref.dealloc %a : memref<?xf32>
  func.call @use(%a) : (memref<?xf32>) -> ()
  return
}
func.func private @use(%a: memref<?xf32>)

// -----

// CHECK: error: 'memref.alloc' needs memory for i128, which C99 does not have
func.func @main() {
  %a = memref.alloc() : memref<4xi128>
  func.call @use(%a) : (memref<4xi128>) -> ()
  return
}
func.func private @use(%a: memref<4xi128>)

// -----

// CHECK: error: 'memref.alloc' allocates in @f, which is recursive
func.func @main(%x: memref<4xi8>) {
  func.call @f(%x) : (memref<4xi8>) -> ()
  return
}
func.func private @f(%x: memref<4xi8>) {
  %a = memref.alloc() : memref<4xi8>
  func.call @f(%a) : (memref<4xi8>) -> ()
  return
}

// -----

// CHECK: error: 'memref.alloc' allocates in @helper, which is public but not the entry @main: make it private, so that its callers provide the memory
func.func @main(%x: memref<4xi8>) {
  func.call @helper(%x) : (memref<4xi8>) -> ()
  return
}
func.func @helper(%x: memref<4xi8>) {
  %a = memref.alloc() : memref<4xi8>
  memref.copy %x, %a : memref<4xi8> to memref<4xi8>
  return
}

// -----

// CHECK: error: 'func.constant' relies on the arguments of @helper, which would change
func.func @main(%x: memref<4xi8>) {
  %f = func.constant @helper : (memref<4xi8>) -> ()
  return
}
func.func private @helper(%x: memref<4xi8>) {
  %a = memref.alloc() : memref<4xi8>
  memref.copy %x, %a : memref<4xi8> to memref<4xi8>
  return
}

// -----

// CHECK: error: 'memref.alloc' allocates a buffer that outlives an iteration of its loop
func.func @main(%m: memref<4xf32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%last = %m) -> (memref<4xf32>) {
    %a = memref.alloc() : memref<4xf32>
    memref.copy %last, %a : memref<4xf32> to memref<4xf32>
    scf.yield %a : memref<4xf32>
  }
  return
}

// -----

// CHECK: error: 'memref.alloc' wants to be in pool 'fast', which is not given
func.func @main(%x: memref<4xi8>) {
  %a = memref.alloc() {aot.pools = ["fast"]} : memref<4xi8>
  memref.copy %x, %a : memref<4xi8> to memref<4xi8>
  return
}

// -----

// CHECK: error: 'builtin.module' has 2 public functions, none of them @main: say which is run
func.func @f() {
  return
}
func.func @g() {
  return
}

// -----

// SMALL: error: 'func.func' needs more memory than its pools have: no room for %b (5 B) in tiny (4 B), small (6 B)
func.func @main(%x: memref<5xi8>) {
  %a = memref.alloc() : memref<6xi8>
  func.call @fill(%a) : (memref<6xi8>) -> ()
  %b = memref.alloc() : memref<5xi8>
  memref.copy %x, %b : memref<5xi8> to memref<5xi8>
  memref.copy %b, %x : memref<5xi8> to memref<5xi8>
  func.call @fill(%a) : (memref<6xi8>) -> ()
  return
}
func.func private @fill(%a: memref<6xi8>)

// -----

// SMALL: error: 'func.call' calls the entry @main, whose arguments would change
func.func @main(%x: memref<4xi8>) {
  %a = memref.alloc() : memref<4xi8>
  memref.copy %x, %a : memref<4xi8> to memref<4xi8>
  memref.copy %a, %x : memref<4xi8> to memref<4xi8>
  return
}
func.func private @other(%x: memref<4xi8>) {
  func.call @main(%x) : (memref<4xi8>) -> ()
  return
}
