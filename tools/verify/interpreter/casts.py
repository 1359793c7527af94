"""Constants, and casts between integers, index and floats."""

from collections.abc import Callable

import numpy as np
from xdsl.dialects.builtin import (
    BFloat16Type,
    DenseIntOrFPElementsAttr,
    FloatAttr,
    IntegerAttr,
)
from xdsl.ir import Attribute, Operation
from xdsl.utils.hints import isa

from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.elements import (
    Unknown,
    dtype_of,
    element_type,
    fit,
    from_bits,
    from_constant,
    to_bits,
    unsigned,
    width,
)
from microaot.tools.verify.interpreter.machine import Frame, Implementation, Values

_Cast = Callable[[Array, Attribute, Attribute], Array]


def _constant(_: Frame, op: Operation, args: Values) -> Values:
    value = op.properties["value"]
    if isa(value, DenseIntOrFPElementsAttr):
        return [from_constant(value)]
    if isa(value, IntegerAttr):
        # What is written without a sign may be beyond the signed numbers.
        wrapped = (value.value.data + (1 << 63)) % (1 << 64) - (1 << 63)
        return [fit(np.asarray(wrapped, np.int64), value.type)]
    if isa(value, FloatAttr):
        return [fit(np.asarray(value.value.data, np.float64), value.type)]
    raise Unknown(f"constants like {value}")


def _size_of(_: Frame, op: Operation, args: Values) -> Values:
    return [np.asarray(width(op.results[0].type), np.int64)]


def _cast(compute: _Cast) -> Implementation:
    def run(_: Frame, op: Operation, args: Values) -> Values:
        source, target = (element_type(v.type) for v in (op.operands[0], op.results[0]))
        return [fit(np.asarray(compute(args[0], source, target)), target)]

    return run


def _same(array: Array, source: Attribute, target: Attribute) -> Array:
    return array


def _unsigned(array: Array, source: Attribute, target: Attribute) -> Array:
    return unsigned(array, source)


def _to_float(array: Array, source: Attribute, target: Attribute) -> Array:
    return _from_wide(array) if isinstance(target, BFloat16Type) else array


def _to_float_unsigned(array: Array, source: Attribute, target: Attribute) -> Array:
    return _to_float(unsigned(array, source), source, target)


def _from_wide(array: Array) -> Array:
    """Integers as float64; large ones such that rounding to bf16 is as rounding once.

    Of large ones 53 bits are kept, of which the last one is set if any other was.
    """
    nearest = array.astype(np.float64)
    if array.itemsize < 8:
        return nearest
    kind = array.dtype.type
    rest = ((array & kind(0x7FF)) != 0).astype(array.dtype)
    odd = ((array >> kind(11)) | rest) << kind(11)
    return np.where(np.abs(nearest) >= 2**40, odd.astype(np.float64), nearest)


def _to_integer(array: Array, source: Attribute, target: Attribute) -> Array:
    bits = width(target)
    return _saturate(array, -(1 << (bits - 1)), (1 << (bits - 1)) - 1, np.dtype(np.int64))


def _to_integer_unsigned(array: Array, source: Attribute, target: Attribute) -> Array:
    return _saturate(array, 0, (1 << width(target)) - 1, np.dtype(np.uint64)).view(np.int64)


def _saturate(array: Array, low: int, high: int, dtype: np.dtype[np.generic]) -> Array:
    """Drop the fraction; MLIR leaves open what becomes of NaN and of numbers out of range."""
    number = np.trunc(array.astype(np.float64))
    inside = (number > low - 1.0) & (number < high + 1.0) & (number >= low)
    safe = np.where(inside, number, 0).astype(dtype)
    edge = np.where(number > 0, dtype.type(high), dtype.type(low))
    return np.where(inside | np.isnan(number), safe, edge)


def _bitcast(_: Frame, op: Operation, args: Values) -> Values:
    source, target = (element_type(v.type) for v in (op.operands[0], op.results[0]))
    dtype_of(target)
    return [from_bits(to_bits(args[0], source), target)]


OPERATIONS: dict[str, Implementation] = {
    "arith.constant": _constant,
    "index.constant": _constant,
    "index.bool.constant": _constant,
    "index.sizeof": _size_of,
    "arith.extsi": _cast(_same),
    "arith.trunci": _cast(_same),
    "arith.index_cast": _cast(_same),
    "index.casts": _cast(_same),
    "arith.extui": _cast(_unsigned),
    "arith.index_castui": _cast(_unsigned),
    "index.castu": _cast(_unsigned),
    "arith.extf": _cast(_same),
    "arith.truncf": _cast(_same),
    "arith.sitofp": _cast(_to_float),
    "arith.uitofp": _cast(_to_float_unsigned),
    "arith.fptosi": _cast(_to_integer),
    "arith.fptoui": _cast(_to_integer_unsigned),
    "arith.bitcast": _bitcast,
    "tensor.bitcast": _bitcast,
}
