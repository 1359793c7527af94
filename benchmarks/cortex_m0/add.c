/* Two 4x5 matrices of floats, element by element. */
#include <stdint.h>

void add(const float a[4][5], const float b[4][5], float out[4][5]);

void add(const float a[4][5], const float b[4][5], float out[4][5])
{
    for (int32_t i = 0; i < 4; ++i) {
        for (int32_t j = 0; j < 5; ++j) {
            out[i][j] = a[i][j] + b[i][j];
        }
    }
}
