/* Whether neighbours along a dimension are so many elements apart; where it has no neighbours, they
 * are. */
#include <stdbool.h>
#include <stdint.h>
#include "dlpack.h"
#include "packed_stride.h"

static bool packed_stride_is(const DLTensor *tensor, int32_t dimension, int64_t expected)
{
    for (int32_t d = 0; d < tensor->ndim; ++d) {
        if (tensor->shape[d] == 0) {
            return true;
        }
    }
    return tensor->shape[dimension] == 1 || packed_stride(tensor, dimension) == expected;
}
