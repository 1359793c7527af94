"""Signs of integers: a program tells none, an application has to know them."""

from xdsl.dialects.builtin import IntegerType, MemRefType, Signedness
from xdsl.ir import Attribute
from xdsl.utils.hints import isa

WIDTHS = (8, 16, 32, 64)
"""Integers whose bits in memory are the same with and without a sign: others are extended there."""


def as_unsigned(type: Attribute) -> MemRefType[Attribute] | None:
    """`memref<4xui8>` of `memref<4xi8>`; None for what has no such type."""
    return _converted(type, Signedness.UNSIGNED)


def as_signless(type: Attribute) -> MemRefType[Attribute] | None:
    """`memref<4xi8>` of `memref<4xui8>`; None for what has no such type."""
    return _converted(type, Signedness.SIGNLESS)


def _converted(type: Attribute, signedness: Signedness) -> MemRefType[Attribute] | None:
    if not isa(type, MemRefType[IntegerType]):
        return None
    element = type.element_type
    if element.bitwidth not in WIDTHS or element.signedness.data is Signedness.SIGNED:
        return None
    return MemRefType(
        IntegerType(element.bitwidth, signedness), type.shape, type.layout, type.memory_space
    )
