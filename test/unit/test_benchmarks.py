"""What the documentation claims of size and stack holds; no test depends on the time of day."""

from pathlib import Path

import numpy as np
import pytest
from c_harness import CProgram
from code_size import FOLDER, KERNELS, LEVELS, Row, compile_kernel, measure
from commands import require_tool
from compile_time import module_of, module_with_constant
from docs_figures import fill_in

from microaot.tools.frontend import new_context, parse_module

LARGEST_RATIO = 1.15
"""How much more than an expert's C ours may take."""

SHAPES = {
    "add": ("float32", [(4, 5), (4, 5), (4, 5)]),
    "matmul": ("float32", [(16, 16), (16, 16), (16, 16)]),
    "conv2d": ("float32", [(1, 18, 18, 8), (3, 3, 8, 16), (1, 16, 16, 16)]),
    "qmatmul": ("int8", [(16, 16), (16, 16), (16, 16)]),
}


def _by_hand(kernel: str) -> dict[str, str]:
    return {"src/hand.c": (FOLDER / f"{kernel}.c").read_text()}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kernel", KERNELS)
def test_size_and_stack(kernel: str, level: str) -> None:
    require_tool("arm-none-eabi-gcc")
    row = Row(
        kernel, level, measure(_by_hand(kernel), level), measure(compile_kernel(kernel), level)
    )
    assert row.size_ratio <= LARGEST_RATIO, row
    if level == "-O0":
        # With optimization, stack is what the register allocator makes of either C.
        assert row.stack_ratio <= LARGEST_RATIO, row


@pytest.mark.parametrize("kernel", KERNELS)
def test_both_compute_the_same(kernel: str, tmp_path: Path) -> None:
    dtype, shapes = SHAPES[kernel]
    random = np.random.default_rng(1)
    arrays = [(random.normal(size=shape) * 40).astype(dtype) for shape in shapes]
    results = list[np.ndarray]()
    for name, files in (("hand", _by_hand(kernel)), ("microaot", compile_kernel(kernel))):
        out = np.zeros_like(arrays[-1])
        CProgram(files, tmp_path / name).call(kernel, *arrays[:-1], out)
        results.append(out)
    np.testing.assert_array_equal(results[0], results[1])


def test_generated_modules_are_what_they_say() -> None:
    module = parse_module(new_context(), module_of(1000), "generated.mlir")
    module.verify()
    assert 950 <= sum(1 for _ in module.walk()) <= 1050
    parse_module(new_context(), module_with_constant(), "constant.mlir").verify()


def test_figures_are_written_between_their_markers() -> None:
    text = "a\n<!-- figures: x -->\nold\n<!-- end of figures -->\nb\n"
    expected = "a\n<!-- figures: x -->\nnew\n<!-- end of figures -->\nb\n"
    assert fill_in(text, {"x": lambda: "new\n"}) == expected
    assert fill_in(expected, {"x": lambda: "new\n"}) == expected
