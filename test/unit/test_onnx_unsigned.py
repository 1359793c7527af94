"""Operators of ONNX on integers without a sign: values above the greatest signed one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from commands import require_module

from microaot.tools.errors import UserError
from microaot.tools.importers.load import load_model
from microaot.tools.verify.host import run_on_host
from microaot.tools.verify.library import compile_model

onnx: Any = require_module("onnx", "onnx")
require_module("torch_mlir", "torch-mlir")

BINARY = ("Div", "Mod", "Max", "Min", "Less", "Greater", "BitShift", "Mul", "Sub")
UNARY = ("Abs", "Clip")


def write_model(path: Path, dtype: str, unary: Sequence[str] = UNARY) -> Path:
    """Operators, each with a result of its own."""
    kind = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
    attributes: dict[str, dict[str, Any]] = {
        "BitShift": {"direction": "RIGHT"},
        "MaxPool": {"kernel_shape": [3], "strides": [2]},
    }
    limits = [np.array(limit, dtype) for limit in (5, 200)]
    nodes = [
        onnx.helper.make_node(op, inputs, [op.lower()], **attributes.get(op, {}))
        for ops, inputs in ((BINARY, ["a", "b"]), (unary, ["a"]))
        for op in ops
    ]
    next(node for node in nodes if node.op_type == "Clip").input.extend(["low", "high"])
    ports = [onnx.helper.make_tensor_value_info(name, kind, (1, 2, 9)) for name in "ab"]
    boolean = onnx.TensorProto.BOOL
    outputs = [
        onnx.helper.make_tensor_value_info(
            op.lower(),
            boolean if op in ("Less", "Greater") else kind,
            (1, 2, 4) if op == "MaxPool" else (1, 2, 9),
        )
        for op in (*BINARY, *unary)
    ]
    constants = [
        onnx.numpy_helper.from_array(limit, name)
        for name, limit in zip(("low", "high"), limits, strict=True)
    ]
    graph = onnx.helper.make_graph(nodes, "unsigned", ports, outputs, constants)
    opsets = [onnx.helper.make_opsetid("", 18)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets, ir_version=9), path)
    return path


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32", "uint64"])
def test_equals_the_reference(dtype: str, tmp_path: Path) -> None:
    reference: Any = require_module("onnx.reference", "onnx")
    unary = (*UNARY, "MaxPool") if dtype == "uint8" else UNARY
    path = write_model(tmp_path / "m.onnx", dtype, unary)
    top = int(np.iinfo(dtype).max)
    half = top // 2 + 1
    # A shift by more than there are bits means nothing.
    a = np.array([0, 1, half - 1, half, half + 1, 200, top - 1, top, 77] * 2, dtype)
    b = np.array([1, 3, 2, 7, 1, 5, 6, 4, 3, *[7] * 9], dtype)
    if dtype != "uint8":
        b[-6:] = 15
    given = {name: array.reshape(1, 2, 9) for name, array in (("a", a), ("b", b))}
    expected = reference.ReferenceEvaluator(str(path)).run(None, given)
    (tmp_path / "out").mkdir()
    compile_model(load_model(path), tmp_path / "out")
    runs = {name: array[np.newaxis] for name, array in given.items()}
    results = run_on_host(tmp_path / "out", runs)
    for (name, result), wanted in zip(results.items(), expected, strict=True):
        np.testing.assert_array_equal(result[0].astype(wanted.dtype), wanted, name)


def test_64_bits_are_divided(tmp_path: Path) -> None:
    """Quotients and remainders on both sides of 2 ** 63."""
    kind = onnx.TensorProto.UINT64
    edges = np.array([1, 2, 3, 2**31, 2**63 - 1, 2**63, 2**63 + 1, 2**64 - 2, 2**64 - 1], np.uint64)
    a, b = (array.ravel() for array in np.meshgrid(np.append(edges, np.uint64(0)), edges))
    ports = [onnx.helper.make_tensor_value_info(name, kind, a.shape) for name in "abqr"]
    nodes = [onnx.helper.make_node(op, ["a", "b"], [to]) for op, to in (("Div", "q"), ("Mod", "r"))]
    graph = onnx.helper.make_graph(nodes, "net", ports[:2], ports[2:])
    opsets = [onnx.helper.make_opsetid("", 18)]
    path = tmp_path / "net.onnx"
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets, ir_version=9), path)
    (tmp_path / "out").mkdir()
    compile_model(load_model(path), tmp_path / "out")
    results = run_on_host(tmp_path / "out", {"a": a[np.newaxis], "b": b[np.newaxis]})
    np.testing.assert_array_equal(results["q"][0], a // b)
    np.testing.assert_array_equal(results["r"][0], a % b)


def test_windows_of_64_bits_are_refused(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.onnx", "uint64", (*UNARY, "MaxPool"))
    with pytest.raises(UserError, match="MaxPool is not supported here: unsigned integers of 64"):
        load_model(path)
