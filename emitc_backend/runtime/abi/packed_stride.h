/* How far neighbours along a dimension are apart, in elements. */
#include <stddef.h>
#include <stdint.h>
#include "dlpack.h"

static ptrdiff_t packed_stride(const DLTensor *tensor, int32_t dimension)
{
    int64_t stride = 1;
    if (tensor->strides != NULL) {
        return (ptrdiff_t)tensor->strides[dimension];
    }
    for (int32_t inner = dimension + 1; inner < tensor->ndim; ++inner) {
        stride *= tensor->shape[inner];
    }
    return (ptrdiff_t)stride;
}
