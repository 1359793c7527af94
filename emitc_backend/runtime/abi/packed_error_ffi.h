/* Raises "function: argument x: expected ..., got ..." and returns the status code of `kind`.
 * `argument` is NULL where the whole call is wrong, `actual` where there is nothing to say; without
 * `expected`, `actual` is the whole message. */
#include <stddef.h>
#include <stdint.h>
#include "ffi.h"
#include "packed_status.h"

static int32_t packed_error_ffi(const char *kind, const char *function, const char *argument,
                                const char *expected, const char *actual)
{
    const char *parts[7];
    parts[0] = function;
    parts[1] = argument == NULL ? NULL : ": argument ";
    parts[2] = argument;
    parts[3] = expected == NULL ? NULL : ": expected ";
    parts[4] = expected;
    parts[5] = actual == NULL ? NULL : expected == NULL ? ": " : ", got ";
    parts[6] = actual;
    TVMFFIErrorSetRaisedFromCStrParts(kind, parts, 7);
    return packed_status(kind);
}
