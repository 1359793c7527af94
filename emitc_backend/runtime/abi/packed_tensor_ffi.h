/* The descriptor that an argument of a tensor type holds or points to; NULL where it has none. */
#include <stddef.h>
#include "ffi.h"

static DLTensor *packed_tensor_ffi(const TVMFFIAny *argument)
{
    if (argument->type_index != kTVMFFITensor || argument->v_obj == NULL) {
        return (DLTensor *)argument->v_ptr;
    }
    return (DLTensor *)(void *)(argument->v_obj + 1);
}
