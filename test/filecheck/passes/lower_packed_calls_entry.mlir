// RUN: microaot-opt %s -p 'lower-packed-calls{abi=tvm}' | filecheck %s
// RUN: microaot-opt %s -p 'lower-packed-calls{abi=ffi}' --verify-diagnostics | filecheck %s --check-prefix OTHER

// Who is called through one ABI hears nothing of errors in the other.
// OTHER: error: 'packed.call' reports its errors in the ABI ffi, but an entry in the ABI tvm may be where it comes from

// An entry hands on the descriptor that it got, and returns a status anyway.
// CHECK:      func.func @entry(%[[ARGS:.*]]: !packed.arguments<tvm>) {
// CHECK:        %[[D:.*]] = packed.tensor_argument %[[ARGS]], 0
// CHECK-NEXT:   %[[B:.*]] = packed.assume_buffer %[[D]] : !packed.buffer<4xf32>
// CHECK-NEXT:   type_erased.call @call_sum(%[[B]] : !packed.buffer<4xf32>) tvm frame(
// CHECK-NEXT:   func.return
func.func @entry(%args: !packed.arguments<tvm>) {
  %d = packed.tensor_argument %args, 0 : !packed.arguments<tvm>
  %b = packed.assume_buffer %d : !packed.buffer<4xf32>
  packed.call "sum"(%b) via packed : (!packed.buffer<4xf32>) -> ()
  return
}
