"""Forward analysis of integer ranges over func, scf, arith and memref.

Each op is visited twice. The first visit takes loop-carried values for arbitrary and finds how much
one iteration adds to them; the second one starts from `initial + trips * added`, so that a sum
of products is known to stay small. Where no such rule applies, a loop-carried value is what it
starts from or what an iteration can yield at all.
"""

from collections.abc import Sequence

from xdsl.dialects import arith, memref, scf
from xdsl.dialects.builtin import IntegerAttr
from xdsl.ir import Operation, Region, SSAValue

from microaot.dialects.scf_syntax import UnsignedForOp
from microaot.passes.integers.constant_data import ConstantData
from microaot.passes.integers.integer_range import IntegerRange
from microaot.passes.integers.range_refinement import refine
from microaot.passes.integers.range_transfer import TRANSFERS, Transfer, integer_width

ZERO = IntegerRange.constant(0)


def has_nsw(op: Operation) -> bool:
    """Whether overflow of `op` is known not to happen."""
    return (
        isinstance(op, arith.SignlessIntegerBinaryOperationWithOverflow)
        and arith.IntegerOverflowFlag.NSW in op.overflow_flags.data
    )


class RangeAnalysis:
    """The ranges of all integers in a module for targets with indices of `index_width` bits."""

    def __init__(self, module: Operation, index_width: int) -> None:
        self.index_width = index_width
        self.constants = ConstantData(module)
        self.fitting: set[Operation] = set()
        """Ops whose exact result fits their type."""
        self._ranges: dict[SSAValue, IntegerRange] = {}
        self._offsets: dict[SSAValue, tuple[SSAValue, IntegerRange]] = {}
        """Values that are a loop-carried value plus something, modulo the width of the type."""
        self._added: dict[SSAValue, IntegerRange] = {}
        """What one iteration adds to a loop-carried value."""
        self._yielded: dict[SSAValue, IntegerRange] = {}
        """What one iteration can yield for a loop-carried value, whatever that was before."""
        for self._is_first_visit in (True, False):
            self.fitting.clear()
            self._visit_regions(module)

    # Values

    def range(self, value: SSAValue) -> IntegerRange | None:
        """The range of an integer, None for other values."""
        if (known := self._ranges.get(value)) is not None:
            return known
        width = integer_width(value.type, self.index_width)
        return None if width is None else IntegerRange.signed(width)

    def _integer(self, value: SSAValue) -> IntegerRange:
        known = self.range(value)
        assert known is not None
        return known

    def _set(self, value: SSAValue, known: IntegerRange | None) -> bool:
        """Record the exact range of `value`; returns whether it fits the type."""
        width = integer_width(value.type, self.index_width)
        if width is None or known is None:
            return False
        self._ranges[value] = known.wrap_signed(width)
        return known in IntegerRange.signed(width)

    # Ops

    def _visit_regions(self, op: Operation) -> None:
        for region in op.regions:
            self._visit_region(region)

    def _visit_region(self, region: Region) -> None:
        for block in region.blocks:
            for op in block.ops:
                self._visit(op)

    def _visit(self, op: Operation) -> None:
        match op:
            case scf.ForOp():
                self._visit_for(op)
            case scf.WhileOp():
                self._visit_while(op)
            case scf.ParallelOp():
                self._visit_parallel(op)
            case scf.IfOp() | scf.IndexSwitchOp() | scf.ExecuteRegionOp():
                self._visit_regions(op)
                self._join(op)
            case arith.ConstantOp():
                if isinstance(op.value, IntegerAttr):
                    self._set(op.result, IntegerRange.constant(op.value.value.data))
            case memref.DimOp():
                self._set(op.result, IntegerRange(0, IntegerRange.signed(self.index_width).hi))
            case memref.LoadOp():
                self._set(op.res, self.constants.range_of_elements(op.memref))
            case _ if (transfer := TRANSFERS.get(type(op))) is not None:
                self._transfer(op, transfer)
                self._add_offset(op)
            case _:
                self._visit_regions(op)

    def _transfer(self, op: Operation, transfer: Transfer) -> None:
        ranges: list[IntegerRange] = []
        widths: list[int] = []
        for operand in op.operands:
            known, width = self.range(operand), integer_width(operand.type, self.index_width)
            if known is None or width is None:
                return
            ranges.append(known)
            widths.append(width)
        if isinstance(op, arith.SelectOp):
            ranges[1:] = self._chosen(op, ranges[1:])
        exact = transfer(ranges, widths)
        if exact is not None and has_nsw(op):
            # What overflows is poison.
            exact = exact.intersect(IntegerRange.signed(widths[0])) or exact
        if self._set(op.results[0], exact):
            self.fitting.add(op)

    def _chosen(self, op: arith.SelectOp, ranges: Sequence[IntegerRange]) -> list[IntegerRange]:
        """The ranges of both values of a selection, each where it is selected."""
        compared = (
            [self.range(v) for v in op.cond.owner.operands[:2]]
            if (isinstance(op.cond.owner, arith.CmpiOp))
            else [None, None]
        )
        return [
            refine(known, value, op.cond, outcome, *compared)
            for known, value, outcome in zip(ranges, (op.lhs, op.rhs), (True, False), strict=True)
        ]

    def _add_offset(self, op: Operation) -> None:
        """Follow `carried + x` and `carried - x` through sums and selections."""
        match op:
            case arith.AddiOp():
                for value, other in ((op.lhs, op.rhs), (op.rhs, op.lhs)):
                    if (offset := self._offsets.get(value)) is not None:
                        base, added = offset
                        self._offsets[op.result] = (base, added + self._integer(other))
                        return
            case arith.SubiOp():
                if (offset := self._offsets.get(op.lhs)) is not None:
                    base, added = offset
                    self._offsets[op.result] = (base, added - self._integer(op.rhs))
            case arith.SelectOp():
                self._join_offsets(op.result, (op.lhs, op.rhs))
            case _:
                pass

    def _join(self, op: Operation) -> None:
        """The results of an op whose regions yield them."""
        blocks = [block for region in op.regions for block in region.blocks]
        ends = [end for block in blocks if isinstance(end := block.last_op, scf.YieldOp)]
        for i, result in enumerate(op.results):
            values = [end.operands[i] for end in ends]
            ranges = [known for value in values if (known := self.range(value)) is not None]
            if ranges:
                hull = ranges[0]
                for known in ranges[1:]:
                    hull = hull.hull(known)
                self._set(result, hull)
            self._join_offsets(result, values)

    def _join_offsets(self, result: SSAValue, values: Sequence[SSAValue]) -> None:
        offsets = [self._offsets.get(value) for value in values]
        first = offsets[0]
        if first is None:
            return
        base, added = first
        for offset in offsets[1:]:
            if offset is None or offset[0] is not base:
                return
            added = added.hull(offset[1])
        self._offsets[result] = (base, added)

    # Loops

    def _visit_for(self, op: scf.ForOp) -> None:
        induction_variable, *arguments = op.body.block.args
        trips = self._enter_loop(
            induction_variable, op.lb, op.ub, op.step, is_unsigned=isinstance(op, UnsignedForOp)
        )
        self._enter_carried(arguments, op.iter_args, trips)
        self._visit_region(op.body)
        end = op.body.block.last_op
        assert end is not None
        self._leave_carried(arguments, op.iter_args, end.operands, op.res, trips)

    def _visit_parallel(self, op: scf.ParallelOp) -> None:
        trips: int | None = 1
        bounds = zip(op.body.block.args, op.lowerBound, op.upperBound, op.step, strict=True)
        for induction_variable, lower, upper, step in bounds:
            own = self._enter_loop(induction_variable, lower, upper, step)
            trips = None if own is None or trips is None else trips * own
        self._visit_region(op.body)
        reduce = op.body.block.last_op
        assert isinstance(reduce, scf.ReduceOp)
        for value, initial, region, result in zip(
            reduce.args, op.initVals, reduce.reductions, op.res, strict=True
        ):
            accumulator, other = region.block.args
            self._enter_carried([accumulator], [initial], trips)
            self._set(other, self.range(value))
            self._visit_region(region)
            end = region.block.last_op
            assert end is not None
            self._leave_carried([accumulator], [initial], end.operands, [result], trips)

    def _visit_while(self, op: scf.WhileOp) -> None:
        before, after = op.before_region.block, op.after_region.block
        self._enter_carried(before.args, op.arguments, None)
        self._visit_region(op.before_region)
        condition = before.last_op
        assert isinstance(condition, scf.ConditionOp)
        for argument, result, value in zip(after.args, op.res, condition.args, strict=True):
            self._set(argument, self.range(value))
            self._set(result, self.range(value))
        self._visit_region(op.after_region)
        end = after.last_op
        assert end is not None
        self._leave_carried(before.args, op.arguments, end.operands, (), None)

    def _enter_loop(
        self,
        induction_variable: SSAValue,
        lower: SSAValue,
        upper: SSAValue,
        step: SSAValue,
        *,
        is_unsigned: bool = False,
    ) -> int | None:
        """Set the range of the induction variable; returns the largest number of iterations."""
        low, high, stride = (self._integer(v) for v in (lower, upper, step))
        if is_unsigned and not all(r.is_non_negative for r in (low, high, stride)):
            self._ranges.pop(induction_variable, None)
            return None
        # A step is positive.
        smallest_step = max(1, stride.lo)
        trips = max(0, -(-(high.hi - low.lo) // smallest_step))
        last = high.hi - 1
        if low.is_constant and stride.is_constant and trips:
            last = low.lo + (trips - 1) * smallest_step
        self._set(induction_variable, IntegerRange(low.lo, max(low.lo, last)))
        return trips

    def _enter_carried(
        self, arguments: Sequence[SSAValue], initial: Sequence[SSAValue], trips: int | None
    ) -> None:
        """Set what is known of loop-carried values at the start of an iteration."""
        for argument, start in zip(arguments, initial, strict=True):
            if (known := self.range(start)) is None:
                continue
            self._offsets[argument] = (argument, ZERO)
            if self._is_first_visit:
                self._ranges.pop(argument, None)
            else:
                self._set(argument, self._carried_range(argument, known, trips))

    def _carried_range(
        self, argument: SSAValue, start: IntegerRange, trips: int | None
    ) -> IntegerRange:
        """All that a loop-carried value can be, from what the first visit found."""
        result = start.hull(self._yielded[argument])
        added = self._added.get(argument)
        if added is not None and (trips is not None or added == ZERO):
            total = start + added.times_at_most(trips or 0)
            width = integer_width(argument.type, self.index_width)
            # Sums that fit the type have not wrapped, and hold for certain.
            if width is not None and total in IntegerRange.signed(width):
                result = result.intersect(total) or total
        return result

    def _leave_carried(
        self,
        arguments: Sequence[SSAValue],
        initial: Sequence[SSAValue],
        yielded: Sequence[SSAValue],
        results: Sequence[SSAValue],
        trips: int | None,
    ) -> None:
        """Learn from an iteration; set the results, which are the last value or the first."""
        for i, (argument, start, value) in enumerate(zip(arguments, initial, yielded, strict=True)):
            if (known := self.range(value)) is None:
                continue
            base, added = self._offsets.get(value, (value, ZERO))
            follows = base is argument
            if self._is_first_visit:
                self._yielded[argument] = known
                if follows:
                    self._added[argument] = added
            if i < len(results):
                self._set(results[i], self._integer(start).hull(known))
                if follows and trips is not None:
                    self._offset_result(results[i], start, added.times_at_most(trips))

    def _offset_result(self, result: SSAValue, start: SSAValue, total: IntegerRange) -> None:
        """A loop adds `total` to what the loop around it carries."""
        if (offset := self._offsets.get(start)) is not None:
            self._offsets[result] = (offset[0], offset[1] + total)
