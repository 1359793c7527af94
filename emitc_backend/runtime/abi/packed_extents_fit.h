/* Whether no extent is negative, and elements of so many bytes each, as many as the extents say
 * (counting those of 0 as 1), are reached by a ptrdiff_t. */
#include <stdbool.h>
#include <stdint.h>

static bool packed_extents_fit(const int64_t *shape, int32_t ndim, int32_t bytes)
{
    const uint64_t most = (uint64_t)PTRDIFF_MAX;
    uint64_t total = (uint64_t)bytes;
    while (ndim-- > 0) {
        const uint64_t extent = (uint64_t)shape[ndim];
        if (extent > most) {
            return false;
        }
        if (extent > 1) {
#if PTRDIFF_MAX > INT32_MAX
            if (extent > most / total) {
                return false;
            }
#endif
            total *= extent;
            if (total > most) {
                return false;
            }
        }
    }
    return true;
}
