/* The least that runs `main` on a Cortex-M under QEMU and hands its result to the host. */
#include <stdint.h>

#include "semihosting.h"

extern uint32_t data_source[], data_start[], data_end[], bss_start[], bss_end[], stack_top[];

int main(void);

/* SYS_EXIT_EXTENDED: the process ends with this status. */
static void exit_with(uint32_t status)
{
    const uint32_t block[2] = {0x20026, status};
    semihosting(0x20, block);
    for (;;) {
    }
}

void reset_handler(void)
{
#ifdef __ARM_FP
    *(volatile uint32_t *)0xE000ED88u |= 0xFu << 20; /* CPACR: coprocessors 10 and 11 */
    __asm__ volatile("dsb\n\tisb" : : : "memory");
#endif
    for (uint32_t *to = data_start, *from = data_source; to < data_end;) {
        *to++ = *from++;
    }
    for (uint32_t *to = bss_start; to < bss_end;) {
        *to++ = 0;
    }
    exit_with((uint32_t)main());
}

static void fault_handler(void)
{
    exit_with(99);
}

__attribute__((section(".vectors"), used)) static void *const vectors[16] = {
    stack_top,      reset_handler,  fault_handler,  fault_handler, fault_handler, fault_handler,
    fault_handler,  fault_handler,  fault_handler,  fault_handler, fault_handler, fault_handler,
    fault_handler,  fault_handler,  fault_handler,  fault_handler,
};
