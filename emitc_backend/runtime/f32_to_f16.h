/* Rounds to half precision, to nearest and ties to even. */
#include <stdint.h>
#include "bits_of_f32.h"

static uint16_t f32_to_f16(float value)
{
    const uint32_t bits = bits_of_f32(value);
    const uint32_t magnitude = bits & 0x7fffffffu;
    uint32_t half = 0;
    if (magnitude > 0x7f800000u) { /* NaN: stays one, made quiet */
        half = 0x7e00u | ((magnitude >> 13) & 0x3ffu);
    } else if (magnitude >= 0x477ff000u) { /* 65520 and above: infinity */
        half = 0x7c00u;
    } else if (magnitude >= 0x38800000u) { /* normal: the exponent's bias shrinks from 127 to 15 */
        half = (magnitude - 0x38000000u + 0xfffu + ((magnitude >> 13) & 1u)) >> 13;
    } else if (magnitude > 0x33000000u) { /* subnormal: a multiple of 2^-24 */
        const uint32_t significand = (magnitude & 0x7fffffu) | 0x800000u;
        const uint32_t shift = 126u - (magnitude >> 23);
        const uint32_t below_half = (1u << (shift - 1u)) - 1u;
        half = (significand + below_half + ((significand >> shift) & 1u)) >> shift;
    }
    return (uint16_t)(half | ((bits >> 16) & 0x8000u));
}
