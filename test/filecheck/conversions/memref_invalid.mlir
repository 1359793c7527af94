// RUN: microaot-opt %s -p convert-to-emitc --verify-diagnostics --split-input-file | filecheck %s

// CHECK: error: 'memref.alloca' has type memref<?xf32>: its size is not known at compile time
func.func @vla(%n: index) {
  %a = memref.alloca(%n) : memref<?xf32>
  return
}

// -----

// CHECK: error: 'func.func' has type i128, which has no counterpart in C99
func.func @wide(%x: i128) {
  return
}

// -----

// CHECK: error: 'func.func' has type memref<*xf32>, which has no counterpart in C99
func.func @unranked(%m: memref<*xf32>) {
  return
}

// -----

// CHECK: error: 'memref.get_global' refers to an unknown symbol @nowhere
func.func @missing() {
  %m = memref.get_global @nowhere : memref<4xf32>
  return
}
