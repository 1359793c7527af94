"""Affine expressions as indices, with code for what is not linear."""

from collections.abc import Sequence

from xdsl.dialects import arith
from xdsl.ir.affine import (
    AffineBinaryOpExpr,
    AffineBinaryOpKind,
    AffineConstantExpr,
    AffineExpr,
)

from microaot.passes.fusion.emitter import Emitter
from microaot.passes.fusion.linear import Linear, apply


def applied(emitter: Emitter, expr: AffineExpr, loops: Sequence[Linear]) -> Linear:
    """The value of an expression of loops; divisions that are not exact are computed."""
    linear = apply(expr, loops, emitter.bounds)
    if linear is not None:
        return linear
    assert isinstance(expr, AffineBinaryOpExpr)
    lhs, rhs = applied(emitter, expr.lhs, loops), applied(emitter, expr.rhs, loops)
    folded = _constant_operand(lhs, rhs, expr.kind)
    linear = folded and apply(folded, [lhs, rhs], emitter.bounds)
    return _divided(emitter, lhs, rhs.constant, expr.kind) if linear is None else linear


def _constant_operand(lhs: Linear, rhs: Linear, kind: AffineBinaryOpKind) -> AffineExpr | None:
    """The expression of two operands, those that are numbers being constants."""
    operands = [
        AffineExpr.dimension(position) if value.number is None else AffineConstantExpr(value.number)
        for position, value in enumerate((lhs, rhs))
    ]
    return AffineBinaryOpExpr(kind, *operands)


def _divided(emitter: Emitter, lhs: Linear, divisor: int, kind: AffineBinaryOpKind) -> Linear:
    """Quotient, or remainder, by a positive number."""
    low, high = emitter.range(lhs) or (-1, -1)
    if kind is AffineBinaryOpKind.CeilDiv:
        lhs, low, high = lhs + (divisor - 1), low + divisor - 1, high + divisor - 1
    is_known = emitter.range(lhs) is not None
    value, by = emitter.index(lhs), emitter.constant(divisor)
    division = arith.DivUIOp if is_known and low >= 0 else arith.FloorDivSIOp
    quotient = emitter.insert(division(value, by)).results[0]
    if kind is AffineBinaryOpKind.Mod:
        product = emitter.insert(arith.MuliOp(quotient, by)).results[0]
        rest = emitter.insert(arith.SubiOp(value, product)).results[0]
        return emitter.symbol(rest, 0, divisor - 1)
    if not is_known:
        return Linear.of(quotient)
    return emitter.symbol(quotient, low // divisor, high // divisor)
