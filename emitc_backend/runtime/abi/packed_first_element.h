/* Where the first element of a tensor is. */
#include "dlpack.h"

static void *packed_first_element(const DLTensor *tensor)
{
    return (char *)tensor->data + tensor->byte_offset;
}
