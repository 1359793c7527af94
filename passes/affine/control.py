"""affine.for and affine.if as scf."""

from collections.abc import Sequence
from functools import reduce

from xdsl.builder import Builder
from xdsl.dialects import affine, arith, scf
from xdsl.dialects.builtin import AffineMapAttr
from xdsl.ir import Block, Region, SSAValue
from xdsl.ir.affine import (
    AffineBinaryOpExpr,
    AffineBinaryOpKind,
    AffineConstantExpr,
    AffineConstraintExpr,
    AffineConstraintKind,
)

from microaot.passes.affine.expressions import IndexArithmetic, Term


def expand_map(builder: Builder, map: AffineMapAttr, operands: Sequence[SSAValue]) -> list[Term]:
    """The results of an affine map."""
    arithmetic, num_dims = IndexArithmetic(builder), map.data.num_dims
    dims, symbols = operands[:num_dims], operands[num_dims:]
    return [arithmetic.expand(result, dims, symbols) for result in map.data.results]


def expand_for(builder: Builder, op: affine.ForOp) -> Sequence[SSAValue]:
    """A loop from the largest lower bound to the smallest upper bound."""
    arithmetic = IndexArithmetic(builder)
    lowers = expand_map(builder, op.lowerBoundMap, op.lowerBoundOperands)
    uppers = expand_map(builder, op.upperBoundMap, op.upperBoundOperands)
    lower = reduce(arithmetic.maximum, lowers).value(builder)
    upper = reduce(arithmetic.minimum, uppers).value(builder)
    step = Term(op.step.value.data).value(builder)
    body = move_region(op.body)
    yield_from_scf(body.block)
    return builder.insert(scf.ForOp(lower, upper, step, op.inits, body)).results


def expand_if(builder: Builder, op: affine.IfOp) -> Sequence[SSAValue]:
    """A branch on the conjunction of all constraints."""
    condition_set = op.condition.data
    dims, symbols = op.args[: condition_set.num_dims], op.args[condition_set.num_dims :]
    conditions = [
        expand_constraint(builder, constraint, dims, symbols)
        for constraint in condition_set.constraints
    ]
    condition = conditions[0]
    for other in conditions[1:]:
        condition = builder.insert(arith.AndIOp(condition, other)).result
    then_region, else_region = move_region(op.then_region), move_region(op.else_region)
    for region in (then_region, else_region):
        if region.blocks:
            yield_from_scf(region.block)
    if_op = scf.IfOp(condition, op.result_types, then_region, else_region)
    return builder.insert(if_op).results


def expand_constraint(
    builder: Builder,
    constraint: AffineConstraintExpr,
    dims: Sequence[SSAValue],
    symbols: Sequence[SSAValue],
) -> SSAValue:
    """`d0 - 10 >= 0` as `d0 >= 10`."""
    lhs, rhs = constraint.lhs, constraint.rhs
    if (
        isinstance(lhs, AffineBinaryOpExpr)
        and lhs.kind is AffineBinaryOpKind.Add
        and isinstance(lhs.rhs, AffineConstantExpr)
    ):
        lhs, rhs = lhs.lhs, rhs - lhs.rhs
    arithmetic = IndexArithmetic(builder)
    left, right = (arithmetic.expand(e, dims, symbols).value(builder) for e in (lhs, rhs))
    return builder.insert(arith.CmpiOp(left, right, PREDICATES[constraint.kind])).result


PREDICATES = {
    AffineConstraintKind.ge: "sge",
    AffineConstraintKind.le: "sle",
    AffineConstraintKind.eq: "eq",
}


def move_region(region: Region) -> Region:
    """A new region with the blocks of `region`."""
    new = Region()
    region.move_blocks(new)
    return new


def yield_from_scf(block: Block) -> None:
    """End `block` in `scf.yield` instead of `affine.yield`."""
    end = take_yield(block)
    new = scf.YieldOp(*end.arguments)
    new.location = end.location
    block.add_op(new)
    end.erase()


def take_yield(block: Block) -> affine.YieldOp:
    """Detach the terminator of `block`."""
    end = block.last_op
    assert isinstance(end, affine.YieldOp)
    end.detach()
    return end
