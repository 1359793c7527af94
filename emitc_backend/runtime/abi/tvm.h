/* Packed functions of TVM v0.14: values with type codes beside them.
 *
 * TVM's own headers may be included in the same file, before or after: where the compiler finds
 * them, this header includes them and declares no types. A program that calls functions by name or
 * reports messages links TVM's runtime, or defines the functions below itself.
 */
#ifndef MICROAOT_TVM_H
#define MICROAOT_TVM_H

#include "dlpack.h"

#if !defined(TVM_RUNTIME_C_BACKEND_API_H_) && defined(__has_include)
#if __has_include(<tvm/runtime/c_runtime_api.h>)
#include <tvm/runtime/c_backend_api.h>
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

#ifndef TVM_RUNTIME_C_RUNTIME_API_H_
#define TVM_RUNTIME_C_RUNTIME_API_H_

typedef union {
    int64_t v_int64;
    double v_float64;
    void *v_handle;
    const char *v_str;
    DLDataType v_type;
    DLDevice v_device;
} TVMValue;

/* Which member of a value is meant, and what a handle points to. */
typedef enum {
    kTVMArgInt = 0,
    kTVMArgFloat = 2,
    kTVMOpaqueHandle = 3,
    kTVMNullptr = 4,
    kTVMDataType = 5,
    kDLDevice = 6,
    kTVMDLTensorHandle = 7,
    kTVMObjectHandle = 8,
    kTVMModuleHandle = 9,
    kTVMPackedFuncHandle = 10,
    kTVMStr = 11,
    kTVMBytes = 12,
    kTVMNDArrayHandle = 13,
    kTVMObjectRValueRefArg = 14
} TVMArgTypeCode;

typedef void *TVMFunctionHandle;

#endif /* TVM_RUNTIME_C_RUNTIME_API_H_ */

#ifndef TVM_RUNTIME_C_BACKEND_API_H_
#define TVM_RUNTIME_C_BACKEND_API_H_

/* A packed function: 0 is success, anything else a failure whose message has been set. */
typedef int (*TVMBackendPackedCFunc)(TVMValue *args, int *type_codes, int num_args,
                                     TVMValue *out_ret_value, int *out_ret_tcode,
                                     void *resource_handle);

#endif /* TVM_RUNTIME_C_BACKEND_API_H_ */

/* Keeps a copy of the message of the current error. */
void TVMAPISetLastError(const char *msg);

/* Finds a function by name among those that the module `mod_node` can call. */
int TVMBackendGetFuncFromEnv(void *mod_node, const char *func_name, TVMFunctionHandle *out);

int TVMFuncCall(TVMFunctionHandle func, TVMValue *arg_values, int *type_codes, int num_args,
                TVMValue *ret_val, int *ret_type_code);

#ifdef __cplusplus
}
#endif

#define MICROAOT_LAYOUT(name, holds) typedef char microaot_layout_of_##name[(holds) ? 1 : -1]
MICROAOT_LAYOUT(TVMValue, sizeof(TVMValue) == 8);
MICROAOT_LAYOUT(TVM_codes, kTVMArgInt == 0 && kTVMArgFloat == 2 && kTVMOpaqueHandle == 3);
MICROAOT_LAYOUT(TVM_tensors, kTVMDLTensorHandle == 7 && kTVMNDArrayHandle == 13);
#undef MICROAOT_LAYOUT

#endif /* MICROAOT_TVM_H */
