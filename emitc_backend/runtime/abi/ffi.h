/* Packed functions of TVM-FFI (apache-tvm-ffi 0.1): values that know their type.
 *
 * TVM-FFI's own headers may be included in the same file, before or after: where the compiler finds
 * <tvm/ffi/c_api.h>, this header includes it and declares no types. Members have the names that
 * they have there, so the same code compiles with either. The functions are those of libtvm_ffi.
 */
#ifndef MICROAOT_FFI_H
#define MICROAOT_FFI_H

#include "dlpack.h"

/* Members of unions without a name are C11, and an extension that compilers have in C99. */
#ifdef __GNUC__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#endif

#if !defined(TVM_FFI_C_API_H_) && defined(__has_include)
#if __has_include(<tvm/ffi/c_api.h>)
#include <tvm/ffi/c_api.h>
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

#ifndef TVM_FFI_C_API_H_
#define TVM_FFI_C_API_H_

/* Values of `type_index`: up to 63 the value itself is stored, from 64 on an object. */
#ifdef __cplusplus
enum TVMFFITypeIndex : int32_t {
#else
typedef enum {
#endif
    kTVMFFINone = 0,
    kTVMFFIInt = 1,
    kTVMFFIBool = 2,
    kTVMFFIFloat = 3,
    kTVMFFIOpaquePtr = 4,
    kTVMFFIDataType = 5,
    kTVMFFIDevice = 6,
    kTVMFFIDLTensorPtr = 7,
    kTVMFFIRawStr = 8,
    kTVMFFIByteArrayPtr = 9,
    kTVMFFIObjectRValueRef = 10,
    kTVMFFISmallStr = 11,
    kTVMFFISmallBytes = 12,
    kTVMFFIStaticObjectBegin = 64,
    kTVMFFIObject = 64,
    kTVMFFIStr = 65,
    kTVMFFIBytes = 66,
    kTVMFFIError = 67,
    kTVMFFIFunction = 68,
    kTVMFFIShape = 69,
    kTVMFFITensor = 70,
    kTVMFFIArray = 71,
    kTVMFFIMap = 72,
    kTVMFFIModule = 73
#ifdef __cplusplus
};
#else
} TVMFFITypeIndex;
#endif

typedef void *TVMFFIObjectHandle;

/* What every object begins with. The DLTensor of a kTVMFFITensor follows it directly. */
typedef struct {
    uint64_t combined_ref_count;
    int32_t type_index;
    uint32_t reserved;
    union {
        void (*deleter)(void *self, int flags);
        int64_t eight_bytes;
    };
} TVMFFIObject;

typedef struct {
    int32_t type_index;
    union {
        uint32_t zero_padding; /* 0 unless the value is a small string */
        uint32_t small_str_len;
    };
    union {
        int64_t v_int64;
        double v_float64;
        void *v_ptr;
        const char *v_c_str;
        TVMFFIObject *v_obj;
        DLDataType v_dtype;
        DLDevice v_device;
        char v_bytes[8];
        uint64_t v_uint64;
    };
} TVMFFIAny;

typedef struct {
    const char *data;
    size_t size;
} TVMFFIByteArray;

/* A packed function: 0 is success, anything else a failure whose error has been raised. */
typedef int (*TVMFFISafeCallType)(void *handle, const TVMFFIAny *args, int32_t num_args,
                                  TVMFFIAny *result);

#endif /* TVM_FFI_C_API_H_ */

/* Raises an error of a kind, such as "TypeError". */
void TVMFFIErrorSetRaisedFromCStr(const char *kind, const char *message);

/* The same with a message in parts; those that are NULL are left out. */
void TVMFFIErrorSetRaisedFromCStrParts(const char *kind, const char **message_parts,
                                       int32_t num_parts);

/* Finds a function by name among those that the module `library_ctx` imports. */
int TVMFFIEnvModLookupFromImports(TVMFFIObjectHandle library_ctx, const char *func_name,
                                  TVMFFIObjectHandle *out);

int TVMFFIFunctionCall(TVMFFIObjectHandle func, TVMFFIAny *args, int32_t num_args,
                       TVMFFIAny *result);

int TVMFFIObjectDecRef(TVMFFIObjectHandle obj);

#ifdef __cplusplus
}
#endif

#define MICROAOT_LAYOUT(name, holds) typedef char microaot_layout_of_##name[(holds) ? 1 : -1]
MICROAOT_LAYOUT(TVMFFIAny, sizeof(TVMFFIAny) == 16 && offsetof(TVMFFIAny, v_int64) == 8);
MICROAOT_LAYOUT(TVMFFIAny_padding, offsetof(TVMFFIAny, zero_padding) == 4);
MICROAOT_LAYOUT(TVMFFIObject, sizeof(TVMFFIObject) == 24);
MICROAOT_LAYOUT(TVMFFIObject_type_index, offsetof(TVMFFIObject, type_index) == 8);
MICROAOT_LAYOUT(TVMFFIByteArray, offsetof(TVMFFIByteArray, size) == sizeof(void *));
MICROAOT_LAYOUT(TVMFFI_tensors, kTVMFFIDLTensorPtr == 7 && kTVMFFITensor == 70);
#undef MICROAOT_LAYOUT

#ifdef __GNUC__
#pragma GCC diagnostic pop
#endif

#endif /* MICROAOT_FFI_H */
