/* Models as data, for code that handles several of them. */
#ifndef MICROAOT_MODEL_H
#define MICROAOT_MODEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum microaot_element {
    MICROAOT_BOOL,
    MICROAOT_INT8,
    MICROAOT_INT16,
    MICROAOT_INT32,
    MICROAOT_INT64,
    MICROAOT_UINT8,
    MICROAOT_UINT16,
    MICROAOT_UINT32,
    MICROAOT_UINT64,
    MICROAOT_FLOAT16, /* its bits, as uint16_t */
    MICROAOT_BFLOAT16, /* its bits, as uint16_t */
    MICROAOT_FLOAT32,
    MICROAOT_FLOAT64
};

/* An input or output. If `scale` is not 0, an element stands for scale * (element - zero_point). */
struct microaot_tensor {
    const char *name; /* as in the model */
    const int32_t *shape; /* `rank` numbers */
    int32_t rank;
    enum microaot_element element;
    uint32_t size; /* bytes */
    uint32_t alignment; /* pointers to it are multiples of this */
    float scale;
    int32_t zero_point;
};

/* Working memory that the caller provides. */
struct microaot_pool {
    const char *name;
    uint32_t size; /* bytes */
    uint32_t alignment; /* pointers to it are multiples of this */
};

/* A model. `run` takes a pointer for each input, output, pool and device, in the order of the
 * tables, and returns 0 or an error. A table without entries is NULL. */
struct microaot_model {
    const char *name;
    const struct microaot_tensor *inputs;
    const struct microaot_tensor *outputs;
    const struct microaot_pool *pools;
    int32_t input_count;
    int32_t output_count;
    int32_t pool_count;
    int32_t device_count;
    int32_t (*run)(const void *const *inputs, void *const *outputs, void *const *pools, void *const *devices);
};

#ifdef __cplusplus
}
#endif

#endif /* MICROAOT_MODEL_H */
