"""How many bytes a buffer of the program fills, and how it has to be aligned."""

from dataclasses import dataclass
from math import prod

from xdsl.dialects.builtin import (
    ArrayAttr,
    BFloat16Type,
    Float16Type,
    Float32Type,
    Float64Type,
    IndexType,
    IntegerAttr,
    IntegerType,
    MemRefType,
    StringAttr,
)
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.passes.memory.accesses import is_dense
from microaot.tools.errors import OperationError

POOLS = "aot.pools"
"""Attribute of an alloc or an argument: the names of the pools it may be in, the best one first."""


@dataclass(frozen=True)
class Layout:
    """Bytes, and their alignment."""

    size: int
    alignment: int


def layout_of(value: SSAValue, op: Operation) -> Layout:
    """The layout of a memref; `op` is blamed if it is not known at compile time."""
    type = value.type
    if not isa(type, MemRefType[Attribute]) or not is_dense(value):
        raise OperationError(op, f"needs memory for {type}: its size has to be known and dense")
    element = element_bytes(type.element_type)
    if element is None:
        raise OperationError(op, f"needs memory for {type.element_type}, which C99 does not have")
    return Layout(prod(type.get_shape()) * element, element)


def element_bytes(type: Attribute) -> int | None:
    """The size of a scalar in C, which is its alignment as well; an `index` fits everywhere."""
    match type:
        case IndexType():
            return 8
        case IntegerType() if type.width.data <= 64:
            return next(size for size in (1, 2, 4, 8) if type.width.data <= 8 * size)
        case BFloat16Type() | Float16Type():
            return 2
        case Float32Type():
            return 4
        case Float64Type():
            return 8
        case _:
            return None


def number_in(attributes: dict[str, Attribute], name: str) -> int:
    """An integer attribute, 1 if there is none."""
    attribute = attributes.get(name)
    return attribute.value.data if isinstance(attribute, IntegerAttr) else 1


def pools_in(attributes: dict[str, Attribute]) -> tuple[str, ...]:
    """The pools that an attribute names, none if there is no such attribute."""
    names = attributes.get(POOLS)
    return tuple(name.data for name in names) if isa(names, ArrayAttr[StringAttr]) else ()
