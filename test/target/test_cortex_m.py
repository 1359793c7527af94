"""The digits classifier on Cortex-M processors, under QEMU."""

from pathlib import Path

import numpy as np
import pytest
from commands import require_tool

from microaot.tools.api import compile_module
from microaot.tools.measure.run import run_on_target
from microaot.tools.targets.target import builtin_targets, load_target

DIGITS = Path(__file__).parents[2] / "examples" / "digits"
IMAGES = 20
"""As many as take about a second at -O0."""

TARGETS = [
    name
    for name in builtin_targets()
    if load_target(name).board and name != "microbit"  # its RAM is too small for the example
]


@pytest.mark.parametrize("level", ["-O0", "-Os", "-O2"])
@pytest.mark.parametrize("target", TARGETS)
def test_digits_equal_the_reference(target: str, level: str, tmp_path: Path) -> None:
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")
    compile_module((DIGITS / "digits.mlir").read_text(), name="digits").write(tmp_path)
    with np.load(DIGITS / "test_images.npz") as data:
        images, logits = data["images"][:IMAGES], data["logits"][:IMAGES]
    outputs, measurement = run_on_target(
        tmp_path, target, level, {"image": images.reshape(IMAGES, 1, 8, 8, 1)}
    )
    np.testing.assert_array_equal(outputs["logits"], logits.reshape(IMAGES, 1, 10))
    assert measurement.stack_peak <= measurement.stack_worst
    assert not measurement.stack_unknown
