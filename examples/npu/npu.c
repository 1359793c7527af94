#include "npu.h"

/* Declares what the library needs of others: the hooks of its devices, and external operators. */
#include "digits_internal.h"

static int32_t event(struct npu *npu)
{
    int number = npu->events++;
    return number == npu->failing ? NPU_FAILED + number : 0;
}

int32_t microaot_device_npu_activate(void *device)
{
    struct npu *npu = device;
    int32_t status = event(npu);
    if (status == 0) {
        ++npu->active;
        ++npu->activated;
    }
    return status;
}

int32_t microaot_device_npu_deactivate(void *device)
{
    struct npu *npu = device;
    --npu->active;
    return event(npu);
}

int32_t microaot_device_npu_open(void *device)
{
    struct npu *npu = device;
    int32_t status = npu->active == 1 ? event(npu) : NPU_NOT_READY;
    if (status == 0) {
        ++npu->open;
        ++npu->opened;
    }
    return status;
}

int32_t microaot_device_npu_close(void *device)
{
    struct npu *npu = device;
    --npu->open;
    return event(npu);
}

/* The sizes of one convolution; images are squares, and as large after it. */
struct shape {
    int size, channels, filters, window;
};

/* round(sum * multiplier / 2^shift), to be a number of eight bits that counts from -128. */
static int8_t quantize(int32_t sum, int32_t multiplier, int shift)
{
    int64_t product = (int64_t)sum * multiplier + ((int64_t)1 << (shift - 1));
    if (shift > 31) {
        product += sum >= 0 ? 1 << 30 : -(1 << 30);
    }
    int64_t value = (product >> shift) - 128;
    return (int8_t)(value < -128 ? -128 : value > 127 ? 127 : value);
}

static int32_t convolve(struct npu *npu, struct shape s, const int8_t *input, const int32_t *bias,
        const int8_t *weights, const int32_t *multiplier, const int8_t *shift, int8_t *output)
{
    int32_t status = npu->open == 1 ? event(npu) : NPU_NOT_READY;
    if (status != 0) {
        return status;
    }
    ++npu->convolutions;
    for (int y = 0; y < s.size; ++y) {
        for (int x = 0; x < s.size; ++x) {
            for (int f = 0; f < s.filters; ++f) {
                int32_t sum = bias[f];
                for (int dy = 0; dy < s.window; ++dy) {
                    for (int dx = 0; dx < s.window; ++dx) {
                        int row = y + dy - s.window / 2, column = x + dx - s.window / 2;
                        if (row < 0 || row >= s.size || column < 0 || column >= s.size) {
                            continue;
                        }
                        const int8_t *pixel = input + (row * s.size + column) * s.channels;
                        const int8_t *filter = weights + ((f * s.window + dy) * s.window + dx) * s.channels;
                        for (int c = 0; c < s.channels; ++c) {
                            sum += pixel[c] * filter[c];
                        }
                    }
                }
                output[(y * s.size + x) * s.filters + f] = quantize(sum, multiplier[f], shift[f]);
            }
        }
    }
    return 0;
}

int32_t npu_conv1(const int8_t input[1][8][8][1], const int32_t bias[32], const int8_t weights[32][3][3][1],
        const int32_t multiplier[32], const int8_t shift[32], int8_t output[1][8][8][32], void *device)
{
    struct shape shape = {8, 1, 32, 3};
    return convolve(device, shape, input[0][0][0], bias, weights[0][0][0], multiplier, shift, output[0][0][0]);
}

int32_t npu_pointwise1(const int8_t input[1][8][8][32], const int32_t bias[48], const int8_t weights[48][1][1][32],
        const int32_t multiplier[48], const int8_t shift[48], int8_t output[1][8][8][48], void *device)
{
    struct shape shape = {8, 32, 48, 1};
    return convolve(device, shape, input[0][0][0], bias, weights[0][0][0], multiplier, shift, output[0][0][0]);
}
