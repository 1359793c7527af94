"""What a comparison tells about the value that it lets through."""

from xdsl.dialects import arith
from xdsl.ir import SSAValue

from microaot.passes.integers.integer_range import IntegerRange

EQ, NE, LT, LE, GT, GE = range(6)
"""The signed predicates of `arith.cmpi`, by the values of its attribute."""

NEGATED = {EQ: NE, NE: EQ, LT: GE, GE: LT, GT: LE, LE: GT}
SWAPPED = {EQ: EQ, NE: NE, LT: GT, GT: LT, LE: GE, GE: LE}


def refine(
    known: IntegerRange,
    value: SSAValue,
    condition: SSAValue,
    outcome: bool,
    lhs: IntegerRange | None,
    rhs: IntegerRange | None,
) -> IntegerRange:
    """The range of `value`, which is in `known`, where `condition` is `outcome`.

    `lhs` and `rhs` are the ranges of the operands that `condition` compares. For `x < 0 ? -1 : x`,
    the last `x` is at least 0.
    """
    comparison = condition.owner
    if not isinstance(comparison, arith.CmpiOp) or comparison.predicate.value.data > GE:
        return known
    predicate = comparison.predicate.value.data
    if not outcome:
        predicate = NEGATED[predicate]
    if comparison.lhs is value:
        bound = rhs
    elif comparison.rhs is value:
        bound, predicate = lhs, SWAPPED[predicate]
    else:
        return known
    if bound is None:
        return known
    lowest = {GT: bound.lo + 1, GE: bound.lo, EQ: bound.lo}.get(predicate, known.lo)
    highest = {LT: bound.hi - 1, LE: bound.hi, EQ: bound.hi}.get(predicate, known.hi)
    if lowest > highest:
        return known
    # Nothing in common means that this outcome never happens; any range will do.
    return known.intersect(IntegerRange(lowest, highest)) or known
