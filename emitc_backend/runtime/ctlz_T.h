/* How many zero bits stand above the highest one bit; the width of the type for 0. */
#include <stdint.h>

static int32_t ctlz_T(T bits)
{
    int32_t width = 8 * (int32_t)sizeof(T);
    int32_t count = 0;
    int32_t step;
    if (bits == 0) {
        return width;
    }
    for (step = width / 2; step > 0; step /= 2) {
        if ((bits >> (width - step)) == 0) {
            bits <<= step;
            count += step;
        }
    }
    return count;
}
