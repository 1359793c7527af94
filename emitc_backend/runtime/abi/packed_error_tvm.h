/* Sets "TypeError: function: argument x: expected ..., got ..." as TVM's error message, and returns
 * the status code of `kind`. `argument` is NULL where the whole call is wrong, `actual` where there
 * is nothing to say; without `expected`, `actual` is the whole message. A text that is too long ends
 * early, and never within a UTF-8 character. */
#include <stddef.h>
#include <stdint.h>
#include "packed_append.h"
#include "packed_begin_tvm.h"
#include "packed_status.h"
#include "tvm.h"

static int32_t packed_error_tvm(const char *kind, const char *function, const char *argument,
                                const char *expected, const char *actual)
{
    char message[112];
    char *const last = &message[sizeof message - 1];
    char *end = packed_begin_tvm(message, last, kind, function, argument, expected);
    if (actual != NULL) {
        end = packed_append(end, last, expected == NULL ? ": " : ", got ");
        end = packed_append(end, last, actual);
    }
    if (end == last) {
        while (end > message && ((unsigned char)end[-1] & 0x80u) != 0) {
            --end;
        }
    }
    *end = '\0';
    TVMAPISetLastError(message);
    return packed_status(kind);
}
