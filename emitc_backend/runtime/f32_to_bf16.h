/* Rounds to bfloat16, to nearest and ties to even. */
#include <stdint.h>
#include "bits_of_f32.h"

static uint16_t f32_to_bf16(float value)
{
    const uint32_t bits = bits_of_f32(value);
    if ((bits & 0x7fffffffu) > 0x7f800000u) { /* NaN: stays one, made quiet */
        return (uint16_t)((bits >> 16) | 0x40u);
    }
    return (uint16_t)((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}
