/* Sets "ValueError: function: argument x: expected ..., got 3" as TVM's error message, and returns
 * the status code of a ValueError. A text that is too long ends early, and never within a UTF-8
 * character. */
#include <stdint.h>
#include "packed_append.h"
#include "packed_append_number.h"
#include "packed_begin_tvm.h"
#include "tvm.h"

static int32_t packed_value_error_tvm(const char *function, const char *argument,
                                      const char *expected, int64_t actual)
{
    char message[112];
    char *const last = &message[sizeof message - 1];
    char *end = packed_begin_tvm(message, last, "ValueError", function, argument, expected);
    if (end == last) {
        while (end > message && ((unsigned char)end[-1] & 0x80u) != 0) {
            --end;
        }
    } else {
        end = packed_append_number(packed_append(end, last, ", got "), last, actual);
    }
    *end = '\0';
    TVMAPISetLastError(message);
    return 2;
}
