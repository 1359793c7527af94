/* Raises "function: argument x: expected ..., got 3" as a ValueError and returns its status code. */
#include <stddef.h>
#include <stdint.h>
#include "ffi.h"
#include "packed_append_number.h"
#include "packed_error_ffi.h"

static int32_t packed_value_error_ffi(const char *function, const char *argument,
                                      const char *expected, int64_t actual)
{
    char digits[24];
    *packed_append_number(digits, &digits[sizeof digits - 1], actual) = '\0';
    return packed_error_ffi("ValueError", function, argument, expected, digits);
}
