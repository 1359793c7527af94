// RUN: microaot-opt %s -p 'plain-to-emitc{prefix=lib}' -t microaot-c | filecheck %s
// RUN: microaot-opt %s -p 'generate-packed-wrappers{abi=ffi},plain-to-emitc{prefix=lib}' -t microaot-c | filecheck %s --check-prefix FFI
// RUN: microaot-opt %s -p 'generate-packed-wrappers{abi=tvm},plain-to-emitc{prefix=lib}' -t microaot-c | filecheck %s --check-prefix TVM
// RUN: microaot-opt %s -p 'generate-packed-wrappers{abi=tvm error_messages=none},plain-to-emitc{prefix=lib}' -t microaot-c | filecheck %s
// RUN: microaot-opt %s -p 'generate-packed-wrappers{abi=ffi error_messages=none},plain-to-emitc{prefix=lib}' -t microaot-c | filecheck %s --check-prefix SILENT
// RUN: microaot-opt %s -p 'generate-packed-wrappers{abi=tvm},generate-packed-wrappers{abi=ffi},plain-to-emitc{prefix=lib}' -t microaot-c | filecheck %s --check-prefix BOTH

// The kind of error is the status; the message goes to those that can hear it, before the return.

// FFI:        static int32_t packed_error_ffi(
// TVM:        static int32_t packed_error_tvm(
// CHECK:      int32_t lib_f_checked(bool ok)
// CHECK-NEXT: {
// CHECK-NEXT:   if (!ok) {
// CHECK-NEXT:     return 3;
// FFI:          packed_error_ffi("IndexError", "f", NULL, NULL, "no \"{} {\"");
// FFI-NEXT:     return 3;
// TVM:          packed_error_tvm("IndexError", "f", NULL, NULL, "no \"{} {\"");
// TVM-NEXT:     return 3;
// SILENT:       packed_failure_ffi("IndexError");
// SILENT-NEXT:  return 3;
// BOTH:         packed_error_tvm("IndexError", "f", NULL, NULL, "no \"{} {\"");
// BOTH-NEXT:    packed_error_ffi("IndexError", "f", NULL, NULL, "no \"{} {\"");
// BOTH-NEXT:    return 3;
// CHECK-NEXT:   }
// CHECK-NEXT:   return 0;
// CHECK-NEXT: }
func.func @f(%ok: i1) {
  packed.check %ok, index_error, "no \"{} {\""
  return
}
