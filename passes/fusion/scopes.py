"""Where ops are put: nested loops that are open, each with a place in front of the next one."""

from collections.abc import Generator, Hashable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from xdsl.ir import Block, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.passes.fusion.linear import Linear


@dataclass
class Scope:
    """A block that is being filled: in front of `anchor`, or at its end."""

    block: Block
    anchor: Operation | None = None
    known: dict[Hashable, Sequence[SSAValue]] = field(
        default_factory=dict[Hashable, Sequence[SSAValue]]
    )
    """Values that were computed here, by what they are."""
    is_conditional: bool = False
    """Whether what is valid inside may be invalid outside."""


class Scopes:
    """The scopes that are open, outermost first.

    A value that does not depend on the inner loops is computed in front of them: `at` goes back to
    an outer scope for as long as that takes.
    """

    def __init__(self, block: Block) -> None:
        self._open = [Scope(block)]
        self._depth: dict[SSAValue, int] = {}

    @property
    def current(self) -> Scope:
        """The innermost scope."""
        return self._open[-1]

    @property
    def depth(self) -> int:
        """How deep the innermost scope is, 0 for the block itself."""
        return len(self._open) - 1

    def insert(self, op: Operation) -> Operation:
        """Put an op into the innermost scope."""
        scope = self.current
        point = (
            InsertPoint.at_end(scope.block)
            if scope.anchor is None
            else InsertPoint.before(scope.anchor)
        )
        Rewriter.insert_op(op, point)
        for result in op.results:
            self._depth[result] = self.depth
        return op

    @contextmanager
    def inside(self, op: Operation, block: Block, *, conditional: bool = False) -> Generator[Scope]:
        """Fill a block of an op that has just been inserted."""
        outer = self.current
        previous, outer.anchor = outer.anchor, op
        self._open.append(Scope(block, is_conditional=conditional))
        for argument in block.args:
            self._depth[argument] = self.depth
        try:
            yield self.current
        finally:
            self._open.pop()
            outer.anchor = previous

    @contextmanager
    def at(self, indices: Sequence[Linear]) -> Generator[Scope]:
        """Go to the outermost scope in which the indices are known and valid."""
        values = [value for index in indices for value in index.terms]
        depth = max((self._depth.get(value, 0) for value in values), default=0)
        for level in range(self.depth, depth, -1):
            if self._open[level].is_conditional:
                depth = level
                break
        hidden = self._open[depth + 1 :]
        del self._open[depth + 1 :]
        try:
            yield self.current
        finally:
            self._open.extend(hidden)
