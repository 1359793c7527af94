#ifndef CONSTRUCTS_H
#define CONSTRUCTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

extern int32_t version;
extern const float limits[2];

/*
 * passes_arrays
 *   m: const float [2][4], input
 *   flag: bool
 */
float passes_arrays(const float m[2][4], bool flag);

/*
 * tables
 *   i: ptrdiff_t
 *   u: uint8_t
 *   s: int16_t
 *   b: bool
 */
int64_t tables(ptrdiff_t i, uint8_t u, int16_t s, bool b);

/*
 * control
 *   n: int32_t
 *   p: const int16_t *, input
 */
int16_t control(int32_t n, const int16_t *p);

/*
 * jumps
 *   n: int32_t
 */
int32_t jumps(int32_t n);

#ifdef __cplusplus
}
#endif

#endif /* CONSTRUCTS_H */
