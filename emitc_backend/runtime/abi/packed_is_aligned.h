/* Whether the first element is at a multiple of `bytes`, a power of two. */
#include <stdbool.h>
#include <stdint.h>

static bool packed_is_aligned(const void *data, uint64_t byte_offset, uint32_t bytes)
{
    return (((uintptr_t)data + (uintptr_t)byte_offset) & (bytes - 1u)) == 0;
}
