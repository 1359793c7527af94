"""Calls in an order in which fewer bytes are in use at once."""

from collections.abc import Iterator, Sequence

from xdsl.dialects import func, memref
from xdsl.ir import Block, Operation, SSAValue
from xdsl.traits import IsTerminator, is_side_effect_free

from microaot.passes.memory.accesses import Accesses
from microaot.passes.memory.liveness import LAUNCH, SYNC
from microaot.passes.memory.order import STATE_LIMIT, Data, Step, best_order
from microaot.passes.memory.program import Interface, allocs_of, shareable
from microaot.passes.memory.sizes import layout_of


def reorder_calls(
    function: func.FuncOp,
    accesses: Accesses,
    interface: Interface | None = None,
    state_limit: int = STATE_LIMIT,
) -> None:
    """Reorder the ops of a function, without changing what any of them reads.

    Ops that may do more than access their memrefs stay in order among themselves. Different
    arguments of the function are taken to be different memory.
    """
    if len(function.body.blocks) == 1:
        _Reordering(function, accesses, interface or Interface()).run(state_limit)


class _Reordering:
    """The ops of a block that do something are steps; constants, views and allocs follow them."""

    def __init__(self, function: func.FuncOp, accesses: Accesses, interface: Interface) -> None:
        self._block: Block = function.body.block
        self._accesses = accesses
        allocs: dict[SSAValue, None] = dict.fromkeys(a.memref for a in allocs_of(function))
        self._steps = [op for op in self._block.ops if _is_step(op)]
        self._number = {op: i for i, op in enumerate(self._steps)}
        self._after: list[set[int]] = [set() for _ in self._steps]
        self._depend_on_values()
        self._stay_in_order()
        self._data: list[Data] = []
        self._data_of: dict[SSAValue, int] = {}
        locals = [op.memref for op in function.walk() if isinstance(op, memref.AllocaOp)]
        for root in [*allocs, *locals, *self._block.args]:
            users = self._depend_on_memory(root)
            is_input, is_output = root in interface.inputs, root in interface.outputs
            if users and (is_input or is_output or root in allocs):
                self._data_of[root] = len(self._data)
                size = layout_of(root, function).size
                self._data.append(Data(size, frozenset(users), is_input, is_output))

    def run(self, state_limit: int) -> None:
        """Find the order and move the ops."""
        steps = [
            Step(frozenset(after), tuple(self._shares(op)))
            for op, after in zip(self._steps, self._after, strict=True)
        ]
        order = best_order(steps, self._data, state_limit).steps
        if order != [*range(len(steps))]:
            _arrange(self._block, [self._steps[i] for i in order])

    def _shares(self, op: Operation) -> Iterator[tuple[int, int]]:
        for source, target in shareable(op, self._accesses):
            if source in self._data_of and target in self._data_of:
                if self._size(source) == self._size(target):
                    yield self._data_of[target], self._data_of[source]

    def _size(self, root: SSAValue) -> int:
        return self._data[self._data_of[root]].size

    def _step_of(self, op: Operation) -> int | None:
        """The number of the step that an op is, or is in."""
        current: Operation | None = op
        while current is not None and current.parent is not self._block:
            current = current.parent_op()
        return None if current is None else self._number.get(current)

    def _depend_on_values(self) -> None:
        for op, number in self._number.items():
            pending = [operand for inner in op.walk() for operand in inner.operands]
            while pending:
                owner = pending.pop().owner
                if isinstance(owner, Operation):
                    if (step := self._step_of(owner)) is None:
                        pending += owner.operands
                    elif step != number:
                        self._after[number].add(step)

    def _stay_in_order(self) -> None:
        last = None
        for op, number in self._number.items():
            is_device_work = any(name in op.attributes for name in (LAUNCH, SYNC))
            if is_device_work:
                self._after[number] |= set(range(number))
                for following in self._after[number + 1 :]:
                    following.add(number)
            if self._accesses.is_hidden(op):
                if last is not None:
                    self._after[number].add(last)
                last = number

    def _depend_on_memory(self, root: SSAValue) -> set[int]:
        """Reads stay behind the write before them, writes behind all accesses before them."""
        kinds: dict[int, bool] = {}
        for access in self._accesses.of(root):
            if (step := self._step_of(access.op)) is not None:
                kinds[step] = kinds.get(step, False) or access.writes
        last_write: int | None = None
        reads: set[int] = set()
        for step in sorted(kinds):
            if kinds[step]:
                self._after[step] |= reads
                reads = set()
            if last_write is not None:
                self._after[step].add(last_write)
            if kinds[step]:
                last_write = step
            else:
                reads.add(step)
        return set(kinds)


def _is_step(op: Operation) -> bool:
    """Whether the place of an op matters."""
    if isinstance(op, memref.AllocOp | memref.AllocaOp | memref.GetGlobalOp):
        return False
    return not is_side_effect_free(op) and not op.has_trait(IsTerminator)


def _arrange(block: Block, steps: Sequence[Operation]) -> None:
    """Put the steps in order, each behind the other ops that it needs."""
    others = [op for op in block.ops if op not in set(steps)]
    ops = [*block.ops]
    for op in ops:
        op.detach()
    placed: set[Operation] = set()
    wanted = [*steps, *others]
    members = set(ops)

    def needs(op: Operation) -> Iterator[Operation]:
        for inner in op.walk():
            for operand in inner.operands:
                owner = operand.owner
                if isinstance(owner, Operation) and owner in members and owner not in placed:
                    yield owner

    for op in wanted:
        pending = [op]
        while pending:
            top = pending[-1]
            missing = [need for need in needs(top) if need is not top]
            if missing:
                pending.append(missing[0])
                continue
            pending.pop()
            if top not in placed:
                placed.add(top)
                block.add_op(top)
