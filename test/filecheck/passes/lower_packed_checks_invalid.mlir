// RUN: microaot-opt %s -p lower-packed-checks --verify-diagnostics | filecheck %s

// A function that is a value has a type that somebody relies on.
// CHECK: error: 'func.constant' relies on the type of @f, which has to return a status
func.func @f(%ok: i1) {
  packed.check %ok, value_error, "wrong"
  return
}
func.func @h() -> ((i1) -> ()) {
  %f = func.constant @f : (i1) -> ()
  return %f : (i1) -> ()
}
