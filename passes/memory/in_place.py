"""Whether an operator may write a result over one of its inputs.

It may if every element is read before it is written. That is so for a read and a write in one pass
over the elements, as in `out[i, j] = f(in[i, j], ..)`: the loops that both are in are indices of
both, so that an element is written in the only iteration that reads it, and there the read comes
first.
"""

from collections.abc import Iterator

from xdsl.dialects import func, scf
from xdsl.dialects.builtin import IntegerType, MemRefType
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.passes.memory.accesses import Access, Accesses, is_dense


def may_write_over(accesses: Accesses, call: func.CallOp, source: int, target: int) -> bool:
    """Whether argument `target` of the call may be the same memory as argument `source`."""
    function = accesses.function(call)
    if function is None or len(function.body.blocks) != 1:
        return False
    read, written = (function.body.block.args[i] for i in (source, target))
    if not (is_dense(read) and is_dense(written) and _are_alike(read.type, written.type)):
        return False
    sources = [*accesses.of(read)]
    return not any(access.writes for access in sources) and all(
        _comes_first(access, write)
        for write in accesses.of(written)
        if write.writes
        for access in sources
    )


def _are_alike(one: Attribute, other: Attribute) -> bool:
    """Whether C code may access an element as either type: bytes as anything, others as their own
    type only."""
    assert isa(one, MemRefType[Attribute]) and isa(other, MemRefType[Attribute])
    a, b = one.element_type, other.element_type
    if not (isinstance(a, IntegerType) and isinstance(b, IntegerType)):
        return a == b
    return a.bitwidth == b.bitwidth or {a.bitwidth, b.bitwidth} <= {1, 8}


def _comes_first(read: Access, write: Access) -> bool:
    """Whether no element is read after it was written."""
    places = _common_block(read.op, write.op)
    if places is None:
        return False
    block, earlier, later = places
    if earlier is later or not earlier.is_before_in_block(later):
        return False
    loops = [*_loops_around(block)]
    if not loops:
        return True
    if read.indices is None or write.indices is None or not _same_shape(read.view, write.view):
        return False
    pairs = [*zip(read.indices, write.indices, strict=True)]
    return all(
        isinstance(loop, scf.ForOp)
        and any(r is loop.body.block.args[0] and w is r for r, w in pairs)
        for loop in loops
    )


def _same_shape(one: SSAValue, other: SSAValue) -> bool:
    """Whether equal indices mean equal places."""
    a, b = one.type, other.type
    assert isa(a, MemRefType) and isa(b, MemRefType)
    return is_dense(one) and is_dense(other) and a.get_shape() == b.get_shape()


def _common_block(one: Operation, other: Operation) -> tuple[Block, Operation, Operation] | None:
    """The innermost block that both are in, and the ops of it that they are, or are in."""
    places = {block: op for block, op in _places(one)}
    for block, op in _places(other):
        if block in places:
            return block, places[block], op
    return None


def _places(op: Operation) -> Iterator[tuple[Block, Operation]]:
    current: Operation | None = op
    while current is not None and (block := current.parent) is not None:
        yield block, current
        current = current.parent_op()


def _loops_around(block: Block) -> Iterator[Operation]:
    """The ops that may run the block more than once for each call of its function."""
    op = block.parent_op()
    while op is not None and not isinstance(op, func.FuncOp):
        if not isinstance(op, scf.IfOp):
            yield op
        op = op.parent_op()
