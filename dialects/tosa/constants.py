"""What is known of operands when the program is compiled: constants and computed shapes."""

from collections.abc import Callable, Sequence
from operator import add, mod, mul, sub

import numpy as np
from numpy.typing import NDArray
from xdsl.dialects import arith
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    DenseIntOrFPElementsAttr,
    Float16Type,
    Float32Type,
    Float64Type,
    IndexType,
    IntegerType,
    Signedness,
    TensorType,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects.tosa.base import TosaOp

Elements = NDArray[np.generic]


def dtype_of(type: Attribute) -> np.dtype[np.generic] | None:
    """How the elements of a dense constant lie in its bytes; None for types NumPy lacks."""
    match type:
        case IntegerType() if type.size <= 8:
            kind = "u" if type.signedness.data is Signedness.UNSIGNED else "i"
            return np.dtype(f"<{kind}{1 << (type.size - 1).bit_length()}")
        case IndexType():
            return np.dtype("<i8")
        case Float16Type() | Float32Type() | Float64Type():
            return np.dtype(f"<f{type.size}")
        case _:
            return None


def elements(data: Attribute) -> Elements | None:
    """The elements of a dense constant in its shape, or None."""
    if not isa(data, DenseIntOrFPElementsAttr):
        return None
    dtype = dtype_of(data.get_element_type())
    if dtype is None:
        return None
    return np.frombuffer(data.data.data, dtype).reshape(data.get_shape())


def constant(value: SSAValue) -> Elements | None:
    """The elements of a tensor that a constant op makes, or None."""
    owner = value.owner
    if isinstance(owner, TosaOp) and owner.name in ("tosa.const", "tosa.const_shape"):
        return elements(owner.properties["values"])
    return elements(owner.value) if isinstance(owner, arith.ConstantOp) else None


def scalar(value: SSAValue) -> int | float | None:
    """The only element of a constant tensor of one element, such as a zero point."""
    data = constant(value)
    return None if data is None or data.size != 1 else data.reshape(-1)[0].item()


_BINARY: dict[str, Callable[[int, int], int]] = {
    "add_shape": add,
    "sub_shape": sub,
    "mul_shape": mul,
    "mod_shape": mod,
    "div_floor_shape": lambda a, b: a // b,
    "div_ceil_shape": lambda a, b: -(-a // b),
    "max_shape": max,
    "min_shape": min,
}

_UNARY: dict[str, Callable[[int], int]] = {
    "exp2_shape": lambda a: 2**a,
    "log2_ceil_shape": lambda a: (a - 1).bit_length(),
    "log2_floor_shape": lambda a: a.bit_length() - 1,
}


def constant_shape(value: SSAValue) -> tuple[int, ...] | None:
    """The dimensions of a shape that is known, also if it is computed from known ones."""
    op = value.owner
    if not isinstance(op, TosaOp):
        return None
    name = op.name.removeprefix("tosa.")
    if name == "const_shape":
        data = constant(value)
        return None if data is None else tuple(int(extent) for extent in data.reshape(-1))
    if name == "dim":
        type = op.operands[0].type
        extent = type.get_shape()[op.integer("axis")] if isa(type, TensorType[Attribute]) else -1
        return None if extent in (-1, DYNAMIC_INDEX) else (extent,)
    if name == "slice_shape":
        whole, start, size = constant_shape(op.operands[0]), *map(scalar, op.operands[1:])
        if whole is None or start is None or size is None:
            return None
        return whole[int(start) : int(start) + int(size)]
    shapes = [constant_shape(operand) for operand in op.operands]
    known = [shape for shape in shapes if shape is not None]
    return _combine(name, known) if len(known) == len(shapes) else None


def _combine(name: str, shapes: Sequence[tuple[int, ...]]) -> tuple[int, ...] | None:
    try:
        if name == "concat_shape":
            return sum(shapes, ())
        if name in _UNARY:
            return tuple(map(_UNARY[name], shapes[0]))
        return tuple(map(_BINARY[name], *shapes)) if name in _BINARY else None
    except ZeroDivisionError:
        return None
