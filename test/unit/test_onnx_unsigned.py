"""Operators of ONNX on integers without a sign: values above the greatest signed one."""

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
UNARY = ("Abs", "Clip", "MaxPool")


def write_model(path: Path, dtype: str) -> Path:
    """All operators, each with a result of its own."""
    kind = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
    attributes: dict[str, dict[str, Any]] = {
        "BitShift": {"direction": "RIGHT"},
        "MaxPool": {"kernel_shape": [3], "strides": [2]},
    }
    limits = [np.array(limit, dtype) for limit in (5, 200)]
    nodes = [
        onnx.helper.make_node(op, inputs, [op.lower()], **attributes.get(op, {}))
        for ops, inputs in ((BINARY, ["a", "b"]), (UNARY, ["a"]))
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
        for op in (*BINARY, *UNARY)
    ]
    constants = [
        onnx.numpy_helper.from_array(limit, name)
        for name, limit in zip(("low", "high"), limits, strict=True)
    ]
    graph = onnx.helper.make_graph(nodes, "unsigned", ports, outputs, constants)
    opsets = [onnx.helper.make_opsetid("", 18)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets, ir_version=9), path)
    return path


def test_equals_the_reference(tmp_path: Path) -> None:
    reference: Any = require_module("onnx.reference", "onnx")
    path = write_model(tmp_path / "m.onnx", "uint8")
    a = np.array([0, 1, 127, 128, 129, 200, 254, 255, 77] * 2, np.uint8).reshape(1, 2, 9)
    b = np.array([1, 3, 2, 7, 1, 5, 6, 4, 3, *[7] * 9], np.uint8).reshape(1, 2, 9)
    expected = reference.ReferenceEvaluator(str(path)).run(None, {"a": a, "b": b})
    (tmp_path / "out").mkdir()
    compile_model(load_model(path), tmp_path / "out")
    results = run_on_host(tmp_path / "out", {"a": a[np.newaxis], "b": b[np.newaxis]})
    assert [*results] == [op.lower() for op in (*BINARY, *UNARY)]
    for (name, result), wanted in zip(results.items(), expected, strict=True):
        np.testing.assert_array_equal(result[0].astype(wanted.dtype), wanted, name)


def test_64_bits_are_refused(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.onnx", "uint64")
    with pytest.raises(UserError) as caught:
        load_model(path)
    lines = str(caught.value).splitlines()
    assert [line.split(" is not ")[0].split("error: ")[1] for line in lines] == [
        "Div", "Mod", "Clip", "MaxPool",
    ]  # fmt: skip
    assert "unsigned integers of 64 bits would be taken for signed ones" in lines[0]
