/* Raises an error of `kind` without further text, as no failure may go unraised, and returns its
 * status code. */
#include <stdint.h>
#include "ffi.h"
#include "packed_status.h"

static int32_t packed_failure_ffi(const char *kind)
{
    TVMFFIErrorSetRaisedFromCStr(kind, "check failed");
    return packed_status(kind);
}
