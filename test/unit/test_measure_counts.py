"""Instruction counts of code whose count is known, on several processors."""

from pathlib import Path

import pytest
from commands import require_tool
from hand_written_library import write_library

from microaot.tools.errors import UserError
from microaot.tools.measure import counting
from microaot.tools.measure.counting import build_counter, parse_counts
from microaot.tools.measure.measurement import Measurement
from microaot.tools.measure.run import run_on_target
from microaot.tools.measure.symbols import Symbol

NAKED = "__attribute__((naked, noinline))"

EMPTY = f'{NAKED} void lib_work(void) {{ __asm__("bx lr"); }}'

LOOP = f"""
{NAKED} void lib_work(void)
{{
    __asm__(".syntax unified\\nmovs r0, #250\\n"
            "1: subs r0, #1\\n"
            "bne 1b\\n"
            "bx lr\\n");
}}
"""

OPERATORS = f"""
{NAKED} void helper(void) {{ __asm__("nop\\nnop\\nbx lr"); }}
{NAKED} void first(void) {{ __asm__("push {{lr}}\\nbl helper\\nbl helper\\npop {{pc}}"); }}
{NAKED} void last(void) {{ __asm__("nop\\nbx lr"); }}
{NAKED} void lib_work(void)
{{
    __asm__("push {{lr}}\\n"
            "bl first\\n"
            "nop\\n"
            "bl last\\n"
            "bl first\\n"
            "pop {{r0}}\\n"
            "mov lr, r0\\n"
            "b last\\n");
}}
"""
"""Two operators, one with callees, the last of them called by a jump."""


@pytest.fixture(autouse=True)
def _tools() -> None:
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")
    require_tool("cc")


def _no_plugin(api: int, plugin: Path) -> bool:
    del api, plugin
    return False


def measured(folder: Path, target: str = "cortex-m4", level: str = "-O2") -> Measurement:
    return run_on_target(folder, target, level)[1]


@pytest.mark.parametrize("target", ["cortex-m0", "microbit", "cortex-m4", "cortex-m33"])
@pytest.mark.parametrize(("source", "count"), [(EMPTY, 1), (LOOP, 1 + 2 * 250 + 1)])
def test_known_counts(source: str, count: int, target: str, tmp_path: Path) -> None:
    measurement = measured(write_library(tmp_path, source), target)
    assert (measurement.instructions, measurement.counter) == (count, "plugin")
    assert measurement.own_instructions == {"lib_work": count}


def test_operators_count_with_their_callees(tmp_path: Path) -> None:
    measurement = measured(write_library(tmp_path, OPERATORS))
    first, last = 4 + 2 * 3, 2
    assert [(o.function, o.instructions) for o in measurement.operators] == [
        ("first", first),
        ("last", last),
        ("first", first),
        ("last", last),
    ]
    assert measurement.instructions == 8 + 2 * first + 2 * last
    assert measurement.own_instructions == {"lib_work": 8, "first": 8, "helper": 12, "last": 4}


def test_helpers_of_the_compiler_are_no_operators(tmp_path: Path) -> None:
    source = "void lib_work(const int64_t *x, int64_t *y) { *y = x[0] / x[1]; }"
    inputs, outputs = [("x", "i64", [2])], [("y", "i64", [1])]
    measurement = measured(write_library(tmp_path, source, inputs, outputs))
    assert measurement.operators == ()
    assert measurement.instructions == sum(measurement.own_instructions.values())
    assert "__aeabi_ldivmod" in measurement.own_instructions
    assert measurement.support_code > 100


def test_counts_are_equal_each_time(tmp_path: Path) -> None:
    source = """
    void lib_work(const float *x, float *y)
    {
        for (int i = 0; i < 100; ++i) {
            y[i] = x[i] / (x[99 - i] + 3.0f);
        }
    }
    """
    folder = write_library(tmp_path, source, [("x", "f32", [100])], [("y", "f32", [100])])
    assert measured(folder, "cortex-m0") == measured(folder, "cortex-m0")


@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4", "cortex-m33"])
def test_virtual_time_counts_nearly_the_same(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_library(tmp_path, LOOP)
    exact = measured(folder, target)
    monkeypatch.setattr(counting, "build_counter", _no_plugin)
    by_time = measured(folder, target)
    assert by_time.counter == "timer"
    assert 0 <= by_time.instructions - exact.instructions <= 10


def test_a_board_without_timer_needs_the_plugin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "build_counter", _no_plugin)
    with pytest.raises(UserError, match="on the microbit are counted by a plugin"):
        measured(write_library(tmp_path, EMPTY), "microbit")


def test_without_a_compiler_there_is_no_plugin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not build_counter(1, tmp_path / "counter.so")
    assert not (tmp_path / "microaot").exists()


def test_the_plugin_is_built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert build_counter(1, tmp_path / "first.so")
    assert len([*(tmp_path / "microaot").iterdir()]) == 1
    monkeypatch.setenv("PATH", str(tmp_path))
    assert build_counter(1, tmp_path / "second.so")
    assert (tmp_path / "first.so").read_bytes() == (tmp_path / "second.so").read_bytes()


def test_a_plugin_that_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert build_counter(1, tmp_path / "counter.so")


def test_many_calls_are_not_listed_for_ever(tmp_path: Path) -> None:
    source = f"""
    {NAKED} void tiny(void) {{ __asm__("bx lr"); }}
    void lib_work(void) {{ for (int i = 0; i < 20000; ++i) tiny(); }}
    """
    measurement = measured(write_library(tmp_path, source))
    assert len(measurement.operators) == 10000
    assert measurement.own_instructions["tiny"] == 20000


def test_the_counter_is_read() -> None:
    functions = [Symbol("run", "code", 0, 4), Symbol("f", "code", 4, 4)]
    counts = parse_counts("call 1 5\nrun 9\nrun 3\nself 0 7\nself 1 5\n", functions)
    assert [run.total for run in counts.runs] == [9, 3]
    assert [call.function for call in counts.runs[0].calls] == ["f"]
    assert counts.own == {"run": 7, "f": 5}
    with pytest.raises(ValueError, match="unexpected line"):
        parse_counts("jump 1\n", functions)
