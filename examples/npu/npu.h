/* The driver of an imaginary accelerator for int8 convolutions. */
#ifndef NPU_H
#define NPU_H

#include <stdint.h>

enum { NPU_NOT_READY = 2, NPU_FAILED = 1000 };

/* The handle. `failing` is the event that fails, with the status NPU_FAILED + its number. */
struct npu {
    int active, open;
    int activated, opened, convolutions;
    int events, failing;
};

#endif
