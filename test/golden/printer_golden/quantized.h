#ifndef QUANTIZED_H
#define QUANTIZED_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * dense: out = saturate((weights * (in - zero point) + bias) >> 6)
 *   in: const int8_t [8], input
 *   out: int8_t [3], written
 */
void dense(const int8_t in[8], int8_t out[3]);

#ifdef __cplusplus
}
#endif

#endif /* QUANTIZED_H */
