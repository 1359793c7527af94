/*
 * Runs a function on inputs of the host, as often as the host says, and measures its stack.
 *
 * `inputs.bin` holds the number of runs and, for each, the contents of all arguments;
 * `outputs.bin` receives, for each run, a `struct report` and the contents of all results.
 */
#include "harness.h"
#include "semihosting.h"

enum {
    SYS_OPEN = 0x01,
    SYS_CLOSE = 0x02,
    SYS_WRITE = 0x05,
    SYS_READ = 0x06,
    MODE_READ = 1,
    MODE_WRITE = 5,
    EXIT_BROKEN_PIPE = 98
};

#define UNTOUCHED 0xC5A3B197u
#define RUBBISH 0xA5
#define LARGEST_STACK (1u << 18)

struct report {
    uint32_t status, stack, timer_ticks;
};

extern uint32_t bss_end[];

uint32_t harness_stack_pointer, harness_timer_start, harness_timer_end;

static uint32_t open_file(const char *name, uint32_t length, uint32_t mode)
{
    const uint32_t block[3] = {(uint32_t)name, mode, length};
    return (uint32_t)semihosting(SYS_OPEN, block);
}

/* Reads or writes all of a buffer; returns 0 if that succeeds. */
static int32_t transfer(uint32_t operation, uint32_t file, const void *data, uint32_t size)
{
    const uint32_t block[3] = {file, (uint32_t)data, size};
    return size ? semihosting(operation, block) : 0;
}

static int32_t transfer_all(
    uint32_t operation, uint32_t file, const struct harness_buffer *buffers, uint32_t count)
{
    for (uint32_t i = 0; i < count; ++i) {
        if (transfer(operation, file, buffers[i].data, buffers[i].size)) {
            return 1;
        }
    }
    return 0;
}

int main(void)
{
    const uint32_t input = open_file("inputs.bin", 10, MODE_READ);
    const uint32_t output = open_file("outputs.bin", 11, MODE_WRITE);
    uint32_t runs = 0;

#ifdef HARNESS_TIMER
    ((volatile uint32_t *)HARNESS_TIMER)[2] = 0xFFFFFFFFu;
    ((volatile uint32_t *)HARNESS_TIMER)[1] = 0xFFFFFFFFu;
    ((volatile uint32_t *)HARNESS_TIMER)[0] = 1;
#endif
    if (transfer(SYS_READ, input, &runs, sizeof runs)) {
        return EXIT_BROKEN_PIPE;
    }
    for (; runs; --runs) {
        struct report report;
        volatile uint32_t *top, *bottom;

        if (transfer_all(SYS_READ, input, harness_arguments, harness_argument_count)) {
            return EXIT_BROKEN_PIPE;
        }
        for (uint32_t i = 0; i < harness_pool_count; ++i) {
            for (uint32_t byte = 0; byte < harness_pools[i].size; ++byte) {
                ((volatile uint8_t *)harness_pools[i].data)[byte] = RUBBISH;
            }
        }
        harness_before_call();
        __asm__ volatile("mov %0, sp" : "=r"(top) : : "memory");
        bottom = bss_end;
        if ((uint32_t)top - (uint32_t)bottom > LARGEST_STACK) {
            bottom = top - LARGEST_STACK / sizeof *top;
        }
        for (volatile uint32_t *word = bottom; word < top; ++word) {
            *word = UNTOUCHED;
        }
        report.status = (uint32_t)harness_call();
        while ((uint32_t)bottom < harness_stack_pointer && *bottom == UNTOUCHED) {
            ++bottom;
        }
        report.stack = harness_stack_pointer - (uint32_t)bottom;
        report.timer_ticks = harness_timer_start - harness_timer_end;
        harness_after_call();
        if (transfer(SYS_WRITE, output, &report, sizeof report) ||
            transfer_all(SYS_WRITE, output, harness_results, harness_result_count)) {
            return EXIT_BROKEN_PIPE;
        }
    }
    return (int)semihosting(SYS_CLOSE, (const uint32_t[]){output});
}
