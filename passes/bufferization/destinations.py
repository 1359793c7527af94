"""Memory that is only there to be copied becomes a part of where it is copied to."""

from collections.abc import Iterable, Sequence

from xdsl.dialects import bufferization, func, scf, tensor
from xdsl.dialects.builtin import TensorType
from xdsl.ir import Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects.tensor import ParallelInsertSliceOp
from microaot.passes.bufferization.analysis import Analysis
from microaot.passes.bufferization.effects import is_pointwise
from microaot.passes.bufferization.memory import (
    Access,
    Bounds,
    Copy,
    Home,
    Memory,
    Slice,
    Touch,
    are_disjoint,
    bounds_of,
    root_of,
)
from microaot.tools.errors import OperationError

_COPYING = (
    tensor.InsertSliceOp,
    ParallelInsertSliceOp,
    bufferization.MaterializeInDestinationOp,
    scf.YieldOp,
    scf.ConditionOp,
    func.ReturnOp,
)
"""Ops that read tensors only to copy them."""


def find_homes(analysis: Analysis) -> None:
    """Give memories homes, those first whose copies come last."""
    _note_touches(analysis)
    finder = _Finder(analysis)
    for copy in reversed(analysis.copies):
        if not copy.done and (home := finder.home_of(copy)) is not None:
            finder.move(copy, home)


def _note_touches(analysis: Analysis) -> None:
    """Note with each memory who touches it, in order."""
    copied = {(copy.op, copy.source) for copy in analysis.copies if not copy.done}
    in_place = {
        (access.op, access.index)
        for access in analysis.writes
        if (access.op, access.index) not in analysis.moved
    }
    touches: list[Touch] = []
    for read in analysis.all_reads():
        if isinstance(read.op, _COPYING) and (read.op, read.value) not in copied:
            if (read.op, read.index) not in analysis.moved:
                continue
        if read.keeps is not None and (read.op, read.index) not in analysis.moved:
            continue
        if (read.op, read.index) not in in_place:
            touches.append((read, analysis.bounds(read.value)))
    for write in analysis.writes:
        touches.append((write, analysis.bounds(write.value)))
    for copy in analysis.copies:
        if not copy.done:
            position = analysis.order.start(copy.op)
            access = Access(position, copy.op, -1, copy.target, writes=True)
            touches.append((access, target_bounds(analysis, copy.target, copy.slice)))
    for touch in touches:
        memory = analysis.memory[touch[0].value]
        memory.touches.append(touch)
        memory.users.append(touch[0].op)
    for value, memory in analysis.memory.items():
        memory.users += [use.operation for use in value.uses]
    for memory in dict.fromkeys(analysis.memory.values()):
        memory.touches.sort(key=_position)
        memory.users = sorted(dict.fromkeys(memory.users), key=analysis.order.start)


def _position(touch: Touch) -> int:
    return touch[0].position


def target_bounds(analysis: Analysis, target: SSAValue, slice: Slice | None) -> Bounds | None:
    """The part of a memory that a copy to a tensor in it, or to a slice of that, replaces."""
    if slice is not None and analysis.is_base(target):
        return bounds_of(slice)
    return analysis.bounds(target)


class _Finder:
    """Finds homes and moves memories there."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._order = analysis.order

    def home_of(self, copy: Copy) -> Home | None:
        """Where the source of a copy can be from the beginning, so that nothing is copied."""
        analysis, order = self._analysis, self._order
        memory = analysis.memory[copy.source]
        target = analysis.place[copy.target]
        owner = analysis.memory[target]
        views = self._views(copy.source, memory)
        block = copy.op.parent
        if (
            memory.given
            or memory.home is not None
            or views is None
            or block is None
            or root_of(owner) is memory
            or not memory.touches
            or not self._fits(memory, target, copy.slice, views)
        ):
            return None
        users = [order.ancestor(user, block) for user in memory.users]
        first = users[0]
        if first is None or None in users or not self._is_known(copy, target, first):
            return None
        last = max(order.end(user) for user in users if user is not None)
        if not self._is_free(copy, memory, owner, order.start(first), last):
            return None
        return Home(owner, target, copy.slice, views)

    def _views(self, source: SSAValue, memory: Memory) -> tuple[Operation, ...] | None:
        """The ops that lead from the base of a memory to a tensor, if they can be undone."""
        views: list[Operation] = []
        place = self._analysis.place[source]
        while place is not memory.base:
            view = place.owner
            if not isinstance(view, tensor.CollapseShapeOp | tensor.ExpandShapeOp):
                return None
            if not _is_static(view):
                return None
            views.append(view)
            place = self._analysis.place[view.operands[0]]
        return tuple(reversed(views))

    def _fits(
        self,
        memory: Memory,
        target: SSAValue,
        slice: Slice | None,
        views: tuple[Operation, ...],
    ) -> bool:
        """Whether the ops on a memory take the layout of its new place."""
        if slice is None and not self._is_strided(target):
            return True
        return not (
            memory.contiguous
            or any(isinstance(view, tensor.ExpandShapeOp) for view in views)
            or any(view not in views for view in memory.flattened)
        )

    def _is_strided(self, value: SSAValue) -> bool:
        memory = self._analysis.memory[value]
        if self._analysis.is_strided(value):
            return True
        home = memory.home
        return home is not None and (home.slice is not None or self._is_strided(home.target))

    def _is_known(self, copy: Copy, target: SSAValue, first: Operation) -> bool:
        """Whether the target, and where its slice is, is known when its new contents begin."""
        needed = list(copy.slice.operands[2:]) if copy.slice is not None else []
        memory = self._analysis.memory[target]
        if target is not memory.base or memory.given:
            needed.append(target)
        else:
            needed += extents_of(memory)
        return all(self._order.is_before(value, first) for value in needed)

    def _is_free(self, copy: Copy, memory: Memory, owner: Memory, start: int, end: int) -> bool:
        """Whether nobody else needs the place while the memory has its elements in it."""
        bounds = target_bounds(self._analysis, copy.target, copy.slice)
        root = owner
        while root.home is not None:
            bounds = self._around(root.home, bounds)
            root = root.home.memory
        position = self._order.start(copy.op)
        late = [access for access, _ in memory.touches if access.position > position]
        if any(access.writes for access in late):
            return False
        stop = end if late else position + 1
        for access, part in root.touches:
            if not start <= access.position < stop or are_disjoint(part, bounds):
                continue
            if access.op is copy.op and access.value is copy.target and self._is_own(access):
                continue
            if access.position > position and not access.writes:
                continue
            if not self._is_replaced(access, memory, copy):
                return False
        return True

    def _is_own(self, access: Access) -> bool:
        """Whether what the op of a copy does to its target is nothing but to copy."""
        return access.writes and not self._is_copied_first(access)

    def _is_copied_first(self, write: Access) -> bool:
        """Whether an op writes over a copy that it needs to have there."""
        moved = (write.op, write.index) in self._analysis.moved
        return moved and self._analysis.needs_content(write.op, write.index)

    def _is_replaced(self, access: Access, memory: Memory, copy: Copy) -> bool:
        """Whether an op reads each element just before it writes the new one in its place."""
        first = memory.touches[0][0]
        writers = [a for a, _ in memory.touches if a.op is access.op and a.writes]
        return (
            not access.writes
            and copy.slice is None
            and access.op is first.op
            and len(writers) == 1
            and not self._is_copied_first(writers[0])
            and memory.base is self._analysis.place[copy.source]
            and self._analysis.place[access.value] is self._analysis.place[copy.target]
            and is_pointwise(access.op, access.index, writers[0].index)
        )

    def _around(self, home: Home, bounds: Bounds | None) -> Bounds | None:
        """Which part of the memory around a home a part of what is there is."""
        if home.slice is None and not home.views and self._analysis.is_base(home.target):
            return bounds
        return target_bounds(self._analysis, home.target, home.slice)

    def move(self, copy: Copy, home: Home) -> None:
        """Let a memory be a part of another one."""
        memory = self._analysis.memory[copy.source]
        memory.home = home
        copy.done = True
        touches = [touch for touch in memory.touches if touch[0].op is not copy.op]
        around: Home | None = home
        while around is not None:
            touches = [(access, self._around(around, part)) for access, part in touches]
            parent = around.memory
            parent.touches = sorted([*parent.touches, *touches], key=_position)
            parent.users = sorted(
                dict.fromkeys([*parent.users, *memory.users]), key=self._order.start
            )
            parent.contiguous |= memory.contiguous
            parent.flattened += memory.flattened
            around = parent.home


def extents_of(memory: Memory) -> Sequence[SSAValue]:
    """What the size of a memory is computed from: sizes, or a tensor of the same size."""
    type, owner = memory.base.type, memory.base.owner
    assert isa(type, TensorType)
    if type.has_static_shape():
        return ()
    if isinstance(owner, tensor.EmptyOp):
        return owner.dynamic_sizes
    if memory.like is None:
        where = owner if isinstance(owner, Operation) else owner.parent_op()
        assert where is not None
        raise OperationError(where, f"makes {type}, whose size is not known before")
    return (memory.like,)


def _is_static(op: Operation) -> bool:
    values: Iterable[SSAValue] = (*op.operands, *op.results)
    return all(v.type.has_static_shape() for v in values if isa(v.type, TensorType))
