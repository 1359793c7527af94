/* out = relu((x + c) * y), as a firmware engineer writes it. */
#include <stddef.h>

static const float c[1][16] = {{
    0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f,
}};
static float sum[1][16];
static float product[1][16];

void add(const float a[1][16], const float b[1][16], float result[1][16])
{
    for (ptrdiff_t i = 0; i < 16; ++i) {
        result[0][i] = a[0][i] + b[0][i];
    }
}

void multiply(const float a[1][16], const float b[1][16], float result[1][16])
{
    for (ptrdiff_t i = 0; i < 16; ++i) {
        result[0][i] = a[0][i] * b[0][i];
    }
}

void relu(const float a[1][16], float result[1][16])
{
    for (ptrdiff_t i = 0; i < 16; ++i) {
        result[0][i] = a[0][i] > 0.0f ? a[0][i] : 0.0f;
    }
}

void chain(const float x[1][16], const float y[1][16], float out[1][16])
{
    add(x, c, sum);
    multiply((const float (*)[16])sum, y, product);
    relu((const float (*)[16])product, out);
}
