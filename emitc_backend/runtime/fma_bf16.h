/* a * b + c on bfloat16, rounded once. */
#include <stdint.h>
#include "bf16_to_f32.h"
#include "bits_of_f64.h"
#include "f64_of_bits.h"
#include "f64_to_bf16.h"

static uint16_t fma_bf16(uint16_t a, uint16_t b, uint16_t c)
{
    const double product = (double)bf16_to_f32(a) * (double)bf16_to_f32(b); /* exact */
    const double addend = (double)bf16_to_f32(c);
    const double sum = product + addend;
    const double addend_part = sum - product;
    const double lost = (product - (sum - addend_part)) + (addend - addend_part);
    const uint64_t bits = bits_of_f64(sum);
    if (lost == 0 || lost != lost || (bits & 1u) != 0) {
        return f64_to_bf16(sum);
    }
    /* The sum was rounded: its odd neighbour rounds on as the exact sum would. */
    return f64_to_bf16(f64_of_bits((lost > 0) == (sum > 0) ? bits + 1u : bits - 1u));
}
