/* The least that runs `main` on a Cortex-M under QEMU and hands its result to the host. */
#include <stdint.h>

extern uint32_t data_source[], data_start[], data_end[], bss_start[], bss_end[], stack_top[];

int main(void);

/* SYS_EXIT_EXTENDED of Arm's semihosting: the process ends with this status. */
static void semihosting_exit(uint32_t status)
{
    const uint32_t block[2] = {0x20026, status};
    register uint32_t operation __asm__("r0") = 0x20;
    register const uint32_t *argument __asm__("r1") = block;
    __asm__ volatile("bkpt 0xab" : : "r"(operation), "r"(argument) : "memory");
    for (;;) {
    }
}

void reset_handler(void)
{
    for (uint32_t *to = data_start, *from = data_source; to < data_end;) {
        *to++ = *from++;
    }
    for (uint32_t *to = bss_start; to < bss_end;) {
        *to++ = 0;
    }
    semihosting_exit((uint32_t)main());
}

static void fault_handler(void)
{
    semihosting_exit(99);
}

__attribute__((section(".vectors"), used)) static void *const vectors[16] = {
    stack_top,      reset_handler,  fault_handler,  fault_handler, fault_handler, fault_handler,
    fault_handler,  fault_handler,  fault_handler,  fault_handler, fault_handler, fault_handler,
    fault_handler,  fault_handler,  fault_handler,  fault_handler,
};
