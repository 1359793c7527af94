"""Constant data of globals in the types that C has for it."""

import numpy as np
from xdsl.dialects.builtin import (
    BytesAttr,
    DenseIntOrFPElementsAttr,
    IndexType,
    IntegerType,
    TensorType,
    UnitAttr,
)
from xdsl.ir import Attribute, Operation

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.types import BOOL, I64
from microaot.tools.errors import OperationError


def convert_initial_value(
    value: Attribute | None, array: emitc.ArrayType, op: Operation
) -> DenseIntOrFPElementsAttr | None:
    """The initial value of a global of type `array`; None for an uninitialised one.

    The bytes are kept where the layouts agree. f16 and bf16 become their bits; i4 and other odd
    widths, which xDSL stores in whole bytes, are kept sign-extended.
    """
    if value is None or isinstance(value, UnitAttr):
        return None
    if not isinstance(value, DenseIntOrFPElementsAttr):
        raise OperationError(op, "has an initial value that is not a dense constant")
    source = value.get_element_type()
    # MLIR has no constant of a pointer-wide C type: the initialiser of a ptrdiff_t is an i64.
    target = I64 if isinstance(source, IndexType) else array.element_type
    data = value.data
    if isinstance(source, IntegerType) and source != target and source.bitwidth > 1:
        data = BytesAttr(_sign_extended(data.data, source.bitwidth))
    assert isinstance(source, IndexType) or target == BOOL or target is not None
    return DenseIntOrFPElementsAttr(TensorType(target, array.get_shape()), data)


def _sign_extended(data: bytes, width: int) -> bytes:
    """Little-endian integers of `width` bits in their containers, with the sign bit spread."""
    container = next(w for w in (8, 16, 32, 64) if w >= width)
    stored = np.frombuffer(data, np.dtype(f"<i{container // 8}"))
    shift = container - width
    return ((stored << shift) >> shift).tobytes()
