/* Sets "TypeError: function: argument x: expected ..., got ..." as TVM's error message, and returns
 * the status code of `kind`. `argument` is NULL where the whole call is wrong, `actual` where there
 * is nothing to say. A text that is too long ends early, and never within a UTF-8 character. */
#include <stddef.h>
#include <stdint.h>
#include "packed_status.h"
#include "tvm.h"

static int32_t packed_error_tvm(const char *kind, const char *function, const char *argument,
                                const char *expected, const char *actual)
{
    const char *parts[9];
    char message[120];
    size_t length = 0;
    parts[0] = kind;
    parts[1] = ": ";
    parts[2] = function;
    parts[3] = argument == NULL ? "" : ": argument ";
    parts[4] = argument == NULL ? "" : argument;
    parts[5] = ": expected ";
    parts[6] = expected;
    parts[7] = actual == NULL ? "" : ", got ";
    parts[8] = actual == NULL ? "" : actual;
    for (size_t i = 0; i < 9; ++i) {
        for (const char *text = parts[i]; *text != '\0' && length < sizeof message - 1; ++text) {
            message[length++] = *text;
        }
    }
    if (length == sizeof message - 1) {
        while (length > 0 && (message[length - 1] & 0x80) != 0) {
            --length;
        }
    }
    message[length] = '\0';
    TVMAPISetLastError(message);
    return packed_status(kind);
}
