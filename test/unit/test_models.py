"""Whole models against LLVM's execution of the same MLIR: six networks, eight samples each."""

from pathlib import Path

import numpy as np
import pytest
from c_harness import CProgram
from reference_data import require_folder

from microaot.tools.api import compile_module

MODELS = (
    "ad01_int8",
    "hello_world_float",
    "hello_world_int8",
    "kws_ref_model",
    "kws_ref_model_float32",
    "pretrainedResnet_quant",
)


@pytest.mark.parametrize("model", MODELS)
def test_model(model: str, tmp_path: Path) -> None:
    path = require_folder("models") / f"{model}.memref.mlir"
    library = compile_module(path.read_text(), filename=path.name, name=model)
    program = CProgram(library.files, tmp_path)
    with np.load(path.with_name(f"{model}.io.npz")) as data:
        inputs, expected = data["in0"], data["mlir0"]
    for sample, reference in zip(inputs, expected, strict=True):
        result = np.zeros_like(reference)
        program.call(f"{model}_main", sample, result, flags=("-O2",))
        _compare(result, reference)
    result = np.zeros_like(expected[0])
    program.call_sanitized(f"{model}_main", inputs[0], result)
    _compare(result, expected[0])


def _compare(result: np.ndarray, reference: np.ndarray) -> None:
    if reference.dtype.kind == "f":
        np.testing.assert_allclose(result, reference, rtol=1e-5, atol=1e-5)
    else:
        np.testing.assert_array_equal(result, reference)
