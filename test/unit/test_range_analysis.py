"""The range analysis on random programs: every value that is computed is in its range."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import IndexType, IntegerAttr, IntegerType, ModuleOp
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.utils.hints import isa

from microaot.passes.integers.integer_range import IntegerRange
from microaot.passes.integers.range_analysis import RangeAnalysis
from microaot.tools.frontend import new_context, parse_module

I8, I16 = IntegerType(8), IntegerType(16)
TYPES: st.SearchStrategy[IntegerType | IndexType] = st.sampled_from((I8, I16, IndexType()))
INDEX_WIDTH = 8
"""Narrow enough for indices to overflow in a test."""

BINARY: tuple[type[arith.SignlessIntegerBinaryOperation], ...] = (
    *(arith.AddiOp, arith.AddiOp, arith.SubiOp, arith.MuliOp, arith.AndIOp, arith.OrIOp),
    *(arith.XOrIOp, arith.MinSIOp, arith.MaxSIOp, arith.MinUIOp, arith.MaxUIOp),
)


class Generator:
    """Draws ops into a block; `values` are those in scope, all of type i8, i16 or index."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.favourite = draw(TYPES)

    def type(self) -> IntegerType | IndexType:
        """One type dominates each program, so that its values meet often."""
        return self.favourite if self.draw(st.booleans()) else self.draw(TYPES)

    def constant(
        self, block: Block, type: IntegerType | IndexType, low: int, high: int
    ) -> SSAValue:
        number = self.draw(st.integers(low, high))
        op = arith.ConstantOp(IntegerAttr(number, type))
        block.add_op(op)
        return op.result

    def pick(self, block: Block, values: list[SSAValue], type: IntegerType | IndexType) -> SSAValue:
        known = [value for value in values if value.type == type]
        if known and self.draw(st.integers(0, 4)):
            # Values made lately make deeper programs.
            return known[-1 - self.draw(st.integers(0, min(2, len(known) - 1)))]
        return self.constant(block, type, *self.draw(st.sampled_from(((-9, 9), (-99, 99)))))

    def ops(self, block: Block, values: list[SSAValue], depth: int) -> None:
        for _ in range(self.draw(st.integers(1, 5))):
            type = self.type()
            match self.draw(st.integers(0, 6 if depth else 4)):
                case 0 | 1 | 2:
                    cls = self.draw(st.sampled_from(BINARY))
                    op = cls(self.pick(block, values, type), self.pick(block, values, type))
                case 3:
                    source = self.pick(block, values, I8)
                    cls = self.draw(st.sampled_from((arith.ExtSIOp, arith.ExtUIOp)))
                    op = cls(source, I16)
                case 4:
                    condition = self.constant(block, IntegerType(1), 0, 1)
                    yes, no = (self.pick(block, values, type) for _ in range(2))
                    op = arith.SelectOp(condition, yes, no)
                case 5:
                    op = self.loop(block, values, type, depth - 1)
                case _:
                    op = self.branch(block, values, type, depth - 1)
            block.add_op(op)
            values.extend(op.results)

    def loop(
        self, block: Block, values: list[SSAValue], type: IntegerType | IndexType, depth: int
    ) -> Operation:
        if self.draw(st.integers(0, 3)):
            lower = self.constant(block, IndexType(), -3, 3)
        else:
            lower = self.pick(block, values, IndexType())
        upper = self.constant(block, IndexType(), -3, 6)
        step = self.constant(block, IndexType(), 1, 3)
        initial = self.pick(block, values, type)
        body = Block(arg_types=(IndexType(), type))
        inner = [*values, *body.args]
        self.ops(body, inner, depth)
        body.add_op(scf.YieldOp(self.carry(body, inner, type)))
        return scf.ForOp(lower, upper, step, (initial,), body)

    def carry(self, body: Block, values: list[SSAValue], type: IntegerType | IndexType) -> SSAValue:
        """What a loop yields: often a sum with what it carries."""
        term = self.pick(body, values, type)
        if not self.draw(st.booleans()):
            return term
        cls = self.draw(st.sampled_from((arith.AddiOp, arith.SubiOp)))
        op = cls(body.args[1], term)
        body.add_op(op)
        return op.result

    def branch(
        self, block: Block, values: list[SSAValue], type: IntegerType | IndexType, depth: int
    ) -> Operation:
        condition = self.constant(block, IntegerType(1), 0, 1)
        regions: list[Region] = []
        for _ in range(2):
            inner = Block()
            known = [*values]
            self.ops(inner, known, depth)
            inner.add_op(scf.YieldOp(self.pick(inner, known, type)))
            regions.append(Region(inner))
        return scf.IfOp(condition, (type,), regions[0], regions[1])


class Program:
    """A module that Hypothesis shows as text."""

    def __init__(self, module: ModuleOp) -> None:
        self.module = module

    def __repr__(self) -> str:
        return str(self.module)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    block = Block()
    Generator(draw).ops(block, [], 3)
    return Program(ModuleOp(Region(block)))


def values_of(names: Sequence[SSAValue], numbers: Sequence[int]) -> dict[SSAValue, int]:
    return dict(zip(names, numbers, strict=True))


class OutOfBudgetError(Exception):
    """The program runs for too long."""


class Execution:
    """Runs a program and checks each value against the analysis."""

    def __init__(self, analysis: RangeAnalysis) -> None:
        self.analysis = analysis
        self.budget = 3000

    def run(self, block: Block, values: dict[SSAValue, int]) -> list[int]:
        """Run the ops of a block; returns what it yields."""
        for op in block.ops:
            self.budget -= 1
            if self.budget < 0:
                raise OutOfBudgetError
            operands = [values[operand] for operand in op.operands]
            match op:
                case scf.YieldOp():
                    return operands
                case scf.ForOp():
                    results = operands[3:]
                    for i in range(*operands[:3]):
                        arguments = values_of(op.body.block.args, (i, *results))
                        self.check(arguments)
                        results = self.run(op.body.block, values | arguments)
                case scf.IfOp():
                    region = op.true_region if operands[0] else op.false_region
                    results = self.run(region.block, values)
                case arith.ConstantOp(value=IntegerAttr(value=number)):
                    results = [number.data]
                case _:
                    results = [self.compute(op, operands)]
            known = values_of(op.results, results)
            self.check(known)
            values |= known
        return []

    def compute(self, op: Operation, operands: list[int]) -> int:
        width = self.width(op.results[0])
        x, y = operands[0], operands[-1]
        results: dict[type[Operation], Callable[[], int]] = {
            arith.AddiOp: lambda: x + y,
            arith.SubiOp: lambda: x - y,
            arith.MuliOp: lambda: x * y,
            arith.AndIOp: lambda: x & y,
            arith.OrIOp: lambda: x | y,
            arith.XOrIOp: lambda: x ^ y,
            arith.MinSIOp: lambda: min(x, y),
            arith.MaxSIOp: lambda: max(x, y),
            arith.MinUIOp: lambda: min(x % (1 << width), y % (1 << width)),
            arith.MaxUIOp: lambda: max(x % (1 << width), y % (1 << width)),
            arith.ExtSIOp: lambda: x,
            arith.ExtUIOp: lambda: x % (1 << 8),
            arith.SelectOp: lambda: operands[1] if operands[0] else operands[2],
        }
        exact = results[type(op)]()
        if op in self.analysis.fitting:
            assert exact in IntegerRange.signed(width), op
        low = exact % (1 << width)
        return low - (1 << width) if low >> (width - 1) else low

    def width(self, value: SSAValue) -> int:
        return value.type.bitwidth if isa(value.type, IntegerType) else INDEX_WIDTH

    def check(self, known: Mapping[SSAValue, int]) -> None:
        for value, number in known.items():
            expected = self.analysis.range(value)
            assert expected is not None and number in expected, (value, number, expected)


@settings(max_examples=500, deadline=None)
@given(program=programs())
def test_ranges_hold(program: Program) -> None:
    module = program.module
    module.verify()
    execution = Execution(RangeAnalysis(module, INDEX_WIDTH))
    with suppress(OutOfBudgetError):
        execution.run(module.body.block, {})


WRAPPING_SUM = """
%c0 = arith.constant 0 : index
%c1 = arith.constant 1 : index
%c10 = arith.constant 10 : index
%start = arith.constant 100 : i8
%nine = arith.constant 9 : i8
%r = scf.for %i = %c0 to %c10 step %c1 iter_args(%acc = %start) -> (i8) : index {
  %above = arith.subi %acc, %start : i8
  %sum = arith.addi %acc, %nine : i8
  scf.yield %sum : i8
}
"""

NESTED_SUM = """
%c0 = arith.constant 0 : index
%c1 = arith.constant 1 : index
%c20 = arith.constant 20 : index
%zero = arith.constant 0 : i8
%one = arith.constant 1 : i8
%r = scf.for %i = %c0 to %c20 step %c1 iter_args(%outer = %zero) -> (i8) : index {
  %s = scf.for %j = %c0 to %c20 step %c1 iter_args(%inner = %outer) -> (i8) : index {
    %sum = arith.addi %inner, %one : i8
    scf.yield %sum : i8
  }
  scf.yield %s : i8
}
"""


@pytest.mark.parametrize("text", [WRAPPING_SUM, NESTED_SUM], ids=["wrapping", "nested"])
def test_sums_that_wrap(text: str) -> None:
    """Random programs hardly ever add up to as much as this."""
    module = parse_module(new_context(), text, "program.mlir")
    Execution(RangeAnalysis(module, INDEX_WIDTH)).run(module.body.block, {})
