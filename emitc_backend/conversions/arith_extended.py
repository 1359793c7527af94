"""arith's ops that give the whole result in two parts: sum and carry, low and high product."""

from typing import cast

from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerType
from xdsl.ir import Operation, SSAValue

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.arith_integer import MUL
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.integers import (
    IntegerLike,
    is_odd,
    narrow,
    sign_extended,
    suffix,
    wide_type,
    wide_unsigned,
    width_of,
    zero_extended,
)
from microaot.emitc_backend.conversions.types import I64, U64, unsigned


def _convert_addui_extended(c: FunctionConverter, op: arith.AddUIExtendedOp) -> None:
    type = cast(IntegerLike, op.sum.type)
    c.scalar_type(type, op)
    wide = unsigned(wide_type(type))
    lhs, rhs = (wide_unsigned(c.b, c.value(v), type) for v in op.operands)
    total = c.b.binary(emitc.AddOp, lhs, rhs)
    c.bind(op.sum, narrow(c.b, total, type))
    if (width := width_of(type)) is None or width in (32, 64):
        carry = c.b.compare("lt", total, lhs)
    else:
        carry = c.b.compare("gt", total, c.b.constant((1 << width) - 1, wide))
    c.bind(op.overflow, carry)


def _convert_mul_extended(c: FunctionConverter, op: arith.MulExtendedBase) -> None:
    type = cast(IntegerLike, op.low.type)
    c.scalar_type(type, op)
    signed = isinstance(op, arith.MulSIExtendedOp)
    extend = sign_extended if signed else zero_extended
    lhs, rhs = (extend(c.b, c.value(v), type) for v in op.operands)
    if isinstance(type, IntegerType) and type.bitwidth <= 32:
        double = I64 if signed else U64
        product = c.b.binary(emitc.MulOp, c.b.cast(lhs, double), c.b.cast(rhs, double))
        c.bind(op.low, narrow(c.b, product, type))
        shift = c.b.constant(type.bitwidth, double)
        high = c.b.binary(emitc.BitwiseRightShiftOp, product, shift)
        c.bind(op.high, narrow(c.b, high, type))
        return
    c.bind(op.low, MUL(c.b, c.value(op.lhs), c.value(op.rhs), type))
    if not op.high.uses:
        return
    wide = wide_type(type) if signed else unsigned(wide_type(type))
    lhs, rhs = c.b.cast(lhs, wide), c.b.cast(rhs, wide)
    high = c.b.call(f"mulhi_{suffix(wide)}", [lhs, rhs], wide)
    if is_odd(type):
        high = _middle(c, lhs, rhs, high, cast(IntegerType, type).bitwidth)
    c.bind(op.high, narrow(c.b, high, type))


def _middle(
    c: FunctionConverter, lhs: SSAValue, rhs: SSAValue, high: SSAValue, width: int
) -> SSAValue:
    """The 64 bits from bit `width` up of a product of 128 bits whose upper half is `high`."""
    low = c.b.binary(emitc.MulOp, c.b.cast(lhs, U64), c.b.cast(rhs, U64))
    right, left = c.b.constant(width, U64), c.b.constant(64 - width, U64)
    from_low = c.b.binary(emitc.BitwiseRightShiftOp, low, right)
    from_high = c.b.binary(emitc.BitwiseLeftShiftOp, c.b.cast(high, U64), left)
    return c.b.binary(emitc.BitwiseOrOp, from_high, from_low)


CONVERSIONS: dict[type[Operation], Handler] = {
    arith.AddUIExtendedOp: _convert_addui_extended,
    arith.MulSIExtendedOp: _convert_mul_extended,
    arith.MulUIExtendedOp: _convert_mul_extended,
}
