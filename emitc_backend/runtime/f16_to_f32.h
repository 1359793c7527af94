/* The number that 16 bits of IEEE 754 half precision stand for. */
#include <stdint.h>
#include "f32_of_bits.h"

static float f16_to_f32(uint16_t half)
{
    const uint32_t sign = (uint32_t)(half & 0x8000u) << 16;
    const uint32_t magnitude = half & 0x7fffu;
    if (magnitude >= 0x7c00u) { /* infinity or NaN */
        return f32_of_bits(sign | 0x7f800000u | ((magnitude & 0x3ffu) << 13));
    }
    if (magnitude >= 0x0400u) { /* normal: the exponent's bias grows from 15 to 127 */
        return f32_of_bits(sign | ((magnitude << 13) + 0x38000000u));
    }
    return (float)magnitude * (sign != 0 ? -1.0f : 1.0f) / 16777216.0f; /* 2^-24 */
}
