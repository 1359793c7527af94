/* What a type, as `packed_dtype` numbers it, is called in messages. */
#include <stdint.h>

static const char *packed_kind_of_dtype(int32_t dtype)
{
    static const char families[][4][9] = {
        {"int8", "int16", "int32", "int64"},
        {"uint8", "uint16", "uint32", "uint64"},
        {"", "float16", "float32", "float64"},
        {"", "", "", ""},
        {"", "bfloat16", "", ""},
        {"", "", "", "complex"},
        {"bool", "", "", ""},
    };
    const int32_t code = dtype & 0xff, bits = (dtype >> 8) & 0xff;
    int32_t size = 0;
    while (size < 3 && bits != 8 << size) {
        ++size;
    }
    if (dtype >> 16 != 1 || code > 6 || bits != 8 << size || families[code][size][0] == '\0') {
        return "another dtype";
    }
    return families[code][size];
}
