"""`narrow-wide-shifts`: what only matters in the upper half of a sum is computed there."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerAttr, IntegerType, ModuleOp, i64
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.passes.fusion.neutral import constant_of
from microaot.passes.infer_overflow_flags import INDEX_WIDTHS
from microaot.passes.integers.integer_range import IntegerRange
from microaot.passes.integers.range_analysis import RangeAnalysis

_HALF = 32
_LARGE_SHIFT = IntegerRange(_HALF + 1, 2 * _HALF - 1)


@dataclass(frozen=True)
class NarrowWideShifts(ModulePass):
    """Shifts of 64-bit sums by more than 32 bits become shifts of their upper halves.

    A quantised layer multiplies to 64 bits, adds half a unit and shifts right by 33 bits or more,
    by a number that it looks up. On a 32-bit processor a 64-bit shift by a variable amount is a
    dozen instructions or a call, and takes registers in pairs.

    ```mlir
    %shifted = arith.shli %one, %s : i64
    %half = arith.shrui %shifted, %one : i64
    %sum = arith.addi %product, %half : i64
    %wide = arith.shrsi %sum, %s : i64
    %r = arith.trunci %wide : i64 to i32
    ```
    becomes, if `%s` is known to be 33 or more,
    ```mlir
    %upper = arith.shrsi %product, %c32 : i64
    %high = arith.trunci %upper : i64 to i32
    %half = arith.shli %one_i32, %s_minus_33 : i32
    %sum = arith.addi %high, %half : i32
    %r = arith.shrsi %sum, %s_minus_32 : i32
    ```
    """

    name = "narrow-wide-shifts"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Rewrite where the ranges of the shifts are known."""
        ranges = [RangeAnalysis(op, width) for width in INDEX_WIDTHS]
        for nested in [*op.walk()]:
            if isinstance(nested, arith.TruncIOp) and nested.result.type == IntegerType(_HALF):
                _narrow(nested, ranges)


def _narrow(op: arith.TruncIOp, ranges: Sequence[RangeAnalysis]) -> None:
    shift = op.input.owner
    if not isinstance(shift, arith.ShRSIOp) or shift.result.type != i64:
        return
    if not _is_large(shift.rhs, ranges):
        return
    terms = _terms(shift.lhs)
    wide = [term for term in terms if not _is_multiple(term, ranges)]
    if not wide:
        return
    builder = _Builder(op)
    # The parts of the sum that are multiples of 2**32 do not touch its lower half.
    total = wide[0]
    for term in wide[1:]:
        total = builder.insert(arith.AddiOp(total, term))
    high = builder.upper_half(total)
    for term in terms:
        if _is_multiple(term, ranges):
            high = builder.insert(arith.AddiOp(high, builder.multiple(term)))
    amount = builder.narrowed(shift.rhs, -_HALF)
    result = arith.ShRSIOp(high, amount)
    result.location = op.location
    Rewriter.replace_op(op, result)


def _is_large(amount: SSAValue, ranges: Sequence[RangeAnalysis]) -> bool:
    known = [analysis.range(amount) for analysis in ranges]
    return all(range_ is not None and range_ in _LARGE_SHIFT for range_ in known)


def _terms(value: SSAValue) -> list[SSAValue]:
    """The summands of a sum, as far as nobody else needs its parts."""
    owner = value.owner
    if not isinstance(owner, arith.AddiOp) or not value.has_one_use():
        return [value]
    return [*_terms(owner.lhs), *_terms(owner.rhs)]


def _is_multiple(value: SSAValue, ranges: Sequence[RangeAnalysis]) -> bool:
    """Whether a value is known to be a multiple of 2**32: a constant, or half of `1 << s`."""
    if isinstance(number := constant_of(value), int):
        return number % (1 << _HALF) == 0
    amount = _half_of_power(value)
    return amount is not None and _is_large(amount, ranges)


def _half_of_power(value: SSAValue) -> SSAValue | None:
    """The `s` of `(1 << s) >> 1`."""
    halved = value.owner
    if not isinstance(halved, arith.ShRUIOp) or constant_of(halved.rhs) != 1:
        return None
    power = halved.lhs.owner
    if not isinstance(power, arith.ShLIOp) or constant_of(power.lhs) != 1:
        return None
    return power.rhs


class _Builder:
    """Inserts 32-bit arithmetic in front of an op."""

    def __init__(self, op: Operation) -> None:
        self._op = op

    def insert(self, op: Operation) -> SSAValue:
        op.location = self._op.location
        Rewriter.insert_op(op, InsertPoint.before(self._op))
        return op.results[0]

    def constant(self, value: int, width: int) -> SSAValue:
        return self.insert(arith.ConstantOp(IntegerAttr(value, IntegerType(width))))

    def upper_half(self, value: SSAValue) -> SSAValue:
        shifted = self.insert(arith.ShRSIOp(value, self.constant(_HALF, 2 * _HALF)))
        return self.insert(arith.TruncIOp(shifted, IntegerType(_HALF)))

    def multiple(self, value: SSAValue) -> SSAValue:
        """The upper half of a multiple of 2**32."""
        if isinstance(number := constant_of(value), int):
            return self.constant(number >> _HALF, _HALF)
        amount = _half_of_power(value)
        assert amount is not None
        one = self.constant(1, _HALF)
        return self.insert(arith.ShLIOp(one, self.narrowed(amount, -_HALF - 1)))

    def narrowed(self, amount: SSAValue, offset: int) -> SSAValue:
        """A shift amount plus something, as a 32-bit number."""
        if isinstance(number := constant_of(amount), int):
            return self.constant(number + offset, _HALF)
        owner = amount.owner
        if isinstance(owner, arith.ExtUIOp | arith.ExtSIOp) and owner.input.type != IntegerType(32):
            narrow = self.insert(type(owner)(owner.input, IntegerType(_HALF)))
        else:
            narrow = self.insert(arith.TruncIOp(amount, IntegerType(_HALF)))
        return self.insert(arith.AddiOp(narrow, self.constant(offset, _HALF)))
