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

// -----

// In C, one name is one function.
// CHECK: error: 'packed.call' needs a packed entry @g, which is called unpacked too
packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
func.func private @g(!packed.buffer<4xf32, @cpu>)
func.func @f(%m: memref<4xf32>) {
  %b = packed.make_buffer %m : memref<4xf32> -> !packed.buffer<4xf32, @cpu>
  packed.call @g(%b) : (!packed.buffer<4xf32, @cpu>) -> ()
  packed.call @g(%b) via cpacked : (!packed.buffer<4xf32, @cpu>) -> ()
  return
}
