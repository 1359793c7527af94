"""Buffers become views of pools."""

from collections.abc import Mapping

from xdsl.dialects import arith, func, memref
from xdsl.dialects.builtin import IndexType, IntegerAttr, MemRefType, i8
from xdsl.ir import Attribute, BlockArgument, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.passes.module_functions import entry_block


def bytes_type(size: int) -> MemRefType[Attribute]:
    """The type of a pool."""
    return MemRefType(i8, [size])


def place_in_pools(
    function: func.FuncOp,
    places: Mapping[SSAValue, tuple[str, int]],
    pools: Mapping[str, SSAValue],
) -> None:
    """Replace allocs and arguments of the function by views at the places given."""
    block = entry_block(function)
    assert block is not None and block.first_op is not None
    start = _after_pools(block.first_op, pools)
    for value, (pool, offset) in places.items():
        type = value.type
        assert isa(type, MemRefType[Attribute])
        is_argument = isinstance(value, BlockArgument)
        source = function if is_argument else value.owner
        assert isinstance(source, Operation)
        if 0 in type.get_shape():
            new: list[Operation] = [memref.AllocaOp.get(type.element_type, shape=type.get_shape())]
        else:
            shift = arith.ConstantOp(IntegerAttr(offset, IndexType()))
            new = [shift, memref.ViewOp(pools[pool], shift, [], type)]
        for op in new:
            op.location = source.location
        view = new[-1].results[0]
        view.name_hint = value.name_hint
        Rewriter.insert_op(new, InsertPoint.before(start if is_argument else source))
        value.replace_all_uses_with(view)
        if not is_argument:
            Rewriter.erase_op(source)


def _after_pools(op: Operation, pools: Mapping[str, SSAValue]) -> Operation:
    """The first op behind those that make the pools available."""
    makers = {pool.owner for pool in pools.values()}
    while op in makers and op.next_op is not None:
        op = op.next_op
    return op
