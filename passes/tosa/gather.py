"""`gather` and `scatter`: rows picked or placed by index."""

from collections.abc import Sequence

from xdsl.dialects import arith, scf, tensor
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.ir.affine import AffineMap

from microaot.dialects.tosa.base import TosaOp
from microaot.passes.tosa.emitter import Emitter, element_of, select_map, shape_of
from microaot.passes.tosa.lowering import Lowering
from microaot.passes.tosa.scalars import Scalars

_INDEX = IndexType()


def _lower_gather(e: Emitter, op: TosaOp) -> SSAValue:
    values, indices = op.operands
    shape, element = shape_of(op.results[0]), element_of(op.results[0])

    def body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        row = s.to_index(args[0])
        return s.extract(values, s.index(0), row, s.index(2), element=element)

    out = (e.empty(shape, element), AffineMap.identity(3))
    return e.generic([(indices, select_map(3, (0, 1)))], [out], [False] * 3, body)[0]


def _lower_scatter(e: Emitter, op: TosaOp) -> SSAValue:
    """One element after the other into a copy, as indices are not known before they are read."""
    values, indices, source = op.operands
    batches, rows, channels = shape_of(source)
    result = values
    loops: list[tuple[scf.ForOp, Block]] = []
    for extent in (batches, rows, channels):
        block = Block(arg_types=[_INDEX, result.type])
        bounds = (e.index(0), e.index(extent), e.index(1))
        loop = scf.ForOp(*bounds, [result], Region(block))
        loop.location = e.location
        loops.append((loop, block))
        result = block.args[1]
    n, w, c = (block.args[0] for _, block in loops)
    row, innermost = loops[1][1], loops[2][1]
    picked = tensor.ExtractOp(indices, [n, w], element_of(indices))
    index = arith.IndexCastOp(picked.result, _INDEX)
    item = tensor.ExtractOp(source, [n, w, c], element_of(source))
    placed = tensor.InsertOp(item.result, result, [n, index.result, c])
    _append(e, row, picked, index)
    _append(e, innermost, item, placed, scf.YieldOp(placed.result))
    for (_, block), (inner, _) in zip(reversed(loops[:-1]), reversed(loops[1:]), strict=True):
        _append(e, block, inner, scf.YieldOp(*inner.results))
    return e.add(loops[0][0]).results[0]


def _append(e: Emitter, block: Block, *ops: Operation) -> None:
    for op in ops:
        op.location = e.location
        block.add_op(op)


LOWERINGS: dict[str, Lowering] = {"gather": _lower_gather, "scatter": _lower_scatter}
