/* Begins a message of TVM with "TypeError: function: argument x: expected ..."; what is NULL is left
 * out. Returns where it ends, `last` at most. */
#include <stddef.h>
#include "packed_append.h"

static char *packed_begin_tvm(char *end, char *last, const char *kind, const char *function,
                              const char *argument, const char *expected)
{
    end = packed_append(packed_append(end, last, kind), last, ": ");
    end = packed_append(end, last, function);
    if (argument != NULL) {
        end = packed_append(packed_append(end, last, ": argument "), last, argument);
    }
    if (expected != NULL) {
        end = packed_append(packed_append(end, last, ": expected "), last, expected);
    }
    return end;
}
