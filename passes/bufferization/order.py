"""When ops of a function run: in which order, again and again, or never both."""

from collections.abc import Iterator

from xdsl.dialects import scf
from xdsl.ir import Block, Operation, Region, SSAValue

_BRANCHES = (scf.IfOp, scf.IndexSwitchOp)
_ONCE = (*_BRANCHES, scf.ExecuteRegionOp)
"""Ops of which each run runs each of its regions at most once."""


class Order:
    """The ops of a function body by the order of their text, which is that of their execution but
    for loops and branches."""

    def __init__(self, body: Region) -> None:
        self._start: dict[Operation, int] = {}
        self._end: dict[Operation, int] = {}
        self._body = body
        for block in body.blocks:
            for op in block.ops:
                self._number(op)
        self.last = len(self._start)

    def _number(self, op: Operation) -> None:
        self._start[op] = len(self._start)
        for region in op.regions:
            for block in region.blocks:
                for inner in block.ops:
                    self._number(inner)
        self._end[op] = len(self._start)

    def start(self, op: Operation) -> int:
        """The position at which an op begins."""
        return self._start[op]

    def end(self, op: Operation) -> int:
        """The position behind everything in an op."""
        return self._end[op]

    def enclosing(self, op: Operation) -> Iterator[tuple[Operation, Region]]:
        """The ops around an op with the region that it is in, from the inside."""
        block = op.parent
        while block is not None and (region := block.parent) is not None:
            if region is self._body or (parent := region.parent) is None:
                return
            yield parent, region
            block = parent.parent

    def repetition(self, op: Operation, defined_in: Block | None) -> tuple[int, int] | None:
        """The positions that may run after `op` because of a loop which `defined_in` is outside of:
        those in the outermost such loop."""
        found = None
        for parent, region in self.enclosing(op):
            if self.contains(region, defined_in):
                break
            if not isinstance(parent, _ONCE):
                found = (self.start(parent), self.end(parent))
        return found

    def contains(self, region: Region, block: Block | None) -> bool:
        """Whether a block is somewhere in a region."""
        while block is not None and block.parent is not None:
            if block.parent is region:
                return True
            owner = block.parent.parent
            block = None if owner is None or block.parent is self._body else owner.parent
        return False

    def exclude_each_other(self, first: Operation, second: Operation) -> bool:
        """Whether only one of two ops runs each time that the branch around both does."""
        regions = {parent: region for parent, region in self.enclosing(first)}
        for parent, region in self.enclosing(second):
            if parent in regions:
                return isinstance(parent, _BRANCHES) and regions[parent] is not region
        return False

    def ancestor(self, op: Operation, block: Block) -> Operation | None:
        """The op of a block that is or contains an op."""
        if op.parent is block:
            return op
        return next((p for p, _ in self.enclosing(op) if p.parent is block), None)

    def common_block(self, ops: list[Operation]) -> Block:
        """The innermost block that has all ops in it."""
        block = ops[0].parent
        assert block is not None
        for op in ops[1:]:
            while self.ancestor(op, block) is None:
                owner = block.parent_op()
                assert owner is not None and owner.parent is not None
                block = owner.parent
        return block

    def is_inside(self, value: SSAValue, op: Operation) -> bool:
        """Whether a value is made in a region of `op`."""
        owner = value.owner
        block = owner.parent if isinstance(owner, Operation) else owner
        return any(self.contains(region, block) for region in op.regions)

    def is_before(self, value: SSAValue, op: Operation) -> bool:
        """Whether a value that is visible around `op` is known when `op` begins."""
        owner = value.owner
        if isinstance(owner, Operation):
            return self._end.get(owner, 0) <= self.start(op)
        parent = owner.parent_op()
        return self._start.get(parent, -1) < self.start(op) if parent is not None else True
