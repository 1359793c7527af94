/* Devices that record what is done to them, check that it is allowed, and fail on demand.
 *
 * Queued work is done when it is waited for, so that a wait that is missing gives wrong results.
 * Each call of a hook or an operator is an event; the one with the number `fail_at` fails with the
 * status 1000 + its number, and so do all later ones if `all_fail`.
 */
#include "device_stubs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int events, fail_at = -1, all_fail;

enum kind { ACTIVE, OPEN };
struct held {
    struct device *device;
    enum kind kind;
};
static struct held held[32];
static int held_count;

static void require(int condition, const struct device *device, const char *what)
{
    if (!condition) {
        printf("event %d of %s, failing at %d: %s\n", events, device->name, fail_at, what);
        exit(1);
    }
}

static int32_t event(void)
{
    int now = events++;
    return now == fail_at || (all_fail && fail_at >= 0 && now > fail_at) ? 1000 + now : 0;
}

static int is_held(const struct device *device, enum kind kind)
{
    for (int i = 0; i < held_count; ++i) {
        if (held[i].device == device && held[i].kind == kind) {
            return 1;
        }
    }
    return 0;
}

static void require_ready(const struct device *device)
{
    require(!device->has_activate || is_held(device, ACTIVE), device, "is not active");
    require(!device->has_open || is_held(device, OPEN), device, "is not open");
}

static int32_t take(struct device *device, enum kind kind)
{
    require(!is_held(device, kind), device, "is taken twice");
    require(kind == ACTIVE || !device->has_activate || is_held(device, ACTIVE), device, "is not active");
    int32_t status = event();
    if (status == 0) {
        held[held_count++] = (struct held){device, kind};
    }
    return status;
}

static int32_t give_back(struct device *device, enum kind kind)
{
    require(held_count > 0 && held[held_count - 1].device == device && held[held_count - 1].kind == kind,
            device, "is not what was taken last");
    require(device->queued == 0 || (device->has_open && kind == ACTIVE), device, "is still busy");
    --held_count;
    return event();
}

int32_t device_activate(void *handle, struct device *device)
{
    require(handle == device, device, "has another handle");
    return take(device, ACTIVE);
}

int32_t device_deactivate(void *handle, struct device *device)
{
    require(handle == device, device, "has another handle");
    return give_back(device, ACTIVE);
}

int32_t device_open(void *handle, struct device *device)
{
    require(handle == device, device, "has another handle");
    return take(device, OPEN);
}

int32_t device_close(void *handle, struct device *device)
{
    require(handle == device, device, "has another handle");
    return give_back(device, OPEN);
}

int32_t device_launch(void *handle, struct device *device)
{
    require(handle == device, device, "has another handle");
    require_ready(device);
    require(device->queued == device->started + 1, device, "has nothing to start");
    int32_t status = event();
    if (status == 0) {
        ++device->started;
    }
    return status;
}

static void compute(const struct work *work)
{
    for (int i = 0; i < 4; ++i) {
        work->out[i] = (int32_t)((uint32_t)work->a[i] * 3 + (uint32_t)work->b[i] + 1);
    }
}

int32_t device_sync(void *handle, struct device *device)
{
    require(handle == device, device, "has another handle");
    require_ready(device);
    /* After a failure the last operator may not have been started. */
    require(fail_at >= 0 || !device->has_launch || device->started == device->queued, device, "was not started");
    int finished = device->has_launch ? device->started : device->queued;
    for (int i = 0; i < finished; ++i) {
        compute(&device->work[i]);
    }
    device->queued = device->started = 0;
    return event();
}

int32_t device_copy(void *handle, struct device *device, void *target, const void *source, ptrdiff_t size)
{
    require(handle == device, device, "has another handle");
    require_ready(device);
    int32_t status = event();
    if (status == 0) {
        memcpy(target, source, (size_t)size);
    }
    return status;
}

int32_t device_run(struct device *device, const int32_t *a, const int32_t *b, int32_t *out)
{
    require_ready(device);
    require(device->queued < (device->queue ? device->queue : 1), device, "has a full queue");
    int32_t status = event();
    if (status == 0) {
        struct work work = {a, b, out};
        if (device->queue) {
            device->work[device->queued++] = work;
        } else {
            compute(&work);
        }
    }
    return status;
}

int32_t foreign_op(const int32_t a[4], const int32_t b[4], int32_t out[4])
{
    int32_t status = event();
    if (status == 0) {
        compute(&(struct work){a, b, out});
    }
    return status;
}

void require_balance(struct device *const *devices, int count)
{
    for (int i = 0; i < count; ++i) {
        require(devices[i]->queued == 0, devices[i], "is busy in the end");
        require(!is_held(devices[i], ACTIVE) && !is_held(devices[i], OPEN), devices[i], "is held in the end");
    }
}
