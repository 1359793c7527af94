"""math's integer ops."""

from typing import cast

from xdsl.dialects import math
from xdsl.ir import Operation, SSAValue

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.integers import (
    IntegerLike,
    has_room,
    narrow,
    sign_extended,
    suffix,
    wide_type,
    wide_unsigned,
    width_of,
)
from microaot.emitc_backend.conversions.types import I32


def _integer_type(c: FunctionConverter, op: Operation) -> IntegerLike:
    c.scalar_type(op.results[0].type, op)
    return cast(IntegerLike, op.results[0].type)


def _convert_absi(c: FunctionConverter, op: math.AbsIOp) -> None:
    """The most negative number stays as it is."""
    type = _integer_type(c, op)
    number = sign_extended(c.b, c.value(op.operand), type)
    zero = c.b.constant(0, number.type)
    if has_room(type, (width_of(type) or 64) + 1):
        negated = c.b.unary(emitc.UnaryMinusOp, number)
    else:
        negated = c.b.wrapping(emitc.SubOp, zero, number)
    magnitude = c.b.conditional(c.b.compare("lt", number, zero), negated, number)
    c.bind(op.result, narrow(c.b, magnitude, type))


def _count(c: FunctionConverter, base: str, bits: SSAValue) -> SSAValue:
    """A call of one of the bit counting helpers on a wide unsigned number; an `int32_t`."""
    return c.b.call(f"{base}_{suffix(bits.type)}", [bits], I32)


def _missing_bits(type: IntegerLike) -> int:
    """How many bits the wide type has more than `type`."""
    return 0 if (width := width_of(type)) is None else (32 if width <= 32 else 64) - width


def _convert_ctlz(c: FunctionConverter, op: math.CountLeadingZerosOp) -> None:
    type = _integer_type(c, op)
    count = _count(c, "ctlz", wide_unsigned(c.b, c.value(op.operand), type))
    if missing := _missing_bits(type):
        count = c.b.binary(emitc.SubOp, count, c.b.constant(missing, I32))
    c.bind(op.result, narrow(c.b, count, type))


def _convert_cttz(c: FunctionConverter, op: math.CountTrailingZerosOp) -> None:
    """A one above the highest bit stops the count there."""
    type = _integer_type(c, op)
    bits = wide_unsigned(c.b, c.value(op.operand), type)
    if _missing_bits(type):
        stop = c.b.constant(1 << (width_of(type) or 0), bits.type)
        bits = c.b.binary(emitc.BitwiseOrOp, bits, stop)
    c.bind(op.result, narrow(c.b, _count(c, "cttz", bits), type))


def _convert_ctpop(c: FunctionConverter, op: math.CtPopOp) -> None:
    type = _integer_type(c, op)
    count = _count(c, "ctpop", wide_unsigned(c.b, c.value(op.operand), type))
    c.bind(op.result, narrow(c.b, count, type))


def _convert_ipowi(c: FunctionConverter, op: math.IPowIOp) -> None:
    type = _integer_type(c, op)
    operands = [sign_extended(c.b, c.value(v), type) for v in op.operands]
    power = c.b.call(f"ipow_{suffix(wide_type(type))}", operands, wide_type(type))
    c.bind(op.result, narrow(c.b, power, type))


CONVERSIONS: dict[type[Operation], Handler] = {
    math.AbsIOp: _convert_absi,
    math.CountLeadingZerosOp: _convert_ctlz,
    math.CountTrailingZerosOp: _convert_cttz,
    math.CtPopOp: _convert_ctpop,
    math.IPowIOp: _convert_ipowi,
}
