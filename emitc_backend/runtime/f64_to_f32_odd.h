/* Rounds so that rounding on to 16 bits gives what `value` itself would give: what is inexact
   becomes the neighbour with an odd last bit, which no tie and no 16-bit number has. */
#include <stdint.h>
#include "bits_of_f32.h"
#include "f32_of_bits.h"

static float f64_to_f32_odd(double value)
{
    const float nearest = (float)value;
    const double rounded = (double)nearest;
    const uint32_t bits = bits_of_f32(nearest);
    if (rounded == value || value != value || (bits & 1u) != 0) {
        return nearest;
    }
    return f32_of_bits((rounded < value) == (value > 0) ? bits + 1u : bits - 1u);
}
