/* The upper half of the signed 128-bit product. */
#include <stdint.h>
#include "mulhi_u64.h"

static int64_t mulhi_i64(int64_t a, int64_t b)
{
    uint64_t high = mulhi_u64((uint64_t)a, (uint64_t)b);
    if (a < 0) {
        high -= (uint64_t)b;
    }
    if (b < 0) {
        high -= (uint64_t)a;
    }
    return (int64_t)high;
}
