"""Whole models on Cortex-M processors: outputs are exact, and TVM's figures are undercut."""

import pytest
from commands import require_tool
from models import NAMES, as_table, measure_model
from reference_data import require_folder
from rich.console import Console


@pytest.mark.parametrize("name", NAMES)
def test_models_equal_their_references_and_need_less_than_tvm(name: str) -> None:
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")
    rows = measure_model(name, require_folder("models"))  # compares outputs
    assert len(rows) == 6
    for row in rows:
        if row.peers.tvm is not None:
            assert row.measurement.instructions <= row.peers.tvm * 1e6, row
        assert row.measurement.stack_peak <= row.measurement.stack_worst
        assert row.measurement.stack_unknown == ()
    with (console := Console(width=140)).capture() as capture:
        console.print(as_table(rows))
    assert capture.get().count(f"│ {name}") == 6
