// RUN: microaot-opt %s -p 'lower-packed-calls{abi=tvm},plain-to-emitc' --verify-diagnostics | filecheck %s

// The function is defined here, so its entry has to be made here.
// CHECK: error: 'type_erased.call' refers to an unknown symbol @g_packed
func.func @g() {
  return
}
func.func @f() {
  packed.call @g() via cpacked : () -> ()
  return
}
