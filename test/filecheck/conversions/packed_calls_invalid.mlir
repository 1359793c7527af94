// RUN: microaot-opt %s -p plain-to-emitc --verify-diagnostics | filecheck %s

// What a call names has to be there.
// CHECK: error: 'type_erased.call' refers to an unknown symbol @g_packed
func.func @f() {
  %v, %c = type_erased.frame : !emitc.array<1x!emitc.opaque<"TVMValue">>, !emitc.array<1x!emitc.opaque<"int">>
  type_erased.call @g_packed() tvm frame(%v, %c : !emitc.array<1x!emitc.opaque<"TVMValue">>, !emitc.array<1x!emitc.opaque<"int">>)
  return
}
