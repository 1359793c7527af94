/* Code, bits and lanes of a type in one number, the code in its lowest byte. */
#include <stdint.h>
#include "dlpack.h"

static int32_t packed_dtype(DLDataType type)
{
    const uint32_t lanes = type.lanes & 0x7fffu;
    /* Nobody expects a negative number: that takes the place of more lanes than fit. */
    return type.lanes > lanes ? -1 : (int32_t)(type.code | (uint32_t)type.bits << 8 | lanes << 16);
}
