/* Whether strides (in elements; NULL: compact) are the expected ones. The stride of a dimension of
 * extent 1 does not matter, nor any of an empty tensor. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "packed_is_compact.h"

static bool packed_strides_equal(const int64_t *shape, const int64_t *strides,
                                 const int64_t *expected, int32_t ndim)
{
    bool equal = true;
    if (strides == NULL) {
        return packed_is_compact(shape, expected, ndim);
    }
    while (ndim-- > 0) {
        if (shape[ndim] == 0) {
            return true;
        }
        if (shape[ndim] != 1 && strides[ndim] != expected[ndim]) {
            equal = false;
        }
    }
    return equal;
}
