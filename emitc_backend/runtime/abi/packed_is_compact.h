/* Whether strides (in elements) are those of a compact tensor whose last dimension is the fastest;
 * NULL says so. The stride of a dimension of extent 1 does not matter, nor any of an empty tensor.
 * Extents are compared as they are: whether their product fits is for the caller to check. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static bool packed_is_compact(const int64_t *shape, const int64_t *strides, int32_t ndim)
{
    bool compact = true;
    uint64_t expected = 1;
    if (strides == NULL) {
        return true;
    }
    while (ndim-- > 0) {
        if (shape[ndim] == 0) {
            return true;
        }
        if (shape[ndim] != 1 && (uint64_t)strides[ndim] != expected) {
            compact = false;
        }
        expected *= (uint64_t)shape[ndim];
    }
    return compact;
}
