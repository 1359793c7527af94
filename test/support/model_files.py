"""Writing small model files for tests of importers, with the writer of the digits example."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from reference_data import ROOT

sys.path.insert(0, str(ROOT / "examples" / "digits"))

tflite_file: Any = import_module("tflite_file")
flatbuffer: Any = import_module("flatbuffer")

ADD, DEQUANTIZE, LOCAL_RESPONSE_NORMALIZATION, LSTM, CUSTOM = 0, 6, 13, 44, 32


def write_tflite(path: Path, layers: Sequence[tuple[int, str]], *, batched: bool = True) -> Path:
    """A file with a chain of operators on floats: pairs of an operator and the name of its result.

    Operators other than ADD are written as they come, with options or inputs missing.
    """
    names = ["x", *(name for _, name in layers)]
    tensors = [tflite_file.Tensor(name, "float32", (1, 2, 2, 8), batched=batched) for name in names]
    options = {
        ADD: (11, {0: flatbuffer.Number("Int8", 0)}),
        LOCAL_RESPONSE_NORMALIZATION: (13, {0: flatbuffer.Number("Int32", 5)}),
    }
    operators = [
        tflite_file.Operator(
            code,
            [before, before] if code == ADD else [before],
            [name],
            *options.get(code, (0, None)),
        )
        for before, (code, name) in zip(names, layers, strict=False)
    ]
    path.write_bytes(tflite_file.write_model(tensors, operators, ["x"], [names[-1]]))
    return path


def write_quantized_sum(
    path: Path, dtype: str, zero_point: int, *, axis: int = 0, real: bool = False
) -> Path:
    """A file with an operator that adds a quantised tensor to itself; `real` gives floats."""
    scales = np.array([0.5], np.float32)
    tensors = [
        tflite_file.Tensor(name, dtype, (1, 8), None, scales, zero_point, axis)
        for name in ("x", "y")
    ]
    options = {0: flatbuffer.Number("Int8", 0)}
    operators = [tflite_file.Operator(ADD, ["x", "x"], ["y"], 11, options)]
    if real:
        tensors.append(tflite_file.Tensor("z", "float32", (1, 8)))
        operators.append(tflite_file.Operator(DEQUANTIZE, ["y"], ["z"]))
    path.write_bytes(tflite_file.write_model(tensors, operators, ["x"], [tensors[-1].name]))
    return path


def write_reshape(path: Path) -> Path:
    """A file with an operator whose second input is the shape of its result."""
    tensors = [
        tflite_file.Tensor("x", "float32", (2, 2)),
        tflite_file.Tensor("shape", "int32", (2,)),
        tflite_file.Tensor("y", "float32", (4, 1)),
    ]
    operator = tflite_file.Operator(tflite_file.RESHAPE, ["x", "shape"], ["y"])
    path.write_bytes(tflite_file.write_model(tensors, [operator], ["x", "shape"], ["y"]))
    return path


def operator_code(code: int, custom: str) -> Any:
    """A model that has nothing but the number and the name of an operator."""
    row = flatbuffer.Table({0: flatbuffer.Number("Int8", code), 1: custom})
    return flatbuffer.Table({1: [row], 2: [flatbuffer.Table({})]})
