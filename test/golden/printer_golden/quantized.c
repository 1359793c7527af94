#include "quantized.h"

#include <stddef.h>
#include <stdint.h>

static const int8_t weights[3][8] = {
    {1, -2, 3, -4, 5, -6, 7, -8},
    {127, -128, 0, 1, 2, 3, 4, 5},
    {9, 8, 7, 6, 5, 4, 3, 2},
};
static const int32_t bias[3] = {100, -200, 300};

/* dense: out = saturate((weights * (in - zero point) + bias) >> 6) */
void dense(const int8_t in[8], int8_t out[3])
{
    for (ptrdiff_t row = 0; row < 3; ++row) {
        int32_t acc = bias[row];
        for (ptrdiff_t col = 0; col < 8; ++col) {
            acc += weights[row][col] * (in[col] - 5);
        }
        const int32_t scaled = acc >> 6;
        const int32_t raised = scaled < -128 ? -128 : scaled;
        out[row] = (int8_t)(raised > 127 ? 127 : raised);
    }
}
