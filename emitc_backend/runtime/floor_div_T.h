/* The quotient rounded towards minus infinity. */
static T floor_div_T(T dividend, T divisor)
{
    const T quotient = dividend / divisor;
    const T remainder = dividend % divisor;
    return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient;
}
