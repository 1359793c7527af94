/* The smaller one; a NaN if either is one; -0 is smaller than +0. */
static T minimum_T(T a, T b)
{
    if (a < b) {
        return a;
    }
    if (a > b) {
        return b;
    }
    return a == b && a != 0 ? a : -(-a - b); /* -(-a - b): a NaN, or the smaller zero */
}
