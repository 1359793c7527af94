/* The product of two 16x16 matrices of int8 with zero points, rescaled to int8 as TOSA does it. */
#include <stdint.h>

void qmatmul(const int8_t a[16][16], const int8_t b[16][16], int8_t out[16][16]);

void qmatmul(const int8_t a[16][16], const int8_t b[16][16], int8_t out[16][16])
{
    for (int32_t i = 0; i < 16; ++i) {
        for (int32_t j = 0; j < 16; ++j) {
            int32_t sum = 0;
            for (int32_t k = 0; k < 16; ++k) {
                sum += (a[i][k] - 3) * (b[k][j] + 5);
            }
            int32_t scaled = (int32_t)((sum * INT64_C(1340019425) + (INT64_C(1) << 37)) >> 38) + 7;
            if (scaled < -128) {
                scaled = -128;
            }
            if (scaled > 127) {
                scaled = 127;
            }
            out[i][j] = (int8_t)scaled;
        }
    }
}
