"""Stack: the painted peak and the worst case of code whose frames are known."""

from pathlib import Path

import pytest
from commands import require_tool
from hand_written_library import write_library

from microaot.tools.measure.disassembly import Function, Instruction
from microaot.tools.measure.frames import Frame, analyze
from microaot.tools.measure.measurement import Measurement
from microaot.tools.measure.run import run_on_target

NAKED = "__attribute__((naked, noinline))"

NESTED = f"""
{NAKED} void inner(void) {{ __asm__("push {{r4-r7, lr}}\\npop {{r4-r7, pc}}"); }}
{NAKED} void lib_work(void)
{{
    __asm__("push {{r4, lr}}\\n"
            "sub sp, #32\\n"
            "bl inner\\n"
            "add sp, #32\\n"
            "pop {{r4, pc}}\\n");
}}
"""

UNTAKEN = """
static volatile int32_t taken;
__attribute__((noinline)) static void deep(int32_t *out)
{
    volatile int32_t rows[64];
    for (int i = 0; i < 64; ++i) { rows[i] = i + out[0]; }
    for (int i = 0; i < 64; ++i) { out[0] += rows[i]; }
}
void lib_work(const int32_t *x, int32_t *y)
{
    *y = *x;
    if (taken) { deep(y); }
}
"""

LARGE = """
void lib_work(const int32_t *x, int32_t *y)
{
    volatile int32_t rows[5000];
    for (int i = 0; i < 5000; ++i) { rows[i] = *x; }
    *y = rows[0] + rows[4999];
}
"""

RECURSIVE = """
static int32_t fall(int32_t n) { return n > 0 ? n + fall(n - 1) * 3 : 0; }
void lib_work(const int32_t *x, int32_t *y) { *y = fall(*x & 3); }
"""

POINTER = """
typedef int32_t (*function)(int32_t);
static int32_t twice(int32_t x) { return x + x; }
function volatile chosen = twice;
void lib_work(const int32_t *x, int32_t *y) { *y = chosen(*x) + 1; }
"""

VARIABLE = """
void lib_work(const int32_t *x, int32_t *y)
{
    volatile int32_t rows[(*x & 7) + 1];
    rows[0] = 3;
    *y = rows[0];
}
"""

TARGETS = ["cortex-m0", "cortex-m4", "cortex-m55"]
INPUT, OUTPUT = [("x", "i32", [1])], [("y", "i32", [1])]


def measured(folder: Path, target: str, level: str) -> Measurement:
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")
    return run_on_target(folder, target, level)[1]


@pytest.mark.parametrize("target", TARGETS)
def test_frames_of_callees_add_up(target: str, tmp_path: Path) -> None:
    measurement = measured(write_library(tmp_path, NESTED), target, "-Os")
    assert measurement.stack_peak == measurement.stack_worst == 2 * 4 + 32 + 5 * 4


@pytest.mark.parametrize("level", ["-O0", "-Os", "-O2"])
@pytest.mark.parametrize("target", TARGETS)
def test_the_worst_case_knows_what_no_input_reaches(
    target: str, level: str, tmp_path: Path
) -> None:
    measurement = measured(write_library(tmp_path, UNTAKEN, INPUT, OUTPUT), target, level)
    assert measurement.stack_peak < 64
    assert 64 * 4 <= measurement.stack_worst < 64 * 4 + 100
    assert measurement.stack_unknown == ()


@pytest.mark.parametrize("level", ["-O0", "-Os", "-O2"])
@pytest.mark.parametrize("target", TARGETS)
def test_large_frames(target: str, level: str, tmp_path: Path) -> None:
    measurement = measured(write_library(tmp_path, LARGE, INPUT, OUTPUT), target, level)
    assert 20000 <= measurement.stack_peak <= measurement.stack_worst < 20100
    assert measurement.stack_unknown == ()


@pytest.mark.parametrize("target", TARGETS)
def test_far_jumps_are_no_calls(target: str, tmp_path: Path) -> None:
    steps = "".join(f"        y[{i}] = x[{i}] * 3 + (int32_t)i + y[{i} / 2];\n" for i in range(200))
    source = f"""
    void lib_work(const int32_t *x, int32_t *y)
    {{
        for (int32_t i = 0; i < (x[0] & 3); ++i) {{
    {steps}
        }}
    }}
    """
    shape = [("x", "i32", [200])], [("y", "i32", [200])]
    measurement = measured(write_library(tmp_path, source, *shape), target, "-O0")
    assert measurement.stack_unknown == ()
    assert measurement.stack_worst <= 64


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (RECURSIVE, "'fall' calls itself"),
        (POINTER, "'lib_work' calls through a pointer"),
    ],
)
def test_what_has_no_bound_is_said(source: str, reason: str, tmp_path: Path) -> None:
    measurement = measured(write_library(tmp_path, source, INPUT, OUTPUT), "cortex-m4", "-O0")
    assert measurement.stack_unknown == (reason,)


@pytest.mark.parametrize("target", TARGETS)
def test_frames_of_variable_size(target: str, tmp_path: Path) -> None:
    measurement = measured(write_library(tmp_path, VARIABLE, INPUT, OUTPUT), target, "-Os")
    assert measurement.stack_unknown == ("the frame of 'lib_work' is not known",)


def _analyze(*lines: str) -> Frame:
    code = [Instruction(4 * i, *line.split(" ", 1)) for i, line in enumerate(lines)]
    return analyze(Function("f", 0, tuple(code)))


def test_the_depth_at_a_call_is_that_of_its_path() -> None:
    frame = _analyze(
        "push {r4, lr}",
        "cbz r0, 14 <f+0x14>",
        "sub sp, #100",
        "bl 1000 <callee>",
        "add sp, #100",
        "bl 2000 <other>",
        "pop {r4, pc}",
    )
    assert frame.depth == 108
    assert {(site.callee, site.depth) for site in frame.sites} == {(0x1000, 108), (0x2000, 8)}


@pytest.mark.parametrize(
    ("lines", "depth"),
    [
        (("vpush {d8-d11}", "bx lr"), 32),
        (("vpush {s16}", "bx lr"), 4),
        (("stmdb sp!, {r4, r5, r6}", "bx lr"), 12),
        (("str.w lr, [sp, #-4]!", "ldr.w pc, [sp], #4"), 4),
        (("strd r4, r5, [sp, #-16]!", "bx lr"), 16),
        (("sub.w sp, sp, #1024", "bx lr"), 1024),
        (("subw sp, sp, #20", "bx lr"), 20),
        (("movs r3, #200", "sub sp, r3", "bx lr"), 200),
        (("ldr r3, [pc, #8]", "add sp, r3", "bx lr", ".word 0xfffffe00"), 512),
        (("tbb [pc, r0]", "push {r4}", "bx lr", "push {r4, r5}", "bx lr"), 12),
    ],
)
def test_each_way_to_take_stack(lines: tuple[str, ...], depth: int) -> None:
    frame = _analyze(*lines)
    assert (frame.depth, frame.known) == (depth, True)


def test_a_loop_that_takes_more_each_time_has_no_bound() -> None:
    assert not _analyze("push {r4}", "bne 0 <f>", "bx lr").known


def test_an_unknown_amount_is_noted() -> None:
    assert not _analyze("sub sp, r3", "bx lr").known
