/* The unsigned quotient rounded up. */
static T ceil_divu_T(T dividend, T divisor)
{
    return dividend == 0 ? 0 : (dividend - 1) / divisor + 1;
}
