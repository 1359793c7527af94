/* The upper half of the 128-bit product. */
#include <stdint.h>

static uint64_t mulhi_u64(uint64_t a, uint64_t b)
{
    const uint64_t a_low = a & 0xffffffffu;
    const uint64_t b_low = b & 0xffffffffu;
    const uint64_t a_high = a >> 32;
    const uint64_t b_high = b >> 32;
    const uint64_t cross = a_high * b_low + ((a_low * b_low) >> 32);
    const uint64_t other = a_low * b_high + (cross & 0xffffffffu);
    return a_high * b_high + (cross >> 32) + (other >> 32);
}
