"""Which memrefs may be the same buffer, and whether one outlives the block that makes it."""

from collections.abc import Iterator

from xdsl.dialects import func, scf
from xdsl.dialects.builtin import MemRefType
from xdsl.ir import Operation, SSAValue
from xdsl.utils.hints import isa


def loop_around(op: Operation) -> Operation | None:
    """The innermost loop that contains `op`."""
    parent = op.parent_op()
    while parent is not None and not isinstance(parent, func.FuncOp):
        if isinstance(parent, scf.ForOp | scf.WhileOp):
            return parent
        parent = parent.parent_op()
    return None


def is_carried(buffer: SSAValue, loop: Operation) -> bool:
    """Whether `buffer` or a view of it is handed to the next iteration or out of the loop."""
    return any(
        isinstance(use, scf.YieldOp | scf.ConditionOp) and use.parent_op() is loop
        for alias in aliases(buffer)
        for use in (u.operation for u in alias.uses)
    )


def aliases(buffer: SSAValue) -> Iterator[SSAValue]:
    """`buffer` and every memref that an op may have made from it."""
    found = {buffer}
    pending = [buffer]
    while pending:
        current = pending.pop()
        yield current
        for user in [use.operation for use in current.uses]:
            for op in (user, user.parent_op()) if isinstance(user, scf.YieldOp) else (user,):
                regions = op.regions if op is not None and not isinstance(op, func.FuncOp) else ()
                made = [
                    *(op.results if op is not None else ()),
                    *(arg for region in regions for block in region.blocks for arg in block.args),
                    *(arg for successor in user.successors for arg in successor.args),
                ]
                for value in made:
                    if value not in found and isa(value.type, MemRefType):
                        found.add(value)
                        pending.append(value)
