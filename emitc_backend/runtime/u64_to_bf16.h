/* Rounds an integer to bfloat16 in one step, to nearest and ties to even. */
#include <stdint.h>
#include "f64_to_bf16.h"

static uint16_t u64_to_bf16(uint64_t value)
{
    if (value >> 53 == 0) {
        return f64_to_bf16((double)value);
    }
    /* A double has room for 53 bits: an odd last bit stands for what is below. */
    value = (value >> 11) | ((value & 0x7ffu) != 0 ? 1u : 0u);
    return f64_to_bf16((double)value * 2048.0);
}
