/*
 * A TCG plugin of QEMU: counts the instructions that a function and its callees execute.
 *
 * Arguments: functions=FILE, counts=FILE. Each line of the first file is a function of the guest,
 * `role start` with the address in hexadecimal, sorted by address. The role is `r` for the
 * measured function, `h` for its caller, `o` for an operator, `f` for any other. For each execution
 * of the measured function the second file gets lines
 *     call LINE COUNT    for each operator that it called: its line in the first file, from 0, and
 *                        its instructions, those of its callees included
 *     run TOTAL          all instructions
 * and in the end `self LINE COUNT`, the instructions of each function itself, over all runs.
 *
 * A block of translated code is counted when it begins: nothing interrupts a block but a fault,
 * after which no count matters. The few declarations below are those of the plugin API, whose
 * version is given when this is compiled; hosts rarely have QEMU's header.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef PLUGIN_API
#define PLUGIN_API 1
#endif

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
typedef void (*tb_trans_callback)(qemu_plugin_id_t, struct qemu_plugin_tb *);
typedef void (*tb_exec_callback)(unsigned int, void *);
typedef void (*exit_callback)(qemu_plugin_id_t, void *);
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, tb_trans_callback);
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *, tb_exec_callback, int, void *);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, exit_callback, void *);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *);

__attribute__((visibility("default"))) int qemu_plugin_version = PLUGIN_API;

struct function {
    char role;
    uint64_t start, self;
};

enum { INSTRUCTION_BITS = 16, NONE = -1, MOST_CALLS = 10000 };

static struct function *functions;
static size_t function_count;
static FILE *counts;

static int inside;
static long callee = NONE, calls;
static uint64_t total, of_callee;

static size_t find(uint64_t address)
{
    size_t low = 0, high = function_count - 1;
    while (low < high) {
        const size_t middle = (low + high + 1) / 2;
        if (functions[middle].start <= address) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

static void end_call(void)
{
    if (callee != NONE && calls++ < MOST_CALLS) {
        fprintf(counts, "call %ld %" PRIu64 "\n", callee, of_callee);
    }
    callee = NONE;
    of_callee = 0;
}

static void on_block(unsigned int cpu, void *data)
{
    const size_t index = (uintptr_t)data >> INSTRUCTION_BITS;
    const uint64_t instructions = (uintptr_t)data & (((uintptr_t)1 << INSTRUCTION_BITS) - 1);
    const char role = functions[index].role;

    (void)cpu;
    if (!inside) {
        if (role != 'r') {
            return;
        }
        inside = 1;
    }
    if (role == 'h') {
        end_call();
        fprintf(counts, "run %" PRIu64 "\n", total);
        inside = 0;
        total = 0;
        calls = 0;
        return;
    }
    total += instructions;
    functions[index].self += instructions;
    if (role == 'r') {
        end_call();
        return;
    }
    if (callee == NONE && role == 'o') {
        callee = (long)index;
    }
    of_callee += instructions;
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
    const uintptr_t index = find(qemu_plugin_tb_vaddr(block));
    const uintptr_t data = index << INSTRUCTION_BITS | qemu_plugin_tb_n_insns(block);

    (void)id;
    qemu_plugin_register_vcpu_tb_exec_cb(block, on_block, 0, (void *)data);
}

static void at_exit(qemu_plugin_id_t id, void *data)
{
    (void)id;
    (void)data;
    for (size_t i = 0; i < function_count; ++i) {
        if (functions[i].self) {
            fprintf(counts, "self %zu %" PRIu64 "\n", i, functions[i].self);
        }
    }
    fclose(counts);
}

static int read_functions(const char *path)
{
    FILE *file = fopen(path, "r");
    struct function next = {0};

    if (!file) {
        return -1;
    }
    while (fscanf(file, " %c %" SCNx64, &next.role, &next.start) == 2) {
        functions = realloc(functions, (function_count + 1) * sizeof *functions);
        functions[function_count++] = next;
    }
    fclose(file);
    return function_count ? 0 : -1;
}

__attribute__((visibility("default"))) int qemu_plugin_install(
    qemu_plugin_id_t id, const void *info, int argc, char **argv)
{
    (void)info;
    for (int i = 0; i < argc; ++i) {
        if (!strncmp(argv[i], "functions=", 10) && read_functions(argv[i] + 10)) {
            return -1;
        } else if (!strncmp(argv[i], "counts=", 7)) {
            counts = fopen(argv[i] + 7, "w");
        }
    }
    if (!functions || !counts) {
        return -1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    qemu_plugin_register_atexit_cb(id, at_exit, NULL);
    return 0;
}
