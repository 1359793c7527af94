/* The status code of an error kind: 1 TypeError, 2 ValueError, 3 IndexError, 4 KeyError,
 * 5 AttributeError, 6 AssertionError, 7 MemoryError, 8 RuntimeError. Two letters tell them apart. */
#include <stdint.h>

static int32_t packed_status(const char *kind)
{
    const char *beginning = "TyVaInKeAtAsMe";
    int32_t status = 1;
    while (*beginning != '\0' && (beginning[0] != kind[0] || beginning[1] != kind[1])) {
        beginning += 2;
        ++status;
    }
    return status;
}
