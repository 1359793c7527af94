"""Whole models on tensors, stored in buffers without any fusion, compute what LLVM computes."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from c_harness import CProgram
from reference_data import require_folder
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from microaot.passes.bufferize import Bufferize
from microaot.passes.lower_tensors_to_loops import LowerTensorsToLoops
from microaot.passes.outline_operators import OutlineOperators
from microaot.tools.api import compile_module
from microaot.tools.frontend import new_context, parse_module

COPIES = {
    "ad01_int8": 0,
    "hello_world_float": 0,
    "hello_world_int8": 0,
    "kws_ref_model": 1,
    "kws_ref_model_float32": 1,
    "pretrainedResnet_quant": 1,
}
"""Copies that each model needs: of the input into its padding."""


def lower(model: str, passes: tuple[ModulePass, ...]) -> ModuleOp:
    path = require_folder("models") / f"{model}.linalg.mlir"
    context = new_context()
    module = parse_module(context, path.read_bytes(), path.name)
    for step in passes:
        step.apply(context, module)
    module.verify()
    return module


@pytest.mark.parametrize("model", COPIES)
def test_unfused_model(model: str, tmp_path: Path) -> None:
    module = lower(model, (Bufferize(),))
    ops = Counter(op.name for op in module.walk())
    assert ops["memref.copy"] == COPIES[model]
    program = CProgram(compile_module(str(module), name=model).files, tmp_path)
    with np.load(require_folder("models") / f"{model}.io.npz") as data:
        inputs, expected = data["in0"], data["mlir0"]
    for sample, reference in zip(inputs, expected, strict=True):
        result = np.zeros_like(reference)
        program.call(f"{model}_main", sample, result, flags=("-O2",))
        if reference.dtype.kind == "f":
            np.testing.assert_allclose(result, reference, rtol=1e-5, atol=1e-5)
        else:
            np.testing.assert_array_equal(result, reference)


@pytest.mark.parametrize("model", COPIES)
def test_operators_need_no_copies(model: str) -> None:
    """Loops that carry tensors become loads and stores; main is calls and their buffers."""
    module = lower(model, (OutlineOperators(), LowerTensorsToLoops(), Bufferize()))
    ops = Counter(op.name for op in module.walk())
    assert ops["memref.copy"] == 0
    assert ops["memref.alloc"] < ops["func.call"] + ops["func.func"]
