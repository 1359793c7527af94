// RUN: microaot-opt %s -p lower-packed-checks | filecheck %s
// RUN: microaot-opt %s -p 'generate-packed-wrappers{abi=ffi functions=caller},lower-packed-checks' | filecheck %s --check-prefix FFI
// RUN: microaot-opt %s -p 'generate-packed-wrappers{abi=tvm functions=caller error_messages=none},lower-packed-checks' | filecheck %s --check-prefix SILENT
// RUN: microaot-opt %s -p 'generate-packed-wrappers{abi=tvm functions=caller},generate-packed-wrappers{abi=ffi functions=caller},lower-packed-checks' | filecheck %s --check-prefix BOTH
// RUN: microaot-opt %s -p 'lower-packed-checks,disable-checks' | filecheck %s --check-prefix DISABLED
// RUN: microaot-opt %s -p 'lower-packed-checks,lower-packed-checks' | filecheck %s

// A function with a check returns a status, and so do those that call it; others stay as they are.
// A caller that is a packed entry hears of the error.

// CHECK:      func.func @checked(%[[N:.*]]: i32, %[[R:.*]]: memref<i32>) -> i32 attributes {packed.status} {
// CHECK:        type_erased.check %{{.*}}, value_error, "checked"{{$}}
// CHECK:        type_erased.check %{{.*}}, key_error, "checked"{{$}}
// CHECK:        memref.store %[[N]], %[[R]][] : memref<i32>
// CHECK-NEXT:   %[[OK:.*]] = arith.constant 0 : i32
// CHECK-NEXT:   func.return %[[OK]] : i32
// FFI:          type_erased.check %{{.*}}, value_error, "checked" says "expected no {negative} number" via [#packed<abi ffi>]
// SILENT:       type_erased.check %{{.*}}, value_error, "checked" via [#packed<abi tvm>]
// BOTH:         type_erased.check %{{.*}}, value_error, "checked" says "expected no {negative} number" via [#packed<abi tvm>, #packed<abi ffi>]
// DISABLED:   func.func @checked(%[[N:.*]]: i32, %[[R:.*]]: memref<i32>) -> i32
// DISABLED-NOT: check
// DISABLED:     return
func.func @checked(%n: i32) -> i32 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %ok = arith.cmpi sge, %n, %zero : i32
  packed.check %ok, value_error, "expected no {negative} number"
  %is_even = arith.cmpi ne, %n, %one : i32
  packed.check %is_even, key_error, "expected another number than 1"
  return %n : i32
}

// CHECK:      func.func @caller(%[[N:.*]]: i32) -> i32 attributes {packed.status} {
// CHECK-NEXT:   %[[PLACE:.*]] = memref.alloca() : memref<i32>
// CHECK-NEXT:   %[[STATUS:.*]] = func.call @checked(%[[N]], %[[PLACE]]) : (i32, memref<i32>) -> i32
// CHECK-NEXT:   type_erased.return_failure %[[STATUS]]
// FFI:        func.func @__tvm_ffi_caller(%{{.*}}: !packed.arguments<ffi>)
// FFI:          %[[STATUS:.*]] = func.call @caller(%{{.*}}) : (i32) -> i32
// FFI-NEXT:     type_erased.return_failure %[[STATUS]]
func.func @caller(%n: i32) {
  %r = func.call @checked(%n) : (i32) -> i32
  return
}

// CHECK:      func.func @other(%{{.*}}: i32) -> i32 {
func.func @other(%n: i32) -> i32 {
  return %n : i32
}

// Nobody reports to an entry that never gets there.
// CHECK:      func.func @unreached(%[[OK:.*]]: i1) -> i32 attributes {packed.status} {
// CHECK-NEXT:   type_erased.check %[[OK]], runtime_error, "unreached"{{$}}
// FFI:          type_erased.check %{{.*}}, runtime_error, "unreached"{{$}}
func.func @unreached(%ok: i1) {
  packed.check %ok, runtime_error, "broken"
  return
}
