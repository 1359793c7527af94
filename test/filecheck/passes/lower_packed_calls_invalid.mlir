// RUN: microaot-opt %s -p lower-packed-calls --split-input-file --verify-diagnostics | filecheck %s

// A function that is a value has a type that somebody relies on.
// CHECK: error: 'func.constant' relies on the type of @f, which has to return a status
func.func @f() {
  packed.call "g"() via packed : () -> ()
  return
}
func.func @h() -> (() -> ()) {
  %f = func.constant @f : () -> ()
  return %f : () -> ()
}
