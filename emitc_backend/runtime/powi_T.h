/* base to the power of exponent by repeated squaring. */
#include <stdint.h>

static T powi_T(T base, int64_t exponent)
{
    T power = 1;
    uint64_t rest = exponent < 0 ? 0u - (uint64_t)exponent : (uint64_t)exponent;
    for (; rest != 0; rest /= 2) {
        if (rest % 2 != 0) {
            power *= base;
        }
        base *= base;
    }
    return exponent < 0 ? 1 / power : power;
}
