/* What a generated `entry.c` tells the harness of the function to measure. */
#ifndef HARNESS_H
#define HARNESS_H

#include <stdint.h>

struct harness_buffer {
    void *data;
    uint32_t size;
};

/* Read from the host before each call; written to the host after it; filled with rubbish. */
extern const struct harness_buffer harness_arguments[], harness_results[], harness_pools[];
extern const uint32_t harness_argument_count, harness_result_count, harness_pool_count;

extern uint32_t harness_stack_pointer, harness_timer_start, harness_timer_end;

/* Calls the function once; returns its status, or 0. */
int32_t harness_call(void);

/* What happens around each call, and is not measured. */
void harness_before_call(void);
void harness_after_call(void);

#ifdef HARNESS_TIMER
#define HARNESS_TIME() (((volatile uint32_t *)HARNESS_TIMER)[1])
#else
#define HARNESS_TIME() 0u
#endif

#define HARNESS_BEGIN()                                                                   \
    __asm__ volatile("mov %0, sp" : "=r"(harness_stack_pointer) : : "memory");            \
    harness_timer_start = HARNESS_TIME()
#define HARNESS_END() harness_timer_end = HARNESS_TIME()

#endif
