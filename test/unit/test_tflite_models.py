"""Whole models from `.tflite` files, compiled and run: what LLVM computes of the same TOSA."""

from pathlib import Path

import numpy as np
import pytest
from commands import require_module, require_tool
from reference_data import MODELS, assert_model_result, require_folder

from microaot.tools.importers.load import load_model
from microaot.tools.measure.run import run_on_target
from microaot.tools.targets.target import load_target
from microaot.tools.verify.host import run_on_host
from microaot.tools.verify.library import compile_model

require_module("tosa_converter_for_tflite", "tosa-converter-for-tflite")


@pytest.mark.parametrize("model", MODELS)
def test_model(model: str, tmp_path: Path) -> None:
    for tool in ("arm-none-eabi-gcc", "qemu-system-arm"):
        require_tool(tool)
    path = require_folder("models") / f"{model}.tflite"
    with np.load(path.with_suffix(".io.npz")) as data:
        inputs, expected = data["in0"], data["mlir0"]
    compile_model(load_model(path), tmp_path, load_target("cortex-m0"))
    (results,) = run_on_host(tmp_path, {"in0": inputs}).values()
    assert_model_result(results, expected)
    for target in ("cortex-m0", "cortex-m4"):
        outputs, _ = run_on_target(tmp_path, target, "-Os", {"in0": inputs[:1]})
        (results,) = outputs.values()
        assert_model_result(results, expected[:1])
