/* The product of two 16x16 matrices of floats. */
#include <stdint.h>

void matmul(const float a[16][16], const float b[16][16], float out[16][16]);

void matmul(const float a[16][16], const float b[16][16], float out[16][16])
{
    for (int32_t i = 0; i < 16; ++i) {
        for (int32_t j = 0; j < 16; ++j) {
            float sum = 0.0f;
            for (int32_t k = 0; k < 16; ++k) {
                sum += a[i][k] * b[k][j];
            }
            out[i][j] = sum;
        }
    }
}
