"""Whole models on Cortex-M processors: outputs are exact, and promises are kept."""

import pytest
from commands import require_tool
from models import NAMES, Row, as_table, measure_model
from reference_data import require_folder
from rich.console import Console

MAX_CODE = {"kws": 4096}
"""Bytes of code on the Cortex-M4 at -Os."""

MAX_STACK = {"kws": 160}
"""Bytes of stack, callees included, on the Cortex-M0 at -O0."""

MAX_RAM = {"kws": 16_000, "ad01": 264, "resnet": 32_768}


@pytest.mark.parametrize("name", NAMES)
def test_models_equal_their_references_within_limits(name: str) -> None:
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")
    rows = measure_model(name, require_folder("models"))  # compares outputs
    assert len(rows) == 6
    for row in rows:
        check(row)
    with (console := Console(width=140)).capture() as capture:
        console.print(as_table(rows))
    assert capture.get().count(f"│ {name}") == 6


def check(row: Row) -> None:
    now, where = row.measurement, (row.measurement.target, row.measurement.level)
    if row.peers.limit is not None:
        assert now.instructions <= row.peers.limit * 1e6, row
    assert now.stack_peak <= now.stack_worst
    assert now.stack_unknown == ()
    assert row.ram <= MAX_RAM.get(row.model, row.ram)
    if where == ("cortex-m4", "-Os"):
        assert now.code <= MAX_CODE.get(row.model, now.code)
    if where == ("cortex-m0", "-O0"):
        assert now.stack_worst <= MAX_STACK.get(row.model, now.stack_worst)
