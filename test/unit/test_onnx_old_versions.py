"""Models of ONNX's first versions, whose operators meant something else."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from commands import require_module

from microaot.tools.importers.load import load_model
from microaot.tools.verify.host import run_on_host
from microaot.tools.verify.library import compile_model

onnx: Any = require_module("onnx", "onnx")
require_module("torch_mlir", "torch-mlir")


@pytest.mark.parametrize(
    ("version", "shape"), [(6, (3,)), (6, (1,)), (9, (3,)), (9, (3, 1)), (17, (2, 1, 3))]
)
def test_slopes_of_p_relu(version: int, shape: tuple[int, ...], tmp_path: Path) -> None:
    """As many channels as columns: only the version tells whose the slopes are."""
    kind = onnx.TensorProto.FLOAT
    x, y = (onnx.helper.make_tensor_value_info(name, kind, (2, 3, 3)) for name in "xy")
    slopes = np.arange(1, 1 + np.prod(shape), dtype=np.float32).reshape(shape)
    node = onnx.helper.make_node("PRelu", ["x", "slopes"], ["y"])
    constant = onnx.numpy_helper.from_array(slopes, "slopes")
    old_input = onnx.helper.make_tensor_value_info("slopes", kind, shape)
    graph = onnx.helper.make_graph([node], "net", [x, old_input], [y], [constant])
    opsets = [onnx.helper.make_opsetid("", version)]
    path = tmp_path / "net.onnx"
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets, ir_version=3), path)
    (tmp_path / "out").mkdir()
    compile_model(load_model(path), tmp_path / "out")
    value = np.arange(-9, 9, dtype=np.float32).reshape(2, 3, 3)
    (result,) = run_on_host(tmp_path / "out", {"x": value[np.newaxis]}).values()
    spread = slopes.reshape(-1, 1) if version == 6 else slopes
    np.testing.assert_array_equal(result[0], np.where(value < 0, value * spread, value))
