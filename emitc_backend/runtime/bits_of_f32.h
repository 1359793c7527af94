/* The IEEE 754 encoding of a number. */
#include <stdint.h>
#include <string.h>

static uint32_t bits_of_f32(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}
