/* What a value of this type index is called in messages. */
#include <stdint.h>
#include "ffi.h"

static const char *packed_kind_of_ffi(int32_t type_index)
{
    /* In the order of TVMFFITypeIndex. Texts instead of pointers to texts take less flash. */
    static const char kinds[][8] = {"None",   "int",    "bool", "float", "pointer", "dtype", "device",
                                    "tensor", "str",    "bytes", "object", "str",   "bytes"};
    if (type_index == kTVMFFITensor) {
        type_index = kTVMFFIDLTensorPtr;
    } else if (type_index == kTVMFFIStr) {
        type_index = kTVMFFIRawStr;
    } else if (type_index == kTVMFFIBytes) {
        type_index = kTVMFFIByteArrayPtr;
    } else if (type_index < kTVMFFINone || type_index > kTVMFFISmallBytes) {
        type_index = kTVMFFIObjectRValueRef;
    }
    return kinds[type_index];
}
