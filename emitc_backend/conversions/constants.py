"""Constant data of globals in the types that C has for it."""

from typing import cast

import numpy as np
from xdsl.dialects.builtin import (
    AnyDenseElement,
    BytesAttr,
    DenseIntOrFPElementsAttr,
    IndexType,
    IntegerType,
    RankedStructure,
    StringAttr,
    TensorType,
    UnitAttr,
)
from xdsl.ir import Attribute, Operation

from microaot.dialects import emitc
from microaot.tools.errors import OperationError


def convert_initial_value(
    value: Attribute | None, array: emitc.ArrayType, op: Operation
) -> DenseIntOrFPElementsAttr | emitc.OpaqueAttr | None:
    """The initial value of a global of type `array`; None for an uninitialised one.

    The bytes are kept where the layouts agree. f16 and bf16 become their bits; i4 and other odd
    widths, which xDSL stores in whole bytes, are kept sign-extended.
    """
    if value is None or isinstance(value, UnitAttr):
        return None
    if not isinstance(value, DenseIntOrFPElementsAttr):
        raise OperationError(op, "has an initial value that is not a dense constant")
    source = cast(Attribute, value.get_element_type())
    target, data = array.element_type, value.data.data
    if isinstance(source, IndexType):
        # MLIR has no constant whose elements are of a pointer-wide C type.
        numbers = np.frombuffer(data, "<i8").reshape(array.get_shape())
        return emitc.OpaqueAttr(StringAttr(_braces(numbers)))
    if isinstance(source, IntegerType) and source != target:
        data = _sign_extended(data, source.bitwidth)
    elements = cast(RankedStructure[AnyDenseElement], TensorType(target, array.get_shape()))
    return DenseIntOrFPElementsAttr(elements, BytesAttr(data))


def _braces(numbers: np.ndarray) -> str:
    """A C initialiser: `{{1, 2}, {3, 4}}`."""
    return str(numbers.tolist()).replace("[", "{").replace("]", "}")


def _sign_extended(data: bytes, width: int) -> bytes:
    """Little-endian integers of `width` bits in their containers, with the sign bit spread."""
    container = next(w for w in (8, 16, 32, 64) if w >= width)
    stored = np.frombuffer(data, np.dtype(f"<i{container // 8}"))
    shift = container - width
    return ((stored << shift) >> shift).tobytes()
