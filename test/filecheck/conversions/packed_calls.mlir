// RUN: microaot-opt %s -p 'lower-packed-calls{abi=tvm},plain-to-emitc{prefix=lib}' -t microaot-c | filecheck %s --check-prefixes CHECK,TVM
// RUN: microaot-opt %s -p 'lower-packed-calls{abi=ffi},plain-to-emitc{prefix=lib}' -t microaot-c | filecheck %s --check-prefixes CHECK,FFI

packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}
packed.device @npu {device_type = 12 : i32, device_id = 3 : i32}
packed.device @fpga {device_type = 17 : i32, device_id = 0 : i32}

// TVM: #include "tvm.h"
// FFI: #include "ffi.h"

// TVM:   extern int add(TVMValue *args, int *type_codes, int num_args, TVMValue *result, int *result_type_code,
// FFI:   extern int __tvm_ffi_add(void *self, const TVMFFIAny *args, int32_t num_args, TVMFFIAny *result);

// CHECK-DAG: static const int64_t shape_3x4[2] = {3, 4};
// CHECK-DAG: static const int64_t strides_8x1[2] = {8, 1};

// CHECK:      static {{.*}} lib_call_sum(
// CHECK:        int32_t status = 0;
// CHECK-NEXT:   if (lib_sum_handle == NULL) {
// TVM-NEXT:       status = TVMBackendGetFuncFromEnv(__tvm_module_ctx, "sum", &lib_sum_handle);
// FFI-NEXT:       status = TVMFFIEnvModLookupFromImports(__tvm_ffi__library_ctx, "sum", &lib_sum_handle);
// CHECK-NEXT:   }
// CHECK-NEXT:   if (status == 0) {
// TVM-NEXT:       status = TVMFuncCall(lib_sum_handle, args, type_codes, num_args, result, result_type_code);
// FFI-NEXT:       status = TVMFFIFunctionCall(lib_sum_handle, args, num_args, result);
// CHECK-NEXT:   }
// CHECK-NEXT:   return status;

// CHECK:      int32_t lib_f_checked(float x[3][4])
// CHECK-NEXT: {
// CHECK-NEXT:   DLTensor tensors[1];
// TVM-NEXT:     TVMValue values[2];
// TVM-NEXT:     int type_codes[2];
// FFI-NEXT:     TVMFFIAny values[2];
// CHECK-NEXT:   tensors[0].data = (void *)&x[0][0];
// CHECK-NEXT:   tensors[0].device.device_type = kDLCPU;
// CHECK-NEXT:   tensors[0].device.device_id = 0;
// CHECK-NEXT:   tensors[0].ndim = 2;
// CHECK-NEXT:   tensors[0].dtype.code = kDLFloat;
// CHECK-NEXT:   tensors[0].dtype.bits = 32;
// CHECK-NEXT:   tensors[0].dtype.lanes = 1;
// CHECK-NEXT:   tensors[0].shape = (int64_t *)shape_3x4;
// CHECK-NEXT:   tensors[0].strides = NULL;
// CHECK-NEXT:   tensors[0].byte_offset = 0U;
// TVM-NEXT:     values[0].v_handle = (void *)tensors;
// TVM-NEXT:     type_codes[0] = kTVMDLTensorHandle;
// TVM-NEXT:     type_codes[1] = kTVMNullptr;
// TVM-NEXT:     const int32_t status = add(values, type_codes, 1, &values[1], &type_codes[1], NULL);
// FFI-NEXT:     values[0].v_ptr = (void *)tensors;
// FFI-NEXT:     values[0].type_index = kTVMFFIDLTensorPtr;
// FFI-NEXT:     values[0].zero_padding = 0U;
// FFI-NEXT:     values[1].type_index = kTVMFFINone;
// FFI-NEXT:     values[1].zero_padding = 0U;
// FFI-NEXT:     const int32_t status = __tvm_ffi_add(NULL, values, 1, &values[1]);
// CHECK-NEXT:   if (status != 0) {
// CHECK-NEXT:     return status;
// CHECK-NEXT:   }
// CHECK-NEXT:   return 0;
func.func @f(%x: memref<3x4xf32>) {
  %b = packed.make_buffer %x : memref<3x4xf32> -> !packed.buffer<3x4xf32, @cpu>
  packed.call @add(%b) via cpacked : (!packed.buffer<3x4xf32, @cpu>) -> ()
  return
}

// Offsets count from the data pointer; other dtypes and devices.
// CHECK:      int32_t lib_g_checked(
// CHECK:        tensors[0].data = (void *)&x[-8];
// CHECK-NEXT:   tensors[0].device.device_type = kDLExtDev;
// CHECK-NEXT:   tensors[0].device.device_id = 3;
// CHECK:        tensors[0].dtype.code = kDLInt;
// CHECK-NEXT:   tensors[0].dtype.bits = 16;
// CHECK:        tensors[0].shape = shape;
// CHECK-NEXT:   tensors[0].strides = (int64_t *)strides_8x1;
// CHECK-NEXT:   tensors[0].byte_offset = 16U;
// CHECK:        tensors[1].data = (void *)y;
// CHECK-NEXT:   tensors[1].device.device_type = (DLDeviceType)17;
// CHECK:        tensors[1].ndim = 0;
// CHECK-NEXT:   tensors[1].dtype.code = kDLBool;
// CHECK-NEXT:   tensors[1].dtype.bits = 8;
// CHECK:        tensors[1].shape = NULL;
func.func @g(%x: memref<?x4xi16, strided<[8, 1], offset: 8>>, %y: memref<i1>) {
  %a = packed.make_buffer %x : memref<?x4xi16, strided<[8, 1], offset: 8>> -> !packed.buffer<?x4xi16, strided<[8, 1], offset: 8>, @npu>
  %b = packed.make_buffer %y : memref<i1> -> !packed.buffer<i1, @fpga>
  packed.call @add(%a, %b) via cpacked : (!packed.buffer<?x4xi16, strided<[8, 1], offset: 8>, @npu>, !packed.buffer<i1, @fpga>) -> ()
  return
}

// Scalars: a frame without descriptors.
// CHECK:      int32_t lib_h_checked(bool p, int8_t n, float z, {{bool|_Bool}} result0[1])
// CHECK-NEXT: {
// CHECK-NOT:    DLTensor
// TVM:          values[0].v_int64 = (int64_t)p;
// TVM-NEXT:     type_codes[0] = kTVMArgInt;
// TVM-NEXT:     values[1].v_int64 = n;
// TVM-NEXT:     type_codes[1] = kTVMArgInt;
// TVM-NEXT:     values[2].v_float64 = (double)z;
// TVM-NEXT:     type_codes[2] = kTVMArgFloat;
// FFI:          values[0].v_int64 = (int64_t)p;
// FFI-NEXT:     values[0].type_index = kTVMFFIBool;
// FFI:          values[1].v_int64 = n;
// FFI-NEXT:     values[1].type_index = kTVMFFIInt;
// FFI:          values[2].v_float64 = (double)z;
// FFI-NEXT:     values[2].type_index = kTVMFFIFloat;
// CHECK:        status = lib_call_sum(
// TVM:          if ((int32_t)type_codes[3] != 0) {
// TVM-NEXT:       return packed_error_tvm("TypeError", "lib_call_sum", NULL, "a bool as result",
// TVM-NEXT:         packed_kind_of_tvm(type_codes[3]));
// FFI:          const int32_t value = values[3].type_index;
// FFI-NEXT:     if (value != 2 && value != 1) {
// FFI-NEXT:       return packed_error_ffi("TypeError", "lib_call_sum", NULL, "a bool as result",
// FFI-NEXT:         packed_kind_of_ffi(values[3].type_index));
// CHECK-NEXT:   }
// CHECK-NEXT:   result0[0] = values[3].v_int64 != 0;
func.func @h(%p: i1, %n: i8, %z: f32) -> i1 {
  %r = packed.call "sum"(%p, %n, %z) via packed : (i1, i8, f32) -> i1
  return %r : i1
}
