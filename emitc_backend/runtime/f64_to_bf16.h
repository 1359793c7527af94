/* Rounds to bfloat16 in one step, to nearest and ties to even. */
#include <stdint.h>
#include "f32_to_bf16.h"
#include "f64_to_f32_odd.h"

static uint16_t f64_to_bf16(double value)
{
    return f32_to_bf16(f64_to_f32_odd(value));
}
