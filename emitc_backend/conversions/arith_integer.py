"""arith's integer ops with two operands and a result, all of one type.

Each op is a function from builder, two converted operands and the MLIR type to the result, so
that the index dialect, and the dialects lowered to arith's meaning, can use the same ones.
"""

from collections.abc import Callable
from typing import cast

from xdsl.dialects import arith
from xdsl.ir import Operation, SSAValue

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.builder import EmitCBuilder
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.integers import (
    IntegerLike,
    as_unsigned,
    fitting,
    has_room,
    is_true,
    modular,
    narrow,
    sign_extended,
    suffix,
    wide_type,
    wide_unsigned,
    width_of,
    zero_extended,
)
from microaot.emitc_backend.conversions.types import BOOL, unsigned

IntegerFunction = Callable[[EmitCBuilder, SSAValue, SSAValue, IntegerLike], SSAValue]
"""Emits `lhs op rhs` on values of one MLIR type and returns the result in its container."""


def _ring(op: type[emitc.BinaryOp], bits: Callable[[int], int]) -> IntegerFunction:
    """`+`, `-` or `*` modulo 2^N; `bits(N)` is how many bits the exact result takes."""

    def function(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, type: IntegerLike) -> SSAValue:
        exact = (width := width_of(type)) is not None and has_room(type, bits(width))
        extend = sign_extended if exact else modular
        return narrow(b, b.binary(op, extend(b, lhs, type), extend(b, rhs, type)), type)

    return function


def _ring_without_overflow(op: type[emitc.BinaryOp]) -> IntegerFunction:
    """`+`, `-` or `*` whose result is known to be in range: plain C."""

    def function(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, type: IntegerLike) -> SSAValue:
        x, y = sign_extended(b, lhs, type), sign_extended(b, rhs, type)
        return fitting(b, b.binary(op, x, y), type)

    return function


def _signed(op: type[emitc.BinaryOp]) -> IntegerFunction:
    """An operator on signed numbers whose defined results are in range."""
    return _ring_without_overflow(op)


def _unsigned(op: type[emitc.BinaryOp]) -> IntegerFunction:
    """An operator on unsigned numbers."""

    def function(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, type: IntegerLike) -> SSAValue:
        x, y = zero_extended(b, lhs, type), zero_extended(b, rhs, type)
        return narrow(b, b.binary(op, x, y), type)

    return function


def _signed_call(base: str) -> IntegerFunction:
    """A runtime helper on signed numbers whose defined results are in range."""

    def function(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, type: IntegerLike) -> SSAValue:
        wide = wide_type(type)
        operands = [sign_extended(b, lhs, type), sign_extended(b, rhs, type)]
        return fitting(b, b.call(f"{base}_{suffix(wide)}", operands, wide), type)

    return function


def ceil_div_unsigned(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, type: IntegerLike) -> SSAValue:
    """The unsigned quotient, rounded up."""
    wide = unsigned(wide_type(type))
    operands = [wide_unsigned(b, v, type) for v in (lhs, rhs)]
    return narrow(b, b.call(f"ceil_divu_{suffix(wide)}", operands, wide), type)


def _bitwise(op: type[emitc.BinaryOp]) -> IntegerFunction:
    """An operator bit by bit: sign-extended operands give a sign-extended result."""

    def function(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, type: IntegerLike) -> SSAValue:
        wide = wide_type(type)
        return b.cast(b.binary(op, b.cast(lhs, wide), b.cast(rhs, wide)), lhs.type)

    return function


def shift_left(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, type: IntegerLike) -> SSAValue:
    """`lhs << rhs`, on the unsigned type: C leaves shifted negative numbers undefined."""
    bits = modular(b, lhs, type)
    return narrow(b, b.binary(emitc.BitwiseLeftShiftOp, bits, _amount(b, rhs, type)), type)


def shift_right_signed(
    b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, type: IntegerLike
) -> SSAValue:
    """`lhs >> rhs`, copies of the sign from above."""
    number = sign_extended(b, lhs, type)
    return fitting(b, b.binary(emitc.BitwiseRightShiftOp, number, _amount(b, rhs, type)), type)


def shift_right_unsigned(
    b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, type: IntegerLike
) -> SSAValue:
    """`lhs >> rhs`, zeros from above."""
    number = zero_extended(b, lhs, type)
    return narrow(b, b.binary(emitc.BitwiseRightShiftOp, number, _amount(b, rhs, type)), type)


def _amount(b: EmitCBuilder, value: SSAValue, type: IntegerLike) -> SSAValue:
    """How far to shift; less than the width, so the sign does not matter."""
    return b.cast(value, wide_type(type))


def _signed_choice(predicate: str) -> IntegerFunction:
    """The operand that compares so with the other one, as signed numbers."""

    def function(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, type: IntegerLike) -> SSAValue:
        return b.conditional(b.compare(predicate, lhs, rhs), lhs, rhs)

    return function


def _unsigned_choice(predicate: str) -> IntegerFunction:
    """The operand that compares so with the other one, as unsigned numbers."""

    def function(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, type: IntegerLike) -> SSAValue:
        x, y = as_unsigned(b, lhs, type), as_unsigned(b, rhs, type)
        return b.conditional(b.compare(predicate, x, y), lhs, rhs)

    return function


def _different(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, _: IntegerLike) -> SSAValue:
    for one, other in ((lhs, rhs), (rhs, lhs)):
        if is_true(one):
            return b.logical_not(other)
    return b.compare("ne", lhs, rhs)


def _both(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, _: IntegerLike) -> SSAValue:
    return b.logical_and(lhs, rhs)


def _either(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue, _: IntegerLike) -> SSAValue:
    return b.logical_or(lhs, rhs)


ADD = _ring(emitc.AddOp, lambda width: width + 1)
SUB = _ring(emitc.SubOp, lambda width: width + 1)
MUL = _ring(emitc.MulOp, lambda width: 2 * width)
AND = _bitwise(emitc.BitwiseAndOp)
OR = _bitwise(emitc.BitwiseOrOp)
XOR = _bitwise(emitc.BitwiseXorOp)
DIV_SIGNED = _signed(emitc.DivOp)
DIV_UNSIGNED = _unsigned(emitc.DivOp)
REM_SIGNED = _signed(emitc.RemOp)
REM_UNSIGNED = _unsigned(emitc.RemOp)
CEIL_DIV_SIGNED = _signed_call("ceil_div")
FLOOR_DIV_SIGNED = _signed_call("floor_div")
MAX_SIGNED = _signed_choice("gt")
MIN_SIGNED = _signed_choice("lt")
MAX_UNSIGNED = _unsigned_choice("gt")
MIN_UNSIGNED = _unsigned_choice("lt")

FUNCTIONS: dict[type[Operation], IntegerFunction] = {
    arith.AddiOp: ADD,
    arith.SubiOp: SUB,
    arith.MuliOp: MUL,
    arith.DivSIOp: DIV_SIGNED,
    arith.DivUIOp: DIV_UNSIGNED,
    arith.RemSIOp: REM_SIGNED,
    arith.RemUIOp: REM_UNSIGNED,
    arith.CeilDivSIOp: CEIL_DIV_SIGNED,
    arith.CeilDivUIOp: ceil_div_unsigned,
    arith.FloorDivSIOp: FLOOR_DIV_SIGNED,
    arith.AndIOp: AND,
    arith.OrIOp: OR,
    arith.XOrIOp: XOR,
    arith.ShLIOp: shift_left,
    arith.ShRSIOp: shift_right_signed,
    arith.ShRUIOp: shift_right_unsigned,
    arith.MaxSIOp: MAX_SIGNED,
    arith.MinSIOp: MIN_SIGNED,
    arith.MaxUIOp: MAX_UNSIGNED,
    arith.MinUIOp: MIN_UNSIGNED,
}
"""What each op does on every type but i1, where a second table has simpler forms."""

BOOL_FUNCTIONS: dict[type[Operation], IntegerFunction] = {
    arith.AddiOp: _different,
    arith.SubiOp: _different,
    arith.MuliOp: _both,
    arith.AndIOp: _both,
    arith.OrIOp: _either,
    arith.XOrIOp: _different,
    arith.MaxSIOp: _both,  # true is -1
    arith.MinSIOp: _either,
    arith.MaxUIOp: _either,
    arith.MinUIOp: _both,
}

NO_OVERFLOW_FUNCTIONS: dict[type[Operation], IntegerFunction] = {
    arith.AddiOp: _ring_without_overflow(emitc.AddOp),
    arith.SubiOp: _ring_without_overflow(emitc.SubOp),
    arith.MuliOp: _ring_without_overflow(emitc.MulOp),
}
"""For `overflow<nsw>`: the op promises that the signed result is in range."""


def has_nsw(op: Operation) -> bool:
    """Whether the op promises that its signed result does not overflow."""
    flags = op.properties.get("overflowFlags")
    return (
        isinstance(flags, arith.IntegerOverflowAttr) and arith.IntegerOverflowFlag.NSW in flags.data
    )


def _convert(c: FunctionConverter, op: Operation) -> None:
    if c.scalar_type(op.results[0].type, op) == BOOL and type(op) in BOOL_FUNCTIONS:
        function = BOOL_FUNCTIONS[type(op)]
    elif has_nsw(op) and type(op) in NO_OVERFLOW_FUNCTIONS:
        function = NO_OVERFLOW_FUNCTIONS[type(op)]
    else:
        function = FUNCTIONS[type(op)]
    lhs, rhs = c.values(op.operands)
    c.bind(op.results[0], function(c.b, lhs, rhs, cast(IntegerLike, op.results[0].type)))


CONVERSIONS: dict[type[Operation], Handler] = dict.fromkeys(FUNCTIONS, _convert)
