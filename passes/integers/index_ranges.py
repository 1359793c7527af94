"""What indices can be, as far as loops, constants and the sizes of memrefs tell."""

from collections.abc import Callable, Mapping, Sequence

from xdsl.dialects import affine, arith, memref, scf
from xdsl.dialects.builtin import IntegerAttr
from xdsl.ir import Block, SSAValue
from xdsl.ir.affine import (
    AffineBinaryOpExpr,
    AffineBinaryOpKind,
    AffineConstantExpr,
    AffineDimExpr,
    AffineExpr,
    AffineMap,
    AffineSymExpr,
)

from microaot.passes.integers.integer_range import IntegerRange

ANY_INDEX = IntegerRange.signed(64)

_MAX_DEPTH = 8
"""How far `index_range` follows operands: nests of loops are rarely deeper."""


def index_range(value: SSAValue, depth: int = _MAX_DEPTH) -> IntegerRange:
    """What `value` can be as far as loops, constants and sizes of memrefs tell."""
    if depth == 0:
        return ANY_INDEX
    owner = value.owner
    if isinstance(owner, Block):
        return _argument_range(owner, value, depth - 1)
    match owner:
        case arith.ConstantOp(value=IntegerAttr(value=number)):
            return IntegerRange.constant(number.data)
        case memref.DimOp():
            return IntegerRange(0, ANY_INDEX.hi)
        case _:
            return ANY_INDEX


def _argument_range(block: Block, value: SSAValue, depth: int) -> IntegerRange:
    parent = block.parent_op()
    position = next(i for i, argument in enumerate(block.args) if argument is value)
    match parent:
        case scf.ForOp() if position == 0:
            return loop_range(index_range(parent.lb, depth), index_range(parent.ub, depth))
        case scf.ParallelOp():
            bounds = parent.lowerBound[position], parent.upperBound[position]
            return loop_range(*(index_range(bound, depth) for bound in bounds))
        case affine.ForOp() if position == 0:
            lower, upper = parent.lowerBoundMap.data, parent.upperBoundMap.data
            lower_ranges = map_ranges(lower, parent.lowerBoundOperands, depth)
            upper_ranges = map_ranges(upper, parent.upperBoundOperands, depth)
            return loop_range(
                IntegerRange(max(r.lo for r in lower_ranges), max(r.hi for r in lower_ranges)),
                IntegerRange(min(r.lo for r in upper_ranges), min(r.hi for r in upper_ranges)),
            )
        case _:
            return ANY_INDEX


def loop_range(lower: IntegerRange, upper: IntegerRange) -> IntegerRange:
    """What an induction variable can be between these bounds."""
    return IntegerRange(lower.lo, max(lower.lo, upper.hi - 1))


def map_ranges(map: AffineMap, operands: Sequence[SSAValue], depth: int) -> list[IntegerRange]:
    """The range of each result of an affine map."""
    ranges = [index_range(operand, depth) for operand in operands]
    dims, symbols = ranges[: map.num_dims], ranges[map.num_dims :]
    return [expr_range(result, dims, symbols) for result in map.results]


def expr_range(
    expr: AffineExpr, dims: Sequence[IntegerRange], symbols: Sequence[IntegerRange]
) -> IntegerRange:
    """The range of an affine expression."""
    match expr:
        case AffineConstantExpr():
            return IntegerRange.constant(expr.value)
        case AffineDimExpr():
            return dims[expr.position]
        case AffineSymExpr():
            return symbols[expr.position]
        case AffineBinaryOpExpr():
            lhs = expr_range(expr.lhs, dims, symbols)
            rhs = expr_range(expr.rhs, dims, symbols)
            return _RANGES[expr.kind](lhs, rhs) or ANY_INDEX
        case _:
            return ANY_INDEX


_RANGES: Mapping[
    AffineBinaryOpKind, Callable[[IntegerRange, IntegerRange], IntegerRange | None]
] = {
    AffineBinaryOpKind.Add: IntegerRange.__add__,
    AffineBinaryOpKind.Mul: IntegerRange.__mul__,
    AffineBinaryOpKind.Mod: IntegerRange.modulo,
    AffineBinaryOpKind.FloorDiv: IntegerRange.floor_divide,
    AffineBinaryOpKind.CeilDiv: IntegerRange.ceil_divide,
}
