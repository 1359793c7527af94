"""affine.parallel as scf.parallel."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import inf

from xdsl.builder import Builder
from xdsl.dialects import affine, arith, scf
from xdsl.dialects.builtin import (
    AffineMapAttr,
    AnyFloat,
    DenseIntElementsAttr,
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
)
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects.memref_syntax import ATOMIC_KINDS
from microaot.passes.affine.control import expand_map, move_region, take_yield
from microaot.passes.affine.expressions import IndexArithmetic, Term
from microaot.passes.integers.integer_range import IntegerRange


@dataclass(frozen=True)
class Reduction:
    """How two partial results become one, and the result of reducing nothing."""

    op: type[arith.SignlessIntegerBinaryOperation] | type[arith.FloatingPointLikeBinaryOperation]
    identity: Callable[[Attribute], float]

    def initial_value(self, builder: Builder, type: Attribute) -> SSAValue:
        """The identity as a constant of `type`."""
        number = self.identity(type)
        match type:
            case IntegerType() | IndexType():
                attribute = IntegerAttr(int(number), type)
            case _ if isa(type, AnyFloat):
                attribute = FloatAttr(number, type)
            case _:
                raise ValueError(f"reduces values of type {type}")
        return builder.insert(arith.ConstantOp(attribute)).result


def _signed_range(type: Attribute) -> IntegerRange:
    return IntegerRange.signed(type.bitwidth if isinstance(type, IntegerType) else 64)


REDUCTIONS: Mapping[str, Reduction] = {
    "addf": Reduction(arith.AddfOp, lambda _: 0.0),
    "addi": Reduction(arith.AddiOp, lambda _: 0),
    "andi": Reduction(arith.AndIOp, lambda _: -1),
    "maximumf": Reduction(arith.MaximumfOp, lambda _: -inf),
    "maxs": Reduction(arith.MaxSIOp, lambda type: _signed_range(type).lo),
    "maxu": Reduction(arith.MaxUIOp, lambda _: 0),
    "minimumf": Reduction(arith.MinimumfOp, lambda _: inf),
    "mins": Reduction(arith.MinSIOp, lambda type: _signed_range(type).hi),
    "minu": Reduction(arith.MinUIOp, lambda _: -1),
    "mulf": Reduction(arith.MulfOp, lambda _: 1.0),
    "muli": Reduction(arith.MuliOp, lambda _: 1),
    "ori": Reduction(arith.OrIOp, lambda _: 0),
    "xori": Reduction(arith.XOrIOp, lambda _: 0),
}
"""By the names that the custom syntax of `affine.parallel` uses."""


def expand_parallel(builder: Builder, op: affine.ParallelOp) -> Sequence[SSAValue]:
    """A parallel loop over `index` whose reductions start from their identities."""
    arithmetic = IndexArithmetic(builder)
    num_lower = op.lowerBoundsMap.data.num_dims + op.lowerBoundsMap.data.num_symbols
    lower_operands, upper_operands = op.operands[:num_lower], op.operands[num_lower:]
    lower = [
        reduce(arithmetic.maximum, group).value(builder)
        for group in bound_groups(builder, op.lowerBoundsMap, op.lowerBoundsGroups, lower_operands)
    ]
    upper = [
        reduce(arithmetic.minimum, group).value(builder)
        for group in bound_groups(builder, op.upperBoundsMap, op.upperBoundsGroups, upper_operands)
    ]
    steps = [Term(step.value.data).value(builder) for step in op.steps]
    reductions = [find_reduction(attribute) for attribute in op.reductions]
    initial = [
        reduction.initial_value(builder, result.type)
        for reduction, result in zip(reductions, op.results, strict=True)
    ]
    body = move_region(op.body)
    reduce_at_end(body.block, reductions)
    return builder.insert(scf.ParallelOp(lower, upper, steps, body, initial)).results


def bound_groups(
    builder: Builder,
    map: AffineMapAttr,
    sizes: DenseIntElementsAttr,
    operands: Sequence[SSAValue],
) -> Iterator[list[Term]]:
    """The results of the map, as many for each dimension as `sizes` says."""
    terms = iter(expand_map(builder, map, operands))
    for size in sizes.get_values():
        yield [next(terms) for _ in range(int(size))]


def find_reduction(attribute: Attribute) -> Reduction:
    """The reduction that an attribute names."""
    assert isinstance(attribute, IntegerAttr)
    kind = ATOMIC_KINDS[attribute.value.data]
    if kind not in REDUCTIONS:
        raise ValueError(f"has the reduction '{kind}', whose identity is unknown")
    return REDUCTIONS[kind]


def reduce_at_end(block: Block, reductions: Sequence[Reduction]) -> None:
    """End `block` in `scf.reduce` instead of `affine.yield`."""
    end = take_yield(block)
    regions: list[Region] = []
    new_ops: list[Operation] = []
    for value, reduction in zip(end.arguments, reductions, strict=True):
        body = Block(arg_types=(value.type, value.type))
        combined = reduction.op(body.args[0], body.args[1])
        new_ops += [combined, scf.ReduceReturnOp(combined)]
        body.add_ops(new_ops[-2:])
        regions.append(Region(body))
    new_ops.append(scf.ReduceOp(end.arguments, regions))
    block.add_op(new_ops[-1])
    for op in new_ops:
        op.location = end.location
    end.erase()
