/* base to the power of exponent, wrapping around; what is smaller than 1 is cut to 0. */
static T ipow_T(T base, T exponent)
{
    UT factor = (UT)base;
    UT power = 1;
    if (exponent < 0) {
        if (base == 1 || base == -1) {
            return exponent % 2 == 0 ? 1 : base;
        }
        return 0;
    }
    while (exponent != 0) {
        if (exponent % 2 != 0) {
            power *= factor;
        }
        factor *= factor;
        exponent /= 2;
    }
    return (T)power;
}
