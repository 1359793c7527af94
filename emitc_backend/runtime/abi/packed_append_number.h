/* Writes a number in decimal from `end` on, if there is room for every number before `last`; returns
 * where it ends. Divides by hand: a library function would take more flash. */
#include <stdint.h>

static char *packed_append_number(char *end, char *last, int64_t number)
{
    uint64_t rest = number < 0 ? 0u - (uint64_t)number : (uint64_t)number;
    char *first;
    if (last - end < 20) {
        return end;
    }
    if (number < 0) {
        *end++ = '-';
    }
    first = end;
    do {
        uint32_t digit = 0;
        for (int32_t bit = 0; bit < 64; ++bit) {
            digit = digit << 1 | (uint32_t)(rest >> 63);
            rest <<= 1;
            if (digit >= 10) {
                digit -= 10;
                ++rest;
            }
        }
        *end++ = (char)('0' + (int32_t)digit);
    } while (rest != 0);
    for (char *back = end; first < --back; ++first) {
        const char digit = *first;
        *first = *back;
        *back = digit;
    }
    return end;
}
