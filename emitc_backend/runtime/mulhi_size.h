/* The upper half of the product of two words, twice as wide as they are. */
#include <stddef.h>
#include <stdint.h>
#include "mulhi_u64.h"

static size_t mulhi_size(size_t a, size_t b)
{
    if (sizeof(size_t) == sizeof(uint64_t)) {
        return (size_t)mulhi_u64(a, b);
    }
    return (size_t)(((uint64_t)a * b) >> (8 * sizeof(size_t) % 64));
}
