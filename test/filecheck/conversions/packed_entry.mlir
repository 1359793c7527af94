// RUN: microaot-opt %s -p plain-to-emitc -t microaot-c | filecheck %s
// RUN: microaot-opt %s -p plain-to-emitc -t microaot-header | filecheck %s --check-prefix HEADER

// HEADER: #include <stdint.h>
// HEADER-NEXT: #include "ffi.h"
// HEADER-NEXT: #include "tvm.h"
// HEADER: int first(void *self, const TVMFFIAny *args, int32_t num_args, TVMFFIAny *result);

// Each step is checked before the next: no read moves above a check.

// CHECK: #include "dlpack.h"
// CHECK-NEXT: #include "ffi.h"
// CHECK-NEXT: #include "tvm.h"
// CHECK: static DLTensor *packed_tensor_ffi(
// CHECK-LABEL: int first(void *self, const TVMFFIAny *args, int32_t num_args, TVMFFIAny *result)
// CHECK-NEXT: {
// CHECK-NEXT:   (void)self;
// CHECK-NEXT:   if (num_args != 1) {
// CHECK-NEXT:     return packed_error_ffi("TypeError", "f", NULL, "1 argument", NULL);
// CHECK-NEXT:   }
// CHECK-NEXT:   if (args == NULL) {
// CHECK-NEXT:     return packed_error_ffi("TypeError", "f", NULL, "arguments", NULL);
// CHECK-NEXT:   }
// CHECK-NEXT:   if (args[0].type_index != 7) {
// CHECK-NEXT:     return packed_error_ffi("TypeError", "f", "x",
// CHECK-NEXT:             "a tensor", packed_kind_of_ffi(args[0].type_index));
// CHECK-NEXT:   }
// CHECK-NEXT:   const DLTensor *const x = packed_tensor_ffi(args);
// CHECK-NEXT:   if (x->ndim != 1) {
// CHECK:        }
// CHECK-NEXT:   if (x->shape[0] >= 5) {
// CHECK-NEXT:     return packed_error_ffi("ValueError", "f", "x", "few {elements}", NULL);
// CHECK-NEXT:   }
// CHECK-NEXT:   const float v = ((const float *)x->data)[(ptrdiff_t)x->shape[0]];
// CHECK-NEXT:   result->type_index = 3;
// CHECK-NEXT:   result->zero_padding = 0U;
// CHECK-NEXT:   result->v_float64 = (double)v;
// CHECK-NEXT:   return 0;
// CHECK-NEXT: }
func.func @first(%args: !packed.arguments<ffi>) attributes {packed.function = "f"} {
  %count = packed.argument_count %args : !packed.arguments<ffi>
  %one = arith.constant 1 : i32
  %ok0 = arith.cmpi eq, %count, %one : i32
  packed.check_argument %ok0, type_error, "", "1 argument"
  %ok1 = packed.has_arguments %args : !packed.arguments<ffi>
  packed.check_argument %ok1, type_error, "", "arguments"
  %type = packed.type_index %args, 0 : !packed.arguments<ffi>
  %seven = arith.constant 7 : i32
  %ok2 = arith.cmpi eq, %type, %seven : i32
  packed.check_argument %ok2, type_error, "x", "a tensor" got %type : i32
  %x = packed.tensor_argument %args, 0 : !packed.arguments<ffi>
  %rank = packed.field %x, ndim : i32
  %ok3 = arith.cmpi eq, %rank, %one : i32
  packed.check_argument %ok3, value_error, "x", "1 dimension"
  %extent = packed.field %x, shape : i64
  %five = arith.constant 5 : i64
  %ok4 = arith.cmpi slt, %extent, %five : i64
  packed.check_argument %ok4, value_error, "x", "few {elements}"
  %b = packed.assume_buffer %x : !packed.buffer<?xf32>
  %m = packed.data %b : !packed.buffer<?xf32> -> memref<?xf32>
  %n = packed.dim %b, 0 : !packed.buffer<?xf32>
  %v = memref.load %m[%n] : memref<?xf32>
  %d = arith.extf %v : f32 to f64
  packed.return_value %args, %d : !packed.arguments<ffi>, f64
  return
}

// CHECK-LABEL: int both(TVMValue *args, int *type_codes, int num_args, TVMValue *ret_value, int *ret_type_code, void *resource_handle)
// CHECK: if (!(args != NULL && type_codes != NULL)) {
// CHECK: if ((int32_t)type_codes[0] != 7) {
// CHECK: packed_kind_of_tvm(type_codes[0])
// CHECK: return 0;
func.func @both(%args: !packed.arguments<tvm>) {
  %ok = packed.has_arguments %args : !packed.arguments<tvm>
  packed.check_argument %ok, type_error, "", "arguments"
  %type = packed.type_index %args, 0 : !packed.arguments<tvm>
  %seven = arith.constant 7 : i32
  %ok2 = arith.cmpi eq, %type, %seven : i32
  packed.check_argument %ok2, type_error, "x", "a tensor" got %type : i32
  return
}
