"""Random programs on tensors compute the same before and after fusion, as LLVM executes both."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from random_tensors import TensorProgram
from tensor_execution import compile_tensors
from xdsl.passes import ModulePass

from microaot.passes.lower_tensors_to_loops import LowerTensorsToLoops
from microaot.passes.outline_operators import OutlineOperators
from microaot.tools.frontend import new_context, parse_module

PROGRAMS = 40
STEPS = 9


def lower(text: str, passes: tuple[ModulePass, ...]) -> str:
    context = new_context()
    module = parse_module(context, text, "random.mlir")
    module.verify()
    for step in passes:
        step.apply(context, module)
        module.verify()
    assert "linalg." not in str(module)
    return str(module)


@pytest.mark.parametrize("seed", range(4))
def test_fused_programs_compute_the_same(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    programs = [TensorProgram(random, f"f{i}").build(STEPS) for i in range(PROGRAMS)]
    text = "".join(program for program, _, _ in programs)
    folders = [tmp_path / name for name in ("reference", "fused", "outlined")]
    for folder in folders:
        folder.mkdir()
    libraries = [
        compile_tensors(text, folders[0]),
        compile_tensors(lower(text, (LowerTensorsToLoops(),)), folders[1]),
        compile_tensors(lower(text, (OutlineOperators(), LowerTensorsToLoops())), folders[2]),
    ]
    numbers = np.random.default_rng(seed)
    for i, (program, inputs, outputs) in enumerate(programs):
        given = [numbers.integers(-9, 9, shape, dtype=np.int32) for shape in inputs]
        results: list[list[np.ndarray]] = []
        for library in libraries:
            results.append([np.full(shape, 7, np.int32) for shape in outputs])
            # MLIR's bufferization may write to arguments.
            library.call(f"f{i}", *(array.copy() for array in given), *results[-1])
        for other in results[1:]:
            for result, expected in zip(other, results[0], strict=True):
                np.testing.assert_array_equal(result, expected, err_msg=program)
