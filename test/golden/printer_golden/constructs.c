#include "constructs.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static void fill(float m[2][4], bool flag);
static float first(const float m[2][4]);

int32_t version = 3;
const float limits[2] = {-INFINITY, NAN};
static const float zeros[2][3][2] __attribute__((aligned(16))) = {{{0}}};
static const bool flags[3] = {true, false, true};
static const int64_t extremes[3] = {INT64_MIN, 9223372036854775807, 5000000000};
static const uint32_t masks[2] = {4294967295U, 7};
static float scratch[2][4];

float passes_arrays(const float m[2][4], bool flag)
{
    float local[2][4];
    fill(local, flag);
    fill(scratch, flag);
    const float a = first((const float (*)[4])local);
    const float b = first(m);
    const float c = first((const float (*)[4])scratch);
    return (a + b) * c;
}

static void fill(float m[2][4], bool flag)
{
    for (int8_t i = 0; i < 2; ++i) {
        for (int8_t j = 0; j < 4; j = (int8_t)(j + 2)) {
            m[i][j] = flag ? (float)j * 0.1f : (float)flag;
        }
    }
}

static float first(const float m[2][4])
{
    return m[0][0];
}

int64_t tables(ptrdiff_t i, uint8_t u, int16_t s, bool b)
{
    return extremes[i]
            - ((uint32_t)((int32_t)s * u + (int32_t)((!(((limits[i] < zeros[i][i][i]) & flags[i]) || b)) == b))
            ^ masks[i]);
}

int16_t control(int32_t n, const int16_t *p)
{
    int32_t k = 0;
    int16_t best = -32768;
    do {
        const int32_t i = k;
        const int16_t v = p[i];
        if (v > best) {
            best = v;
        }
        k = i + 1;
    } while (k < n);
    switch (n) {
    case 1: {
        best = (int16_t)-best;
        break;
    }
    default: {
        best = (int16_t)~best;
        break;
    }
    }
    return best;
}

int32_t jumps(int32_t n)
{
    int32_t left;
    int32_t seen;
    {
        left = n;
    }
block_1:
    {
        seen = left;
        if (seen < 1) {
            goto block_3;
        }
    }
    {
        left -= 1;
        goto block_1;
    }
block_3:
    {
        return seen;
    }
}
