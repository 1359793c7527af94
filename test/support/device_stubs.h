#include <stddef.h>
#include <stdint.h>

struct work {
    const int32_t *a;
    const int32_t *b;
    int32_t *out;
};

struct device {
    const char *name;
    int has_activate, has_open, has_launch, queue;
    int queued, started;
    struct work work[8];
};

extern int events, fail_at, all_fail;

int32_t device_activate(void *handle, struct device *device);
int32_t device_deactivate(void *handle, struct device *device);
int32_t device_open(void *handle, struct device *device);
int32_t device_close(void *handle, struct device *device);
int32_t device_launch(void *handle, struct device *device);
int32_t device_sync(void *handle, struct device *device);
int32_t device_copy(void *handle, struct device *device, void *target, const void *source, ptrdiff_t size);
int32_t device_run(struct device *device, const int32_t *a, const int32_t *b, int32_t *out);
void require_balance(struct device *const *devices, int count);
