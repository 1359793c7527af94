"""Whole models against LLVM's execution of the same MLIR: six networks, eight samples each."""

from pathlib import Path

import numpy as np
import pytest
from c_harness import CProgram
from reference_data import MODELS, assert_model_result, require_folder

from microaot.tools.api import compile_module


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
        assert_model_result(result, reference)
    result = np.zeros_like(expected[0])
    program.call_sanitized(f"{model}_main", inputs[0], result)
    assert_model_result(result, expected[0])
