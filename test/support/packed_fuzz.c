/* Calls packed entries with arguments of which something is wrong, or only unusual.
 *
 * `judge` says which errors the arguments have; an entry has to report one of them, and to do its
 * work if there is none. Arrays are allocated anew and exactly as long as they have to be, so that
 * sanitizers see any read beyond.
 * Compiled with -DFFI for the ABI of TVM-FFI, else for that of TVM. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ops.h"

#ifdef FFI
#define TENSOR 7
#define INT 1
#define BOOL 2
#define FLOAT 3
#define IS_INT(t) ((t) == 1 || (t) == 2)
#define IS_BOOL(t) IS_INT(t)
#define IS_FLOAT(t) ((t) == 3 || IS_INT(t))
#define IS_TENSOR(t) ((t) == 7)
#define IS_OTHER_TENSOR(t) ((t) == 70)
#else
#define TENSOR 7
#define INT 0
#define BOOL 0
#define FLOAT 2
#define IS_INT(t) ((t) == 0)
#define IS_BOOL(t) IS_INT(t)
#define IS_FLOAT(t) ((t) == 2 || IS_INT(t))
#define IS_TENSOR(t) ((t) == 7 || (t) == 13)
#define IS_OTHER_TENSOR(t) false
#endif

enum { TYPE_ERROR = 1, VALUE_ERROR = 2, MAX_ARGUMENTS = 3, RESULT = 0x5a };

/* The errors that the entry reports. */

static int errors;
static char kind[32], message[256];

#ifdef FFI
void TVMFFIErrorSetRaisedFromCStr(const char *k, const char *text)
{
    ++errors;
    snprintf(kind, sizeof kind, "%s", k);
    snprintf(message, sizeof message, "%s", text);
}

void TVMFFIErrorSetRaisedFromCStrParts(const char *k, const char **parts, int32_t count)
{
    ++errors;
    snprintf(kind, sizeof kind, "%s", k);
    message[0] = '\0';
    for (int32_t i = 0; i < count; ++i) {
        if (parts[i] != NULL) {
            strncat(message, parts[i], sizeof message - strlen(message) - 1);
        }
    }
}
#else
void TVMAPISetLastError(const char *text)
{
    const char *end = strchr(text, ':');
    ++errors;
    snprintf(kind, sizeof kind, "%.*s", end == NULL ? 0 : (int)(end - text), text);
    snprintf(message, sizeof message, "%s", text);
}
#endif

/* Random numbers, many of them at the edges. */

static uint64_t state = 88172645463325252u;

static uint64_t random64(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static uint64_t below(uint64_t n) { return random64() % n; }

static int64_t any_number(void)
{
    static const int64_t edges[] = {0, 1, 2, 3, 4, 5, 7, 8, 12, 16, 70, 127, 128, 255, 256, 65535,
                                    65536, 1 << 30, INT32_MAX, INT64_C(1) << 31, INT64_C(1) << 32,
                                    (INT64_C(1) << 32) + 3, INT64_C(1) << 61, INT64_C(1) << 62,
                                    INT64_MAX - 3, INT64_MAX};
    int64_t number = edges[below(sizeof edges / sizeof edges[0])];
    switch (below(4)) {
    case 0:
        return -number;
    case 1:
        return (int64_t)random64();
    case 2:
        return (int64_t)below(200) - 30;
    default:
        return number;
    }
}

/* A call with its arguments. */

typedef struct {
    int rank, element;
    int64_t extents[2];
    bool is_dynamic; /* the first extent */
    bool has_layout;
    int64_t layout[2]; /* the strides, 0 for any */
    size_t offset;     /* bytes before the first element */
    int code, bits;
    DLTensor *tensor;
    int64_t *shape, *strides;
    char *memory, *before;
    size_t bytes;
    size_t slack; /* bytes in front, for addresses that are not aligned */
} Tensor;

typedef struct {
    int count;
    char kinds[MAX_ARGUMENTS]; /* of a tensor, an int, a bool or a float: 't', 'i', 'b', 'f' */
    Tensor tensors[MAX_ARGUMENTS];
    int types[MAX_ARGUMENTS];
    union {
        int64_t i;
        double f;
        void *p;
    } values[MAX_ARGUMENTS];
    int passed;
    bool has_args, has_codes, has_result, returns;
    bool is_limited;    /* the function that is called checks that its number is at most 100 */
    bool is_difference; /* the second tensor has one row less than the first */
} Call;

static void make_tensor(Call *call, Tensor t)
{
    size_t count = 1;
    t.slack = 8;
    t.shape = malloc((size_t)t.rank * sizeof(int64_t) + (t.rank == 0));
    t.strides = malloc((size_t)t.rank * sizeof(int64_t) + (t.rank == 0));
    for (int d = t.rank; d-- > 0;) {
        t.shape[d] = t.extents[d];
        t.strides[d] = (int64_t)count;
        count *= (size_t)t.extents[d];
    }
    if (t.has_layout) {
        t.strides[0] = t.layout[0] != 0 ? t.layout[0] : 6;
        t.strides[1] = t.layout[1];
        count = 6 * (size_t)t.extents[0];
    }
    t.bytes = t.offset + count * (size_t)t.element;
    t.memory = malloc(t.bytes + t.slack);
    t.before = malloc(t.bytes + t.slack);
    for (size_t i = 0; i < t.bytes + t.slack; ++i) {
        t.memory[i] = t.before[i] = (char)(i % 61);
    }
    t.tensor = calloc(1, sizeof *t.tensor);
    t.tensor->data = t.memory + t.slack;
    t.tensor->device.device_type = kDLCPU;
    t.tensor->ndim = t.rank;
    t.tensor->dtype.code = (uint8_t)t.code;
    t.tensor->dtype.bits = (uint8_t)t.bits;
    t.tensor->dtype.lanes = 1;
    t.tensor->shape = t.shape;
    t.tensor->strides = t.has_layout || below(2) ? t.strides : NULL;
    t.tensor->byte_offset = t.offset;
    call->kinds[call->count] = 't';
    call->types[call->count] = TENSOR;
    call->values[call->count].p = t.tensor;
    call->tensors[call->count++] = t;
}

/* How many rows could be behind a pointer. */
static int64_t most_rows(const Tensor *t)
{
    return INT64_MAX / t->element / (t->rank == 2 ? t->extents[1] : 1);
}

static void free_call(Call *call)
{
    for (int i = 0; i < call->count; ++i) {
        if (call->kinds[i] == 't') {
            free(call->tensors[i].tensor);
            free(call->tensors[i].shape);
            free(call->tensors[i].strides);
            free(call->tensors[i].memory);
            free(call->tensors[i].before);
        }
    }
}

/* Corruptions. None lies about memory that nobody can look into: how long an array is. */

static void corrupt_tensor(Tensor *t)
{
    DLTensor *d = t->tensor;
    int64_t number = any_number();
    int32_t device = (int32_t)number;
    int k = t->rank == 0 ? 0 : (int)below((uint64_t)t->rank);
    switch (below(13)) {
    case 0:
        d->ndim = (int32_t)number;
        break;
    case 1:
        d->dtype.code = (uint8_t)number;
        break;
    case 2:
        d->dtype.bits = (uint8_t)number;
        break;
    case 3:
        d->dtype.lanes = (uint16_t)number;
        break;
    case 4:
        d->shape = NULL;
        break;
    case 5:
        d->strides = NULL;
        break;
    case 6:
    case 7:
        if (t->rank == 0) {
            break;
        }
        if (k == 0 && t->is_dynamic && number > t->extents[0] && number <= most_rows(t)) {
            number = (int64_t)below((uint64_t)t->extents[0] + 1);
        }
        t->shape[k] = number;
        break;
    case 8:
        if (t->rank != 0) {
            t->strides[k] = number;
        }
        break;
    case 9:
        d->data = below(2) ? NULL : t->memory + below(t->slack + 1);
        break;
    case 10:
        d->byte_offset = (uint64_t)number;
        break;
    case 11:
        memcpy(&d->device.device_type, &device, sizeof device);
        break;
    default:
        d->device.device_id = device;
        break;
    }
}

static void corrupt_slot(Call *call, int i)
{
    int type = (int)any_number();
    if (call->kinds[i] != 't' && below(2)) {
        call->values[i].i = any_number();
    } else if (call->kinds[i] == 't' && below(2)) {
        call->values[i].p = NULL;
    } else if (call->kinds[i] != 't' || !IS_OTHER_TENSOR(type)) {
        call->types[i] = type;
    }
}

static void corrupt_call(Call *call)
{
    switch (below(4)) {
    case 0:
        call->has_args = false;
        break;
    case 1:
        call->passed = (int)any_number();
        break;
    case 2:
        call->has_result = false;
        break;
    default:
        call->has_codes = false;
        break;
    }
}

/* The errors that arguments have, as a set of bits: 1 << status. */

static unsigned judge_tensor(const Tensor *t, const DLTensor *d)
{
    unsigned found = 0;
    int32_t device;
    bool is_empty = false;
    int64_t stride = 1;
    memcpy(&device, &d->device.device_type, sizeof device);
    if (d->dtype.code != t->code || d->dtype.bits != t->bits || d->dtype.lanes != 1) {
        found |= 1u << TYPE_ERROR;
    }
    if (d->ndim != t->rank || d->byte_offset != t->offset || device != kDLCPU || d->device.device_id != 0) {
        found |= 1u << VALUE_ERROR;
    }
    if (t->rank != 0 && d->shape == NULL) {
        return found | 1u << VALUE_ERROR;
    }
    for (int k = 0; k < t->rank; ++k) {
        int64_t extent = t->shape[k];
        is_empty |= extent == 0;
        if (k == 0 && t->is_dynamic ? extent < 0 || extent > most_rows(t) : extent != t->extents[k]) {
            return found | 1u << VALUE_ERROR;
        }
    }
    for (int k = t->rank; k-- > 0;) {
        int64_t expected = t->has_layout ? t->layout[k] : stride;
        int64_t actual = d->strides != NULL ? t->strides[k] : stride;
        if (!is_empty && t->shape[k] != 1 && actual != expected && expected != 0) {
            found |= 1u << VALUE_ERROR;
        }
        stride *= t->shape[k];
    }
    if ((d->data == NULL && !is_empty) ||
        ((uintptr_t)d->data + d->byte_offset) % (uintptr_t)t->element != 0) {
        found |= 1u << VALUE_ERROR;
    }
    return found;
}

static unsigned judge(const Call *call)
{
    unsigned found = 0;
    if (call->passed != call->count || !call->has_args || (call->returns && !call->has_result)) {
        return 1u << TYPE_ERROR;
    }
#ifndef FFI
    if (!call->has_codes) {
        return 1u << TYPE_ERROR;
    }
#endif
    for (int i = 0; i < call->count; ++i) {
        int type = call->types[i];
        char of = call->kinds[i];
        bool fits = of == 't'   ? IS_TENSOR(type) && call->values[i].p != NULL
                    : of == 'i' ? IS_INT(type)
                    : of == 'b' ? IS_BOOL(type)
                                : IS_FLOAT(type);
        if (!fits) {
            found |= 1u << TYPE_ERROR;
        } else if (of == 't') {
            found |= judge_tensor(&call->tensors[i], call->values[i].p);
        } else if (of == 'i' && (call->values[i].i < -128 || call->values[i].i > 127)) {
            found |= 1u << VALUE_ERROR;
        }
    }
    if (found == 0 && call->is_limited && call->values[0].i > 100) {
        found |= 1u << VALUE_ERROR;
    }
    if (found == 0 && call->is_difference &&
        call->tensors[1].shape[0] != call->tensors[0].shape[0] - 1) {
        found |= 1u << VALUE_ERROR;
    }
    return found;
}

#ifdef FFI
typedef TVMFFISafeCallType Function;
#define ENTRY(f) __tvm_ffi_##f
#else
typedef TVMBackendPackedCFunc Function;
#define ENTRY(f) ops_##f##_packed
#endif

/* Calls, and returns the status; `*touched` says whether the place of the result was written. */
static int run(Function function, const Call *call, int *touched, int64_t *result)
{
    size_t count = (size_t)call->count;
    int status;
#ifdef FFI
    TVMFFIAny *args = malloc(count * sizeof *args), *place = malloc(sizeof *place);
    memset(place, RESULT, sizeof *place);
    for (size_t i = 0; i < count; ++i) {
        memset(&args[i], 0, sizeof args[i]);
        args[i].type_index = call->types[i];
        memcpy(&args[i].v_int64, &call->values[i], 8);
    }
    TVMFFIAny before = *place;
    status = function(NULL, call->has_args ? args : NULL, call->passed,
                      call->has_result ? place : NULL);
    *touched = memcmp(&before, place, sizeof before) != 0;
    *result = place->v_int64;
#else
    TVMValue *args = malloc(count * sizeof *args), *place = malloc(sizeof *place);
    int *codes = malloc(count * sizeof *codes), *code = malloc(sizeof *code);
    memset(place, RESULT, sizeof *place);
    *code = RESULT;
    for (size_t i = 0; i < count; ++i) {
        codes[i] = call->types[i];
        memcpy(&args[i], &call->values[i], 8);
    }
    TVMValue before = *place;
    bool half = below(2);
    status = function(call->has_args ? args : NULL, call->has_codes ? codes : NULL, call->passed,
                      call->has_result || half ? place : NULL,
                      call->has_result ? code : NULL, NULL);
    *touched = *code != RESULT || memcmp(&before, place, sizeof before) != 0;
    *result = place->v_int64;
    free(codes);
    free(code);
#endif
    free(args);
    free(place);
    return status;
}

static void fail(const char *what, const char *name, int status, unsigned possible)
{
    printf("%s: %s: status %d, errors 0x%x, %d reported, %s: %s\n", name, what, status, possible,
           errors, kind, message);
    exit(1);
}

/* What the functions do. */

static double number(const Call *call, int i)
{
    return call->types[i] == FLOAT ? call->values[i].f : (double)call->values[i].i;
}

static bool is_added(const Call *call, int64_t result)
{
    (void)result;
    for (int i = 0; i < 9; ++i) {
        float x, y;
        memcpy(&x, (char *)call->tensors[0].tensor->data + 4 * i, 4);
        memcpy(&y, (char *)call->tensors[1].tensor->data + 4 * i, 4);
        if (y != x + 1.0f) {
            return false;
        }
    }
    return true;
}

static bool is_filled(const Call *call, int64_t result)
{
    const Tensor *t = &call->tensors[0];
    double expected = number(call, 1);
    for (int64_t i = 0; i < t->shape[0] * 4; ++i) {
        if (memcmp((char *)t->tensor->data + 8 * i, &expected, 8) != 0) {
            return false;
        }
    }
    return result == t->shape[0];
}

static bool is_mixed(const Call *call, int64_t result)
{
    int64_t n = call->values[0].i;
    return result == (call->values[1].i != 0 ? n : -n);
}

static bool is_limited(const Call *call, int64_t result) { return result == call->values[0].i; }

static bool is_counted(const Call *call, int64_t result)
{
    (void)result;
    int32_t before, after;
    memcpy(&before, call->tensors[0].before + call->tensors[0].slack, 4);
    memcpy(&after, call->tensors[0].memory + call->tensors[0].slack, 4);
    return call->tensors[0].tensor->data != call->tensors[0].memory + call->tensors[0].slack ||
           after == before + 1;
}

static const char *first_byte(const Call *call, int i)
{
    const DLTensor *tensor = call->tensors[i].tensor;
    return (const char *)tensor->data + tensor->byte_offset;
}

static float element(const Call *call, int i, int64_t at)
{
    float value;
    memcpy(&value, first_byte(call, i) + 4 * at, 4);
    return value;
}

static bool is_transposed(const Call *call, int64_t result)
{
    (void)result;
    for (int64_t i = 0; i < 6; ++i) {
        if (element(call, 1, i) != element(call, 0, i / 3 + i % 3 * 2)) {
            return false;
        }
    }
    return true;
}

static bool is_first(const Call *call, int64_t result)
{
    int64_t expected = 0;
    if (call->tensors[0].shape[0] != 0) {
        memcpy(&expected, first_byte(call, 0), 8);
    }
    return result == expected;
}

static bool is_difference(const Call *call, int64_t result)
{
    for (int64_t i = 0; i < call->tensors[1].shape[0]; ++i) {
        if (element(call, 1, i) != element(call, 0, i + 1)) {
            return false;
        }
    }
    return result == call->tensors[1].shape[0];
}

static Call new_call(bool returns)
{
    Call call;
    memset(&call, 0, sizeof call);
    call.has_args = call.has_codes = call.has_result = true;
    call.returns = returns;
    return call;
}

static void add_scalar(Call *call, int of, int type, int64_t value)
{
    call->kinds[call->count] = (char)of;
    call->types[call->count] = type;
    call->values[call->count++].i = value;
}

static long refused, accepted;

static void try_call(const char *name, Function function, Call *call,
                     bool (*is_done)(const Call *, int64_t))
{
    static const char *const kinds[] = {"", "TypeError", "ValueError"};
    int touched;
    int64_t result = 0;
    call->passed = call->count;
    for (uint64_t n = below(3); n-- > 0;) {
        int i = (int)below((uint64_t)call->count * 4 + 1) - 1;
        if (i < 0) {
            corrupt_call(call);
        } else if (call->kinds[i / 4] == 't' && i % 4 != 0) {
            corrupt_tensor(&call->tensors[i / 4]);
        } else {
            corrupt_slot(call, i / 4);
        }
    }
    unsigned possible = judge(call);
    errors = 0;
    kind[0] = message[0] = '\0';
    int status = run(function, call, &touched, &result);
    if (possible == 0 ? status != 0 : status < 1 || status > 2 || !(possible >> status & 1)) {
        fail("wrong status", name, status, possible);
    }
    if (status == 0) {
        ++accepted;
        if (errors != 0 || !is_done(call, result)) {
            fail("not done", name, status, possible);
        }
    } else {
        ++refused;
        if (errors != 1 || strcmp(kind, kinds[status]) != 0 || touched ||
            strstr(message, name) == NULL || strstr(message, "expected") == NULL) {
            fail("not refused as it should be", name, status, possible);
        }
        for (int i = 0; i < call->count; ++i) {
            const Tensor *t = &call->tensors[i];
            if (call->kinds[i] == 't' && memcmp(t->memory, t->before, t->bytes + t->slack) != 0) {
                fail("written though refused", name, status, possible);
            }
        }
    }
    free_call(call);
}

int main(int argc, char **argv)
{
    const long rounds = argc > 1 ? atol(argv[1]) : 1000;
    const Tensor matrix = {.rank = 2, .element = 4, .extents = {3, 3}, .code = 2, .bits = 32};
    const Tensor scalar = {.rank = 0, .element = 4, .code = 0, .bits = 32};
    Tensor rows = {.rank = 2, .element = 8, .extents = {0, 4}, .is_dynamic = true, .code = 2, .bits = 64};
    const Tensor across = {.rank = 2, .element = 4, .extents = {2, 3}, .code = 2, .bits = 32};
    Tensor columns = across, part = rows, row = rows;
    columns.has_layout = part.has_layout = true;
    columns.layout[0] = 1;
    columns.layout[1] = 2;
    part.layout[1] = 1;
    part.offset = 16;
    row.rank = 1;
    row.element = 4;
    row.bits = 32;
    for (long round = 0; round < rounds; ++round) {
        Call call = new_call(false);
        make_tensor(&call, matrix);
        make_tensor(&call, matrix);
        try_call("add_one", ENTRY(add_one), &call, is_added);

        call = new_call(true);
        rows.extents[0] = (int64_t)below(4);
        make_tensor(&call, rows);
        add_scalar(&call, 'f', INT, 7);
        try_call("fill", ENTRY(fill), &call, is_filled);

        call = new_call(true);
        add_scalar(&call, 'i', INT, (int64_t)below(256) - 128);
        add_scalar(&call, 'b', BOOL, (int64_t)below(2));
        try_call("mix", ENTRY(mix), &call, is_mixed);

        call = new_call(true);
        call.is_limited = true;
        add_scalar(&call, 'i', INT, (int64_t)below(256) - 128);
        try_call("limited", ENTRY(limited), &call, is_limited);

        call = new_call(false);
        make_tensor(&call, columns);
        make_tensor(&call, across);
        try_call("columns", ENTRY(columns), &call, is_transposed);

        call = new_call(true);
        part.extents[0] = (int64_t)below(4);
        make_tensor(&call, part);
        try_call("first", ENTRY(first), &call, is_first);

        call = new_call(true);
        call.is_difference = true;
        row.extents[0] = 1 + (int64_t)below(4);
        make_tensor(&call, row);
        row.extents[0] -= 1;
        make_tensor(&call, row);
        try_call("difference", ENTRY(difference), &call, is_difference);

        call = new_call(false);
        make_tensor(&call, scalar);
        try_call("count_up", ENTRY(count_up), &call, is_counted);
    }
    printf("%ld refused, %ld accepted\n", refused, accepted);
    return 0;
}
