"""A refined range keeps every value that the comparison lets through."""

import operator
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from xdsl.dialects import arith
from xdsl.dialects.builtin import i32
from xdsl.utils.test_value import create_ssa_value

from microaot.passes.integers.integer_range import IntegerRange
from microaot.passes.integers.range_refinement import refine

NUMBERS = st.integers(-6, 6)
RANGES = st.tuples(NUMBERS, NUMBERS).map(lambda t: IntegerRange(min(t), max(t)))
HOLDS: dict[str, Callable[[int, int], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "slt": operator.lt,
    "sle": operator.le,
    "sgt": operator.gt,
    "sge": operator.ge,
}


@given(st.sampled_from(sorted(HOLDS)), st.booleans(), st.booleans(), RANGES, RANGES)
def test_no_possible_value_is_lost(
    predicate: str, outcome: bool, on_the_left: bool, known: IntegerRange, bound: IntegerRange
) -> None:
    value, other = create_ssa_value(i32), create_ssa_value(i32)
    operands = (value, other) if on_the_left else (other, value)
    ranges = (known, bound) if on_the_left else (bound, known)
    comparison = arith.CmpiOp(*operands, predicate)
    refined = refine(known, value, comparison.result, outcome, *ranges)
    for x in range(known.lo, known.hi + 1):
        for y in range(bound.lo, bound.hi + 1):
            if HOLDS[predicate](*((x, y) if on_the_left else (y, x))) == outcome:
                assert x in refined


def test_a_clamp_by_comparison_has_its_bound() -> None:
    x, zero = create_ssa_value(i32), create_ssa_value(i32)
    negative = arith.CmpiOp(x, zero, "slt").result
    anything, none = IntegerRange.signed(32), IntegerRange.constant(0)
    assert refine(anything, x, negative, False, anything, none) == IntegerRange(0, anything.hi)
    assert refine(anything, x, negative, True, anything, none) == IntegerRange(anything.lo, -1)
