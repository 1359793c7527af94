/* The IEEE 754 encoding of a number. */
#include <stdint.h>
#include <string.h>

static uint64_t bits_of_f64(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}
