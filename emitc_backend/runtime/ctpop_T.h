/* How many bits are one. */
#include <stdint.h>

static int32_t ctpop_T(T bits)
{
    int32_t count = 0;
    while (bits != 0) {
        bits &= bits - 1; /* clears the lowest */
        ++count;
    }
    return count;
}
