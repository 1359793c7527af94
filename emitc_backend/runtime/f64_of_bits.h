/* The number that an IEEE 754 encoding stands for. */
#include <stdint.h>
#include <string.h>

static double f64_of_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}
