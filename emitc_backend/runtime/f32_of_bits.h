/* The number that an IEEE 754 encoding stands for. */
#include <stdint.h>
#include <string.h>

static float f32_of_bits(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}
