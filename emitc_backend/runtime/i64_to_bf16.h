/* Rounds a signed integer to bfloat16 in one step, to nearest and ties to even. */
#include <stdint.h>
#include "u64_to_bf16.h"

static uint16_t i64_to_bf16(int64_t value)
{
    if (value < 0) {
        return (uint16_t)(u64_to_bf16(0u - (uint64_t)value) | 0x8000u);
    }
    return u64_to_bf16((uint64_t)value);
}
