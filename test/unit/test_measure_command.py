"""`microaot measure`: the table beside the last one, and the files that it writes."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from commands import require_tool
from hand_written_library import write_library
from rich.console import Console

from microaot.tools.errors import UserError
from microaot.tools.measure.measurement import (
    HISTORY,
    Measurement,
    Operator,
    keep_measurement,
    previous_measurement,
)
from microaot.tools.measure.table import as_table, change, remarks
from microaot.tools.report import REPORT

SOURCE = "void lib_work(const int8_t *x, int8_t *y) {{ y[0] = (int8_t)(x[0] {0}); }}"

MEASUREMENT = Measurement(
    library="kws",
    function="kws_run",
    target="cortex-m4",
    level="-Os",
    compiler="gcc 1",
    counter="plugin",
    runs=1,
    instructions=1100,
    operators=(
        Operator("conv2d", "kws_conv2d", 700),
        Operator("dense", "kws_dense", 100),
        Operator("dense", "kws_dense", 200),
    ),
    own_instructions={"kws_run": 100},
    stack_peak=48,
    stack_worst=56,
    stack_unknown=("'kws_run' calls through a pointer",),
    code=1000,
    support_code=0,
    constants=2000,
    ram=0,
    lent=16000,
    arguments=502,
    sections={".text": 1000},
    symbols={"code": {"kws_run": 1000}},
)


def microaot(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "microaot.tools.microaot", "measure", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd)


def rows_of(now: Measurement, before: Measurement | None) -> dict[str, list[str]]:
    console = Console(width=120)
    with console.capture() as capture:
        console.print(as_table(now, before))
    lines = [line for line in capture.get().splitlines() if line.startswith("│")]
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]
    return {cell[0]: cell[1:] for cell in cells}


def test_measured_twice(tmp_path: Path) -> None:
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")
    arrays = [("x", "i8", [1])], [("y", "i8", [1])]
    write_library(tmp_path / "lib", SOURCE.format("+ 1"), *arrays)
    np.savez(tmp_path / "x.npz", x=np.array([[1], [2]], np.int8))
    first = microaot("lib", "--target", "cortex-m0", "--inputs", "x.npz", cwd=tmp_path)
    assert (first.returncode, first.stderr) == (0, "")
    assert "lib on cortex-m0 at -Os: 2 runs, the longest" in first.stdout
    assert "before" not in first.stdout
    (tmp_path / "lib" / REPORT).write_text("Memory\n")
    write_library(tmp_path / "lib", SOURCE.format("* x[0] * x[0] + 1"), *arrays)
    options = ("--target", "cortex-m0", "--level", "-Os", "--json", "out/now.json")
    second = microaot("lib", *options, cwd=tmp_path)
    assert (second.returncode, second.stderr) == (0, "")
    assert "before" in second.stdout and " %" in second.stdout
    written = json.loads((tmp_path / "out" / "now.json").read_text())
    assert written["runs"] == 1
    assert json.loads((tmp_path / "lib" / HISTORY).read_text()) == {"cortex-m0 -Os": written}
    report = (tmp_path / "lib" / REPORT).read_text()
    assert report.startswith("Memory\n\nMeasured on cortex-m0 at -Os with ")
    assert "lib_work" in report


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lib", "--target", "cortex-m9"), "error: no target is called 'cortex-m9': "),
        (("none", "--target", "cortex-m0"), "none: error: there is no such folder"),
        (("lib", "--target", "cortex-m0", "--level", "fast"), "error: '-fast' is no level of"),
        (("lib", "--target", "mine.toml"), "mine.toml: error: the key 'toolchain' is missing"),
        (("lib", "--target", "cortex-m0", "--inputs", "x.npz"), "x.npz: error: No such file"),
        (("lib",), "error: Missing option '--target'"),
    ],
)
def test_errors_are_one_line(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    write_library(tmp_path / "lib", SOURCE.format(""), [("x", "i8", [1])], [("y", "i8", [1])])
    (tmp_path / "mine.toml").write_text("flags = []\n")
    result = microaot(*arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith(message)
    assert not (tmp_path / "lib" / HISTORY).exists()


def test_the_table_shows_each_operator_and_the_rest() -> None:
    before = replace(MEASUREMENT, instructions=1000, code=1250, operators=MEASUREMENT.operators[:1])
    rows = rows_of(MEASUREMENT, before)
    assert rows["instructions"] == ["1,100", "1,000", "+10.0 %"]
    assert rows["conv2d"] == ["700", "700", ""]
    assert rows["dense (2 calls)"] == ["300", "", ""]
    assert rows["kws_run"] == ["100", "300", "-66.7 %"]
    assert rows["code"] == ["1,000", "1,250", "-20.0 %"]
    assert rows["stack, worst case"] == ["56", "56", ""]
    assert rows_of(MEASUREMENT, None)["instructions"] == ["1,100"]


def test_remarks() -> None:
    by_time = replace(MEASUREMENT, counter="timer")
    assert [*remarks(by_time)] == [
        "bytes, and executed instructions; gcc 1",
        "counted by virtual time: a few instructions too many, and no operators",
        "the stack may become deeper: 'kws_run' calls through a pointer",
    ]


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (5, None, ""),
        (5, 5, ""),
        (5, 0, "[red]new[/]"),
        (0, 5, "[green]-100.0 %[/]"),
        (1_000_001, 1_000_000, "[red]+<0.1 %[/]"),
        (999_999, 1_000_000, "[green]-<0.1 %[/]"),
    ],
)
def test_differences(now: int, before: int | None, text: str) -> None:
    assert change(now, before) == text


def test_the_history_keeps_one_of_each_kind(tmp_path: Path) -> None:
    assert previous_measurement(tmp_path, "cortex-m4", "-Os") is None
    keep_measurement(tmp_path, MEASUREMENT)
    keep_measurement(tmp_path, replace(MEASUREMENT, level="-O2"))
    keep_measurement(tmp_path, replace(MEASUREMENT, code=1))
    assert previous_measurement(tmp_path, "cortex-m4", "-Os") == replace(MEASUREMENT, code=1)
    assert previous_measurement(tmp_path, "cortex-m4", "-O2") == replace(MEASUREMENT, level="-O2")
    assert previous_measurement(tmp_path, "cortex-m0", "-Os") is None


def test_a_history_of_something_else(tmp_path: Path) -> None:
    (tmp_path / HISTORY).write_text('{"cortex-m4 -Os": {"code": 1}}')
    assert previous_measurement(tmp_path, "cortex-m4", "-Os") is None
    (tmp_path / HISTORY).write_text("[]")
    with pytest.raises(UserError, match="no JSON of measurements"):
        previous_measurement(tmp_path, "cortex-m4", "-Os")
    (tmp_path / HISTORY).write_text("{")
    with pytest.raises(UserError, match="no JSON: "):
        previous_measurement(tmp_path, "cortex-m4", "-Os")
