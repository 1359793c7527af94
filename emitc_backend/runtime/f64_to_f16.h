/* Rounds to half precision in one step, to nearest and ties to even. */
#include <stdint.h>
#include "f32_to_f16.h"
#include "f64_to_f32_odd.h"

static uint16_t f64_to_f16(double value)
{
    return f32_to_f16(f64_to_f32_odd(value));
}
