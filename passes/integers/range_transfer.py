"""How single ops on integers map ranges to ranges.

Numbers are read as signed, so that true of type i1 is -1.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from xdsl.dialects import arith
from xdsl.dialects.builtin import IndexType, IntegerType
from xdsl.ir import Attribute, Operation

from microaot.dialects.arith import IndexCastUIOp
from microaot.passes.integers.integer_range import IntegerRange

Ranges: TypeAlias = Sequence[IntegerRange]
Widths: TypeAlias = Sequence[int]
Transfer: TypeAlias = Callable[[Ranges, Widths], IntegerRange | None]
"""From the ranges and widths of the operands to the exact range of the result, before it is
wrapped to the width of the result; None if it is unknown."""


def integer_width(type: Attribute, index_width: int) -> int | None:
    """The width of an integer type for a target with indices of `index_width` bits."""
    match type:
        case IntegerType():
            return type.bitwidth
        case IndexType():
            return index_width
        case _:
            return None


def _signed(function: Callable[[IntegerRange, IntegerRange], IntegerRange | None]) -> Transfer:
    return lambda ranges, _: function(ranges[0], ranges[1])


def _unsigned(function: Callable[[IntegerRange, IntegerRange], IntegerRange | None]) -> Transfer:
    def transfer(ranges: Ranges, widths: Widths) -> IntegerRange | None:
        lhs, rhs = (r.wrap_unsigned(w) for r, w in zip(ranges, widths, strict=True))
        return function(lhs, rhs)

    return transfer


def _shift(function: Callable[[IntegerRange, IntegerRange], IntegerRange]) -> Transfer:
    def transfer(ranges: Ranges, widths: Widths) -> IntegerRange | None:
        value, amount = ranges
        # A larger amount makes poison, but here it must not make a number of 2**64 bits.
        return function(value, amount) if amount in IntegerRange(0, widths[1] - 1) else None

    return transfer


def _shift_right_unsigned(ranges: Ranges, widths: Widths) -> IntegerRange | None:
    return _shift(IntegerRange.__rshift__)((ranges[0].wrap_unsigned(widths[0]), ranges[1]), widths)


def _keep(ranges: Ranges, widths: Widths) -> IntegerRange:
    return ranges[0]


def _zero_extend(ranges: Ranges, widths: Widths) -> IntegerRange:
    return ranges[0].wrap_unsigned(widths[0])


TRANSFERS: Mapping[type[Operation], Transfer] = {
    arith.AddiOp: _signed(IntegerRange.__add__),
    arith.SubiOp: _signed(IntegerRange.__sub__),
    arith.MuliOp: _signed(IntegerRange.__mul__),
    arith.DivSIOp: _signed(IntegerRange.truncating_divide),
    arith.DivUIOp: _unsigned(IntegerRange.truncating_divide),
    arith.FloorDivSIOp: _signed(IntegerRange.floor_divide),
    arith.CeilDivSIOp: _signed(IntegerRange.ceil_divide),
    arith.CeilDivUIOp: _unsigned(IntegerRange.ceil_divide),
    arith.RemSIOp: _signed(IntegerRange.remainder),
    arith.RemUIOp: _unsigned(IntegerRange.remainder),
    arith.MinSIOp: _signed(IntegerRange.minimum),
    arith.MaxSIOp: _signed(IntegerRange.maximum),
    arith.MinUIOp: _unsigned(IntegerRange.minimum),
    arith.MaxUIOp: _unsigned(IntegerRange.maximum),
    arith.AndIOp: _signed(IntegerRange.bitwise_and),
    arith.OrIOp: _signed(IntegerRange.bitwise_or),
    arith.XOrIOp: _signed(IntegerRange.bitwise_or),
    arith.ShLIOp: _shift(IntegerRange.__lshift__),
    arith.ShRSIOp: _shift(IntegerRange.__rshift__),
    arith.ShRUIOp: _shift_right_unsigned,
    arith.SelectOp: lambda ranges, _: ranges[1].hull(ranges[2]),
    arith.ExtSIOp: _keep,
    arith.TruncIOp: _keep,
    arith.IndexCastOp: _keep,
    arith.ExtUIOp: _zero_extend,
    IndexCastUIOp: _zero_extend,
}
"""Ops without an entry may return anything."""
