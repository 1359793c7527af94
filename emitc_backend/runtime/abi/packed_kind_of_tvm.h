/* What a value of this type code is called in messages. */
#include "tvm.h"

static const char *packed_kind_of_tvm(int type_code)
{
    /* In the order of TVMArgTypeCode. Texts instead of pointers to texts take less flash. */
    static const char kinds[][8] = {"int",    "object", "float",  "pointer", "None",
                                    "dtype",  "device", "tensor", "object",  "module",
                                    "object", "str",    "bytes",  "tensor"};
    if (type_code < kTVMArgInt || type_code > kTVMNDArrayHandle) {
        type_code = kTVMObjectHandle;
    }
    return kinds[type_code];
}
