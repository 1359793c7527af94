"""Models of TensorFlow Lite as plain data, and the writer of `.tflite` files.

Only what this example needs of the format's schema is here; the numbers are those of the schema.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from flatbuffer import Field, Number, Table, write
from numpy.typing import NDArray

_TYPES = {"float32": 0, "int32": 2, "uint8": 3, "int8": 9}
_SCHEMA_VERSION = 3

CONV_2D, DEPTHWISE_CONV_2D, RESHAPE, PAD = 3, 4, 22, 34
"""Numbers of operators."""

CONV_2D_OPTIONS, DEPTHWISE_CONV_2D_OPTIONS, RESHAPE_OPTIONS, PAD_OPTIONS = 1, 2, 17, 22
"""Numbers of the tables that hold an operator's options."""

SAME, VALID = 0, 1
"""Kinds of padding."""

NO_ACTIVATION, RELU = 0, 1
"""What may follow in the same operator."""


@dataclass(frozen=True)
class Tensor:
    """A tensor; one with `data` is a constant, one with `scales` is quantised.

    The scales are those of the slices along `axis`, or there is one.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    data: NDArray[np.generic] | None = None
    scales: NDArray[np.float32] | None = None
    zero_point: int = 0
    axis: int = 0
    batched: bool = False
    """Whether the first extent is the batch, which may be any."""


@dataclass(frozen=True)
class Operator:
    """An operator: which one, the names of its tensors, and its options, as numbers by field."""

    code: int
    inputs: Sequence[str]
    outputs: Sequence[str]
    options_kind: int = 0
    options: Mapping[int, Number] | None = None


def write_model(
    tensors: Sequence[Tensor],
    operators: Sequence[Operator],
    inputs: Sequence[str],
    outputs: Sequence[str],
    description: str = "",
) -> bytes:
    """The bytes of a `.tflite` file."""
    index = {tensor.name: number for number, tensor in enumerate(tensors)}
    codes = sorted({operator.code for operator in operators})

    def indices(names: Sequence[str]) -> NDArray[np.int32]:
        return np.array([index[name] for name in names], np.int32)

    graph = Table(
        {
            # Buffer 0 is the empty one.
            0: [_tensor(tensor, number + 1) for number, tensor in enumerate(tensors)],
            1: indices(inputs),
            2: indices(outputs),
            3: [
                _operator(o, codes.index(o.code), indices(o.inputs), indices(o.outputs))
                for o in operators
            ],
            4: "main",
        }
    )
    data = [None, *(tensor.data for tensor in tensors)]
    buffers = [Table({} if d is None else {0: np.frombuffer(d.tobytes(), np.uint8)}) for d in data]
    model = {
        0: Number("Uint32", _SCHEMA_VERSION),
        1: [_operator_code(code) for code in codes],
        2: [graph],
        3: description,
        4: buffers,
    }
    return write(Table(model), b"TFL3")


def convolution_options(
    code: int, padding: int, stride: int, activation: int
) -> tuple[int, dict[int, Number]]:
    """The kind and the fields of the options of a convolution or a depthwise one."""
    fields = [Number("Int8", padding), Number("Int32", stride), Number("Int32", stride)]
    if code == DEPTHWISE_CONV_2D:
        fields.append(Number("Int32", 1))  # results for each channel
    fields.append(Number("Int8", activation))
    fields += [Number("Int32", 1)] * 2  # dilation
    kind = CONV_2D_OPTIONS if code == CONV_2D else DEPTHWISE_CONV_2D_OPTIONS
    return kind, dict(enumerate(fields))


def _operator_code(code: int) -> Table:
    return Table(
        {0: Number("Int8", min(code, 127)), 2: Number("Int32", 1), 3: Number("Int32", code)}
    )


def _operator(
    operator: Operator, code: int, inputs: NDArray[np.int32], outputs: NDArray[np.int32]
) -> Table:
    fields: dict[int, Field] = {0: Number("Uint32", code), 1: inputs, 2: outputs}
    if operator.options is not None:
        fields |= {3: Number("Uint8", operator.options_kind), 4: Table(operator.options)}
    return Table(fields)


def _tensor(tensor: Tensor, buffer: int) -> Table:
    fields: dict[int, Field] = {
        0: np.array(tensor.shape, np.int32),
        1: Number("Int8", _TYPES[tensor.dtype]),
        2: Number("Uint32", buffer),
        3: tensor.name,
    }
    if tensor.scales is not None:
        zero_points = np.full(len(tensor.scales), tensor.zero_point, np.int64)
        quantization = {2: tensor.scales, 3: zero_points, 6: Number("Int32", tensor.axis)}
        fields[4] = Table(quantization)
    if tensor.batched:
        fields[7] = np.array([-1, *tensor.shape[1:]], np.int32)
    return Table(fields)
