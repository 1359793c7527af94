"""Single elements of dense constants, without decoding all of them."""

from xdsl.dialects import arith
from xdsl.dialects.builtin import (
    AnyFloat,
    DenseIntOrFPElementsAttr,
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
)
from xdsl.ir import SSAValue
from xdsl.utils.hints import isa


def dense_constant(value: SSAValue) -> DenseIntOrFPElementsAttr | None:
    """The elements of a constant tensor or vector, None for any other value."""
    data = value.owner.value if isinstance(value.owner, arith.ConstantOp) else None
    return data if isinstance(data, DenseIntOrFPElementsAttr) else None


def is_uniform(data: DenseIntOrFPElementsAttr) -> bool:
    """Whether all elements are the same, and there is one."""
    raw, size = data.data.data, _element_size(data)
    return bool(raw) and raw == raw[:size] * (len(raw) // size)


def element_at(data: DenseIntOrFPElementsAttr, position: int) -> IntegerAttr | FloatAttr | None:
    """The element at a row-major position; None for complex numbers."""
    size = _element_size(data)
    raw = data.data.data[position * size : (position + 1) * size]
    type = data.get_element_type()
    if isinstance(type, IntegerType | IndexType):
        return next(IntegerAttr.iter_unpack(type, raw))
    return next(FloatAttr.iter_unpack(type, raw)) if isa(type, AnyFloat) else None


def _element_size(data: DenseIntOrFPElementsAttr) -> int:
    return data.type.element_type.compile_time_size
