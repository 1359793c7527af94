/* The number that 16 bits of bfloat16 stand for: the upper half of a float. */
#include <stdint.h>
#include "f32_of_bits.h"

static float bf16_to_f32(uint16_t half)
{
    return f32_of_bits((uint32_t)half << 16);
}
