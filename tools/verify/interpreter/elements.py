"""How NumPy's arrays hold the values of MLIR's scalar types.

An integer of any width is sign-extended to the next type that NumPy has: true, an `i1`, is -1. An
`index` has 64 bits. A `bf16` is the `float32` of the same value. `fit` makes a value of a type from
what was computed in the type that holds it, by wrapping around or rounding.
"""

from typing import Any

import numpy as np
from xdsl.dialects.builtin import (
    BFloat16Type,
    DenseIntOrFPElementsAttr,
    Float16Type,
    Float32Type,
    Float64Type,
    IndexType,
    IntegerType,
    TensorType,
)
from xdsl.ir import Attribute
from xdsl.utils.hints import isa

from microaot.tools.measure.inputs import Array


class Unknown(Exception):
    """What the interpreter does not know; the message completes "the interpreter does not know"."""


def element_type(type: Attribute) -> Attribute:
    """The type of the elements of a tensor; of another type, the type itself."""
    return type.element_type if isa(type, TensorType[Attribute]) else type


def width(type: Attribute) -> int:
    """The number of bits of an integer type."""
    return type.bitwidth if isinstance(type, IntegerType) else 64


def dtype_of(type: Attribute) -> np.dtype[Any]:
    """The type of NumPy that holds values; raises `Unknown` if there is none."""
    match type:
        case IntegerType() if type.bitwidth <= 64:
            return np.dtype(f"i{max(8, 1 << (type.bitwidth - 1).bit_length()) // 8}")
        case IndexType():
            return np.dtype("i8")
        case BFloat16Type():
            return np.dtype("f4")
        case Float16Type() | Float32Type() | Float64Type():
            return np.dtype(f"f{type.size}")
        case _:
            raise Unknown(f"values of type {type}")


def fit(array: Array, type: Attribute) -> Array:
    """Wrap integers around, or round floats, to a type."""
    dtype = dtype_of(type)
    if isinstance(type, BFloat16Type):
        return _round_to_bf16(array)
    held = array.astype(dtype, copy=False)
    if (spare := dtype.itemsize * 8 - width(type)) > 0 and dtype.kind == "i":
        return (held << dtype.type(spare)) >> dtype.type(spare)
    return held


def unsigned(array: Array, type: Attribute) -> Array:
    """The numbers that integers stand for if they are unsigned."""
    bits = array.view(np.dtype(f"u{array.itemsize}"))
    return bits & bits.dtype.type((1 << width(type)) - 1)


def to_bits(array: Array, type: Attribute) -> Array:
    """The bits of values as integers."""
    if isinstance(type, BFloat16Type):
        return (array.view(np.uint32) >> np.uint32(16)).astype(np.uint16).view(np.int16)
    return array.view(np.dtype(f"i{array.itemsize}"))


def from_bits(bits: Array, type: Attribute) -> Array:
    """The values that integers are the bits of; inverse of `to_bits`."""
    if isinstance(type, BFloat16Type):
        return (bits.astype(np.uint16).astype(np.uint32) << np.uint32(16)).view(np.float32)
    dtype = dtype_of(type)
    return fit(bits, type) if dtype.kind == "i" else bits.view(dtype)


def from_port(array: Array, type: Attribute) -> Array:
    """The values of a model's input, an array that has the bits of its elements."""
    bits = truth(array) if array.dtype.kind == "b" else np.asarray(array, order="C")
    return from_bits(bits.view(np.dtype(f"i{bits.itemsize}")), type)


def to_port(array: Array, type: Attribute, dtype: np.dtype[Any]) -> Array:
    """An output of a model as an array of `dtype`; inverse of `from_port`."""
    if dtype.kind == "b":
        return array != 0
    return to_bits(np.asarray(array, order="C"), type).view(dtype)


def from_constant(data: DenseIntOrFPElementsAttr) -> Array:
    """The elements of a constant tensor."""
    type = data.get_element_type()
    dtype = np.dtype("<u2") if isinstance(type, BFloat16Type) else dtype_of(type).newbyteorder("<")
    stored = np.frombuffer(data.data.data, dtype).reshape(data.get_shape())
    if isinstance(type, BFloat16Type):
        return from_bits(stored, type)
    return fit(stored, type)


def truth(array: Array) -> Array:
    """An `i1` for each of NumPy's booleans."""
    return -np.asarray(array).astype(np.int8)


def _round_to_bf16(array: Array) -> Array:
    """Round to the nearest value that has the upper half of the bits of a float32, ties to even."""
    single = round_to_odd(array) if array.dtype == np.float64 else array.astype(np.float32)
    bits = np.asarray(single).view(np.uint32)
    half = np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1))
    rounded = ((bits + half) & np.uint32(0xFFFF0000)).view(np.float32)
    return np.where(np.isnan(single), np.copysign(np.float32(np.nan), single), rounded)


def round_to_odd(array: Array) -> Array:
    """Shorten float64 to float32 so that rounding again, to less bits, is as rounding once.

    What is between two numbers becomes the one whose last bit is set.
    """
    nearest = array.astype(np.float32)
    above = np.abs(nearest.astype(np.float64)) > np.abs(array)
    below = np.where(above, np.nextafter(nearest, np.float32(0)), nearest)
    inexact = (below.astype(np.float64) != array) & np.isfinite(array)
    return (below.view(np.uint32) | inexact.astype(np.uint32)).view(np.float32)
