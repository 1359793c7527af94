/* 16 filters of 3x3 on a 16x16 image of 8 channels, which comes with a border of one pixel. */
#include <stdint.h>

void conv2d(const float image[1][18][18][8], const float filters[3][3][8][16],
            float out[1][16][16][16]);

void conv2d(const float image[1][18][18][8], const float filters[3][3][8][16],
            float out[1][16][16][16])
{
    for (int32_t y = 0; y < 16; ++y) {
        for (int32_t x = 0; x < 16; ++x) {
            for (int32_t f = 0; f < 16; ++f) {
                float sum = 0.0f;
                for (int32_t dy = 0; dy < 3; ++dy) {
                    for (int32_t dx = 0; dx < 3; ++dx) {
                        for (int32_t c = 0; c < 8; ++c) {
                            sum += image[0][y + dy][x + dx][c] * filters[dy][dx][c][f];
                        }
                    }
                }
                out[0][y][x][f] = sum;
            }
        }
    }
}
