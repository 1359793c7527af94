/* The larger one; a NaN if either is one; +0 is larger than -0. */
static T maximum_T(T a, T b)
{
    if (a > b) {
        return a;
    }
    if (a < b) {
        return b;
    }
    return a == b && a != 0 ? a : a + b; /* a + b: a NaN, or the larger zero */
}
