"""When the buffers of a function are in use."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from xdsl.dialects import func, scf
from xdsl.ir import Block, BlockArgument, Operation, SSAValue

from microaot.passes.memory.accesses import Accesses
from microaot.passes.memory.memref_aliases import is_carried, loop_around
from microaot.tools.errors import OperationError

LAUNCH, SYNC = "aot.launch", "aot.sync"
"""Attributes of an op that starts work on a device, and of one that waits for it; equal values
belong together. What is started uses its buffers until then."""

_OUTLIVES = "allocates a buffer that outlives an iteration of its loop"


@dataclass(frozen=True)
class Lifetimes:
    """The ops of a function that access buffers, in order, and each buffer's first and last one.

    A buffer that a loop uses and that exists outside of it is in use in the whole loop. Buffers
    without accesses have no span.
    """

    steps: list[Operation]
    spans: dict[SSAValue, tuple[int, int]]


def lifetimes(function: func.FuncOp, buffers: Iterable[SSAValue], accesses: Accesses) -> Lifetimes:
    """Find when `buffers`, which are allocs or arguments of `function`, are in use.

    Raises `OperationError` if the same alloc may exist several times at once.
    """
    used = {buffer: [access.op for access in accesses.of(buffer)] for buffer in buffers}
    touching = {op for ops in used.values() for op in ops}
    positions: dict[Operation, int] = {}
    ends: dict[Operation, int] = {}
    for op in function.walk():
        positions[op] = len(positions)
    for op in reversed(positions):
        ends[op] = max((ends[i] for r in op.regions for b in r.blocks for i in b.ops), default=0)
        ends[op] = max(ends[op], positions[op])
    steps = sorted(
        (op for op in positions if op in touching or isinstance(op, func.CallOp)),
        key=positions.__getitem__,
    )
    numbers = [positions[op] for op in steps]

    def steps_in(op: Operation) -> tuple[int, int]:
        first = bisect_left(numbers, positions[op])
        return first, bisect_right(numbers, ends[op]) - 1

    spans: dict[SSAValue, tuple[int, int]] = {}
    for buffer, ops in used.items():
        if ops:
            around = [steps_in(op) for op in _ancestors(buffer, ops, function)]
            spans[buffer] = min(first for first, _ in around), max(last for _, last in around)
    return Lifetimes(steps, spans)


def _ancestors(buffer: SSAValue, ops: list[Operation], function: func.FuncOp) -> list[Operation]:
    """The ops that keep the buffer in use, in a block that runs once for each of its lives."""
    home = buffer.owner if isinstance(buffer, BlockArgument) else buffer.owner.parent
    assert isinstance(home, Block)
    loop = loop_around(home.first_op) if home.first_op is not None else None
    if loop is not None and isinstance(buffer.owner, Operation) and is_carried(buffer, loop):
        raise OperationError(buffer.owner, _OUTLIVES)
    ops = [*ops, *(sync for op in ops if LAUNCH in op.attributes for sync in _syncs(op, function))]
    while True:
        region = home.parent
        inside = [_ancestor(op, home) for op in ops]
        found = [op for op in inside if op is not None]
        if len(found) == len(inside) and region is not None and len(region.blocks) == 1:
            return found
        parent = home.parent_op()
        if parent is None or parent is function:
            return [function]
        if not isinstance(parent, scf.IfOp | scf.ExecuteRegionOp):
            assert isinstance(buffer.owner, Operation)
            raise OperationError(buffer.owner, _OUTLIVES)
        assert isinstance(parent.parent, Block)
        home = parent.parent


def _ancestor(op: Operation, block: Block) -> Operation | None:
    """The op of the block that is `op` or that `op` is in."""
    current: Operation | None = op
    while current is not None and current.parent is not block:
        current = current.parent_op()
    return current


def _syncs(op: Operation, function: func.FuncOp) -> list[Operation]:
    """The op that waits for what `op` starts; the function as a whole if it is not found."""
    following = op.next_op
    while following is not None:
        if following.attributes.get(SYNC) == op.attributes[LAUNCH]:
            return [following]
        following = following.next_op
    return [function]
