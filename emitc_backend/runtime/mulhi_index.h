/* The upper half of the signed product of two words, twice as wide as they are. */
#include <stddef.h>
#include <stdint.h>
#include "mulhi_i64.h"

static ptrdiff_t mulhi_index(ptrdiff_t a, ptrdiff_t b)
{
    if (sizeof(ptrdiff_t) == sizeof(int64_t)) {
        return (ptrdiff_t)mulhi_i64(a, b);
    }
    return (ptrdiff_t)(((int64_t)a * b) >> (8 * sizeof(ptrdiff_t) % 64));
}
