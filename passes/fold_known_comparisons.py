"""`fold-known-comparisons`: what the ranges of integers decide is decided by the compiler."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerAttr, ModuleOp, i1
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from microaot.passes.infer_overflow_flags import INDEX_WIDTHS
from microaot.passes.integers.range_analysis import RangeAnalysis
from microaot.passes.integers.range_refinement import EQ, GE, GT, LE, LT, NE


@dataclass(frozen=True)
class FoldKnownComparisons(ModulePass):
    """Replaces comparisons of integers whose outcome is known, and selections that depend on them.

    A constant says which numbers it has, and an operator which constants it is called with: whether
    the shift of a quantised layer is ever less than 32 is known.

    ```mlir
    %shift = memref.load %shifts[%i] : memref<4xi8>
    %is_large = arith.cmpi sgt, %shift, %c31 : i8
    %r = arith.select %is_large, %a, %b : i64
    ```
    becomes `%a`, if all elements of `%shifts` are greater than 31.
    """

    name = "fold-known-comparisons"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Replace what is known for indices of any width."""
        analyses = [RangeAnalysis(op, width) for width in INDEX_WIDTHS]
        for nested in [*op.walk()]:
            if not isinstance(nested, arith.CmpiOp):
                continue
            outcomes = {_outcome(nested, analysis) for analysis in analyses}
            if len(outcomes) == 1 and (outcome := outcomes.pop()) is not None:
                _replace(nested, outcome)


def _outcome(op: arith.CmpiOp, analysis: RangeAnalysis) -> bool | None:
    """The outcome of a signed comparison, None if it depends."""
    lhs, rhs = analysis.range(op.lhs), analysis.range(op.rhs)
    if lhs is None or rhs is None:
        return None
    less, greater = lhs.hi < rhs.lo, lhs.lo > rhs.hi
    not_greater, not_less = lhs.hi <= rhs.lo, lhs.lo >= rhs.hi
    equal = lhs.is_constant and lhs == rhs
    known: dict[int, tuple[bool, bool]] = {
        EQ: (equal, less or greater),
        NE: (less or greater, equal),
        LT: (less, not_less),
        LE: (not_greater, greater),
        GT: (greater, not_greater),
        GE: (not_less, less),
    }
    is_true, is_false = known.get(op.predicate.value.data, (False, False))
    return True if is_true else False if is_false else None


def _replace(op: arith.CmpiOp, outcome: bool) -> None:
    for use in [*op.result.uses]:
        select = use.operation
        if isinstance(select, arith.SelectOp) and use.index == 0:
            chosen = select.lhs if outcome else select.rhs
            select.result.replace_all_uses_with(chosen)
            Rewriter.erase_op(select)
    if op.result.uses:
        constant = arith.ConstantOp(IntegerAttr(int(outcome), i1))
        constant.location = op.location
        Rewriter.replace_op(op, constant)
    else:
        Rewriter.erase_op(op)
