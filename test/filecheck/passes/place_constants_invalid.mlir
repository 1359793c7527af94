// RUN: microaot-opt %s -p 'place-constants{pools="tiny:4","qspi:6:app"}' --verify-diagnostics --split-input-file | filecheck %s

// CHECK: error: 'memref.global' has 7 B, for which there is no room in tiny (4 B), qspi (6 B)
memref.global "private" constant @w : memref<7xi8> = dense<1>
func.func @main() {
  return
}

// -----

// CHECK: error: 'memref.global' wants to be in pool 'flash', which is not given
memref.global "private" constant @w : memref<2xi8> = dense<1> {aot.pools = ["flash"]}
func.func @main() {
  return
}

// -----

// CHECK: error: 'memref.get_global' uses @w, which only @main gets from pool 'qspi'
memref.global "private" constant @w : memref<2xi8> = dense<1> {aot.pools = ["qspi"]}
func.func @main() {
  return
}
func.func private @f() {
  %w = memref.get_global @w : memref<2xi8>
  return
}

// -----

// CHECK: error: 'memref.global' has elements of i4: which bytes they are is known to C only
memref.global "private" constant @w : memref<2xi4> = dense<1> {aot.pools = ["qspi"]}
func.func @main() {
  return
}
