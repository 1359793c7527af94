"""arith's float arithmetic."""

from collections.abc import Callable

from xdsl.dialects import arith
from xdsl.ir import Operation, SSAValue

from microaot.dialects import emitc
from microaot.dialects.arith import RemFOp
from microaot.emitc_backend.conversions.arith_compare import float_constant, is_number
from microaot.emitc_backend.conversions.builder import EmitCBuilder
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.floats import format_of, from_computed, to_computed
from microaot.emitc_backend.conversions.types import F64, I32, U16

FloatFunction = Callable[[EmitCBuilder, SSAValue, SSAValue], SSAValue]
"""Emits `lhs op rhs` on two `float`s or two `double`s."""

SIGN_BIT = 0x8000
"""The sign of an f16 or bf16."""


def libm_name(base: str, type: object) -> str:
    """What `<math.h>` calls a function on this C type: `sin`, `sinf`."""
    return base if type == F64 else base + "f"


def _operator(op: type[emitc.BinaryOp]) -> FloatFunction:
    return lambda b, lhs, rhs: b.binary(op, lhs, rhs)


def libm_binary(base: str) -> FloatFunction:
    """A call of a `<math.h>` function with two operands."""
    return lambda b, lhs, rhs: b.call(libm_name(base, lhs.type), [lhs, rhs], lhs.type)


def extremum(prefix: str, beats: str, weaker_zero_sign: float) -> FloatFunction:
    """maximumf or minimumf: NaN if an operand is one, and -0 is less than +0.

    With a constant `k` that is `x beats-or-equals k ? ...` turned round, so that a NaN x stays:
    `x <= k ? k : x` for the maximum. On a tie of zeros this returns k, which is right unless k
    is the zero that loses; then the strict `x < k` returns x.
    """
    loses, loses_or_ties = ("lt", "le") if beats == "gt" else ("gt", "ge")

    def function(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue) -> SSAValue:
        if is_number(lhs):
            lhs, rhs = rhs, lhs
        if (known := float_constant(rhs)) is None or known != known:
            name = "f64" if lhs.type == F64 else "f32"
            return b.call(f"{prefix}_{name}", [lhs, rhs], lhs.type)
        may_tie = known == 0 and str(known) != str(weaker_zero_sign)
        test = b.compare(loses_or_ties if may_tie else loses, lhs, rhs)
        return b.conditional(test, rhs, lhs)

    return function


def number_extremum(base: str, beats: str) -> FloatFunction:
    """maxnumf or minnumf: the other operand if one is NaN; either zero will do."""

    def function(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue) -> SSAValue:
        if is_number(lhs):
            lhs, rhs = rhs, lhs
        if is_number(rhs):
            return b.conditional(b.compare(beats, lhs, rhs), lhs, rhs)
        return b.call(libm_name(base, lhs.type), [lhs, rhs], lhs.type)

    return function


MAXIMUM = extremum("maximum", "gt", -0.0)
MINIMUM = extremum("minimum", "lt", 0.0)

FUNCTIONS: dict[type[Operation], FloatFunction] = {
    arith.AddfOp: _operator(emitc.AddOp),
    arith.SubfOp: _operator(emitc.SubOp),
    arith.MulfOp: _operator(emitc.MulOp),
    arith.DivfOp: _operator(emitc.DivOp),
    RemFOp: libm_binary("fmod"),
    arith.MaximumfOp: MAXIMUM,
    arith.MinimumfOp: MINIMUM,
    arith.MaxnumfOp: number_extremum("fmax", "gt"),
    arith.MinnumfOp: number_extremum("fmin", "lt"),
}


def convert_by(table: dict[type[Operation], FloatFunction]) -> Handler:
    """A handler for ops with two float operands and a result of one type."""

    def convert(c: FunctionConverter, op: Operation) -> None:
        float_type = op.results[0].type
        c.scalar_type(float_type, op)
        lhs, rhs = (to_computed(c.b, c.value(v), float_type) for v in op.operands)
        c.bind(op.results[0], from_computed(c.b, table[type(op)](c.b, lhs, rhs), float_type))

    return convert


def on_bits(b: EmitCBuilder, op: type[emitc.BinaryOp], bits: SSAValue, mask: int) -> SSAValue:
    """`bits op mask` on a 16-bit value; it fits again, but C computes in `int`."""
    wide = b.binary(op, b.cast(bits, I32), b.constant(mask, I32))
    return b.cast(wide, U16)


def _convert_negf(c: FunctionConverter, op: arith.NegfOp) -> None:
    c.scalar_type(op.result.type, op)
    operand = c.value(op.operand)
    if format_of(op.result.type).is_bits:
        c.bind(op.result, on_bits(c.b, emitc.BitwiseXorOp, operand, SIGN_BIT))
    else:
        c.bind(op.result, c.b.unary(emitc.UnaryMinusOp, operand))


CONVERSIONS: dict[type[Operation], Handler] = {
    **dict.fromkeys(FUNCTIONS, convert_by(FUNCTIONS)),
    arith.NegfOp: _convert_negf,
}
