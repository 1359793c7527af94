"""ONNX's operator tests, lowered to MLIR: compiled to C, run, and compared with ONNX's results."""

from pathlib import Path

import numpy as np
import pytest
from c_harness import CProgram
from reference_data import find_files, require_folder

from microaot.tools.api import compile_module

NODES = [path.stem for path in find_files("onnx_nodes", "*.mlir")]


def test_nodes_are_there() -> None:
    require_folder("onnx_nodes")
    assert len(NODES) == 351


@pytest.mark.parametrize("node", NODES)
def test_node(node: str, tmp_path: Path) -> None:
    path = require_folder("onnx_nodes") / f"{node}.mlir"
    with np.load(path.with_suffix(".npz")) as data:
        arrays = dict(data)
    inputs = [arrays[f"in{i}"] for i in range(_count(arrays, "in"))]
    expected = [arrays[f"out{i}"] for i in range(_count(arrays, "out"))]
    results = [np.zeros_like(array) for array in expected]
    library = compile_module(path.read_text(), filename=path.name, name="node")
    CProgram(library.files, tmp_path).call(f"node_{node}", *inputs, *results)
    for result, reference in zip(results, expected, strict=True):
        if reference.dtype.kind == "f":
            np.testing.assert_allclose(result, reference, rtol=1e-3, atol=1e-5, equal_nan=True)
        else:
            np.testing.assert_array_equal(result, reference)


def _count(arrays: dict[str, np.ndarray], prefix: str) -> int:
    return sum(name.startswith(prefix) for name in arrays)
