"""Affine expressions as arithmetic on `index` values, folded while they are built."""

from collections.abc import Callable, Sequence

from xdsl.dialects import arith
from xdsl.dialects.arith import IntegerOverflowAttr, IntegerOverflowFlag
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Operation, SSAValue
from xdsl.ir.affine import (
    AffineBinaryOpExpr,
    AffineBinaryOpKind,
    AffineConstantExpr,
    AffineDimExpr,
    AffineExpr,
)

Index = SSAValue | int
"""An index value: computed at run time, or known."""

_NSW = IntegerOverflowAttr([IntegerOverflowFlag.NSW])


class IndexArithmetic:
    """Evaluates affine expressions over loop indices.

    `insert` puts an op where the value is used, `constant` gives the value of a known index. All
    sums and products are indices into existing buffers, so they cannot overflow (`nsw`).
    """

    def __init__(
        self, insert: Callable[[Operation], Operation], constant: Callable[[int], SSAValue]
    ):
        self._insert = insert
        self._constant = constant

    def evaluate(self, expr: AffineExpr, loops: Sequence[Index]) -> Index:
        """The value of an expression whose dimensions are the given loop indices."""
        match expr:
            case AffineConstantExpr():
                return expr.value
            case AffineDimExpr():
                return loops[expr.position]
            case AffineBinaryOpExpr():
                lhs, rhs = self.evaluate(expr.lhs, loops), self.evaluate(expr.rhs, loops)
                return self._binary(expr.kind, lhs, rhs, _is_non_negative(expr.lhs))
            case _:
                raise ValueError(f"an indexing map may not use {expr}")

    def value(self, index: Index) -> SSAValue:
        """An index as an SSA value."""
        return self._constant(index) if isinstance(index, int) else index

    def _binary(self, kind: AffineBinaryOpKind, lhs: Index, rhs: Index, positive: bool) -> Index:
        match kind:
            case AffineBinaryOpKind.Add:
                return self._add(lhs, rhs)
            case AffineBinaryOpKind.Mul:
                return self._mul(lhs, rhs)
            case AffineBinaryOpKind.FloorDiv:
                return self._floor_div(lhs, rhs, positive)
            case AffineBinaryOpKind.CeilDiv:
                negated = self._floor_div(self._mul(lhs, -1), rhs, False)
                return self._mul(negated, -1)
            case AffineBinaryOpKind.Mod:
                if positive and not isinstance(lhs, int):
                    return self._op(arith.RemSIOp(lhs, self.value(rhs)))
                quotient = self._floor_div(lhs, rhs, positive)
                return self._add(lhs, self._mul(self._mul(quotient, rhs), -1))

    def _add(self, lhs: Index, rhs: Index) -> Index:
        if isinstance(lhs, int) and isinstance(rhs, int):
            return lhs + rhs
        if lhs == 0:
            return rhs
        if rhs == 0:
            return lhs
        return self._op(arith.AddiOp(self.value(lhs), self.value(rhs), overflow=_NSW))

    def _mul(self, lhs: Index, rhs: Index) -> Index:
        if isinstance(lhs, int) and isinstance(rhs, int):
            return lhs * rhs
        if lhs == 0 or rhs == 0:
            return 0
        if lhs == 1:
            return rhs
        if rhs == 1:
            return lhs
        return self._op(arith.MuliOp(self.value(lhs), self.value(rhs), overflow=_NSW))

    def _floor_div(self, lhs: Index, rhs: Index, positive: bool) -> Index:
        if isinstance(lhs, int) and isinstance(rhs, int):
            return lhs // rhs
        if rhs == 1:
            return lhs
        op_class = arith.DivSIOp if positive else arith.FloorDivSIOp
        return self._op(op_class(self.value(lhs), self.value(rhs)))

    def _op(self, op: Operation) -> SSAValue:
        assert op.results[0].type == IndexType()
        return self._insert(op).results[0]


def _is_non_negative(expr: AffineExpr) -> bool:
    """Whether an expression over loop indices, which are never negative, is never negative."""
    match expr:
        case AffineConstantExpr():
            return expr.value >= 0
        case AffineDimExpr():
            return True
        case AffineBinaryOpExpr():
            if expr.kind == AffineBinaryOpKind.Mod:
                return True
            return _is_non_negative(expr.lhs) and _is_non_negative(expr.rhs)
        case _:
            return False
