"""Affine expressions as arith ops: folded, exact for negative numbers, without needless work.

Affine arithmetic is on mathematical integers, so no sum or product here overflows (`nsw`). The
divisions round down (`floordiv`, `mod`) or up (`ceildiv`); where the dividend is known not to be
negative they are C's own `/` and `%`.
"""

from collections.abc import Callable, Mapping, Sequence

from xdsl.builder import Builder
from xdsl.dialects import arith
from xdsl.dialects.arith import IntegerOverflowAttr, IntegerOverflowFlag
from xdsl.dialects.builtin import IndexType, IntegerAttr
from xdsl.ir import SSAValue
from xdsl.ir.affine import (
    AffineBinaryOpExpr,
    AffineBinaryOpKind,
    AffineConstantExpr,
    AffineDimExpr,
    AffineExpr,
    AffineSymExpr,
)

from microaot.passes.integers.index_ranges import ANY_INDEX, index_range
from microaot.passes.integers.integer_range import IntegerRange

NSW = IntegerOverflowAttr([IntegerOverflowFlag.NSW])


class Term:
    """An index: a constant, or a value with the range it is known to be in."""

    def __init__(self, known: int | SSAValue, range: IntegerRange | None = None) -> None:
        self.known = known
        if range is None:
            range = IntegerRange.constant(known) if isinstance(known, int) else index_range(known)
        self.range = range

    @property
    def constant(self) -> int | None:
        """The number, if it is one."""
        return self.known if isinstance(self.known, int) else None

    def value(self, builder: Builder) -> SSAValue:
        """The term as an SSA value."""
        if isinstance(self.known, SSAValue):
            return self.known
        attribute = IntegerAttr(self.known, IndexType())
        return builder.insert(arith.ConstantOp(attribute)).result


class IndexArithmetic:
    """Inserts arith ops on `index` that cannot overflow; constants fold."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder

    def expand(
        self, expr: AffineExpr, dims: Sequence[SSAValue], symbols: Sequence[SSAValue]
    ) -> Term:
        """The value of `expr`.

        ```mlir
        affine_map<(d0) -> ((d0 - 3) mod 5)>
        ```
        becomes, for a d0 that may be anything,
        ```mlir
        %0 = arith.subi %d0, %c3 overflow<nsw> : index
        %1 = arith.remsi %0, %c5 : index
        %2 = arith.cmpi slt, %1, %c0 : index
        %3 = arith.addi %1, %c5 overflow<nsw> : index
        %4 = arith.select %2, %3, %1 : index
        ```
        """
        match expr:
            case AffineConstantExpr():
                return Term(expr.value)
            case AffineDimExpr():
                return Term(dims[expr.position])
            case AffineSymExpr():
                return Term(symbols[expr.position])
            case AffineBinaryOpExpr():
                lhs = self.expand(expr.lhs, dims, symbols)
                if (negated := _negated(expr)) is not None:
                    return self.subtract(lhs, self.expand(negated, dims, symbols))
                return OPERATIONS[expr.kind](self, lhs, self.expand(expr.rhs, dims, symbols))
            case _:
                raise ValueError(f"unknown affine expression {expr}")

    def add(self, lhs: Term, rhs: Term) -> Term:
        """`lhs + rhs`."""
        if lhs.constant is not None and rhs.constant is not None:
            return Term(lhs.constant + rhs.constant)
        if rhs.constant == 0 or lhs.constant == 0:
            return lhs if rhs.constant == 0 else rhs
        if rhs.constant is not None and rhs.constant < 0:
            return self.subtract(lhs, Term(-rhs.constant))
        return self._insert(arith.AddiOp, lhs, rhs, lhs.range + rhs.range)

    def subtract(self, lhs: Term, rhs: Term) -> Term:
        """`lhs - rhs`."""
        if lhs.constant is not None and rhs.constant is not None:
            return Term(lhs.constant - rhs.constant)
        if rhs.constant == 0:
            return lhs
        return self._insert(arith.SubiOp, lhs, rhs, lhs.range - rhs.range)

    def multiply(self, lhs: Term, rhs: Term) -> Term:
        """`lhs * rhs`."""
        if lhs.constant is not None:
            lhs, rhs = rhs, lhs
        if lhs.constant is not None and rhs.constant is not None:
            return Term(lhs.constant * rhs.constant)
        match rhs.constant:
            case 0:
                return Term(0)
            case 1:
                return lhs
            case -1:
                return self.subtract(Term(0), lhs)
            case _:
                return self._insert(arith.MuliOp, lhs, rhs, lhs.range * rhs.range)

    def floor_divide(self, lhs: Term, rhs: Term) -> Term:
        """`lhs / rhs` rounded down."""
        _check_divisor(rhs)
        if lhs.constant is not None and rhs.constant is not None:
            return Term(lhs.constant // rhs.constant)
        if rhs.constant == 1:
            return lhs
        op = arith.DivSIOp if _both_non_negative(lhs, rhs) else arith.FloorDivSIOp
        return self._insert(op, lhs, rhs, lhs.range.floor_divide(rhs.range))

    def ceil_divide(self, lhs: Term, rhs: Term) -> Term:
        """`lhs / rhs` rounded up."""
        _check_divisor(rhs)
        if lhs.constant is not None and rhs.constant is not None:
            return Term(-(-lhs.constant // rhs.constant))
        if rhs.constant == 1:
            return lhs
        # `(x + d - 1) / d` must not overflow on a 32-bit target.
        if rhs.constant is not None and lhs.range.is_non_negative:
            rounded = lhs.range + IntegerRange.constant(rhs.constant - 1)
            if rounded in IntegerRange.signed(32):
                return self.floor_divide(self.add(lhs, Term(rhs.constant - 1)), rhs)
        return self._insert(arith.CeilDivSIOp, lhs, rhs, lhs.range.ceil_divide(rhs.range))

    def modulo(self, lhs: Term, rhs: Term) -> Term:
        """`lhs mod rhs`, never negative."""
        _check_divisor(rhs)
        if lhs.constant is not None and rhs.constant is not None:
            return Term(lhs.constant % rhs.constant)
        if rhs.constant == 1:
            return Term(0)
        remainder = self._insert(arith.RemSIOp, lhs, rhs, lhs.range.remainder(rhs.range))
        if lhs.range.is_non_negative:
            return remainder
        builder = self.builder
        zero = Term(0).value(builder)
        low = remainder.value(builder)
        is_negative = builder.insert(arith.CmpiOp(low, zero, "slt")).result
        raised = builder.insert(arith.AddiOp(low, rhs.value(builder), overflow=NSW)).result
        result = builder.insert(arith.SelectOp(is_negative, raised, low)).result
        return Term(result, lhs.range.modulo(rhs.range))

    def minimum(self, lhs: Term, rhs: Term) -> Term:
        """`min(lhs, rhs)`."""
        if lhs.constant is not None and rhs.constant is not None:
            return Term(min(lhs.constant, rhs.constant))
        return self._insert(arith.MinSIOp, lhs, rhs, lhs.range.minimum(rhs.range))

    def maximum(self, lhs: Term, rhs: Term) -> Term:
        """`max(lhs, rhs)`."""
        if lhs.constant is not None and rhs.constant is not None:
            return Term(max(lhs.constant, rhs.constant))
        return self._insert(arith.MaxSIOp, lhs, rhs, lhs.range.maximum(rhs.range))

    def _insert(
        self,
        op: type[arith.SignlessIntegerBinaryOperation],
        lhs: Term,
        rhs: Term,
        range: IntegerRange | None,
    ) -> Term:
        new = op(lhs.value(self.builder), rhs.value(self.builder))
        if isinstance(new, arith.SignlessIntegerBinaryOperationWithOverflow):
            new.overflow_flags = NSW
        return Term(self.builder.insert(new).result, range or ANY_INDEX)


OPERATIONS: Mapping[AffineBinaryOpKind, Callable[[IndexArithmetic, Term, Term], Term]] = {
    AffineBinaryOpKind.Add: IndexArithmetic.add,
    AffineBinaryOpKind.Mul: IndexArithmetic.multiply,
    AffineBinaryOpKind.Mod: IndexArithmetic.modulo,
    AffineBinaryOpKind.FloorDiv: IndexArithmetic.floor_divide,
    AffineBinaryOpKind.CeilDiv: IndexArithmetic.ceil_divide,
}


def _negated(expr: AffineBinaryOpExpr) -> AffineExpr | None:
    """`y` if `expr` is `x + y * -1`; `y * k` if it is `x + y * -k`."""
    rhs = expr.rhs
    if expr.kind is not AffineBinaryOpKind.Add or not isinstance(rhs, AffineBinaryOpExpr):
        return None
    if rhs.kind is not AffineBinaryOpKind.Mul or not isinstance(rhs.rhs, AffineConstantExpr):
        return None
    return rhs.lhs * -rhs.rhs.value if rhs.rhs.value < 0 else None


def _check_divisor(divisor: Term) -> None:
    if divisor.constant is not None and divisor.constant <= 0:
        raise ValueError("divides by a number that is not positive")


def _both_non_negative(lhs: Term, rhs: Term) -> bool:
    return lhs.range.is_non_negative and rhs.range.is_non_negative
