"""What is known of the tensors of a function: where they are, who reads them, who may write."""

from collections.abc import Iterable

from xdsl.dialects import func, scf, tensor
from xdsl.ir import Block, Operation, SSAValue

from microaot.dialects.scf import ForallOp
from microaot.passes.bufferization.effects import (
    VIEWS,
    check_supported,
    effects_of,
    is_pointwise,
    is_tensor,
)
from microaot.passes.bufferization.memory import (
    Access,
    Bounds,
    Copy,
    Memory,
    Version,
    are_disjoint,
    bounds_of,
    same_slice,
)
from microaot.passes.bufferization.order import Order


class Facts:
    """What is known of the tensors of a function in destination-passing style.

    `memory` and `place` say where a tensor is: two tensors are in the same place if the place is
    the same value, the first one that was there. `copies` are what has to be copied at the end of
    a block, or into a slice; `moved` are the operands that an op writes over elsewhere.
    """

    def __init__(self, function: func.FuncOp, outputs: set[SSAValue]) -> None:
        self.order = Order(function.body)
        self.memory: dict[SSAValue, Memory] = {}
        self.place: dict[SSAValue, SSAValue] = {}
        self.copies: list[Copy] = []
        self.moved: set[tuple[Operation, int]] = set()
        self.writes: list[Access] = []
        self.version: dict[SSAValue, Version] = {}
        self._bounds: dict[SSAValue, Bounds | None] = {}
        self._outputs = outputs
        self._collect(function.body.block)

    # What is read, and when

    def _collect(self, block: Block) -> None:
        for argument in block.args:
            self.version[argument] = Version(block, undefined=argument in self._outputs)
        for op in block.ops:
            check_supported(op)
            for result in op.results:
                if isinstance(op, VIEWS):
                    self.version[result] = self.version[op.operands[0]]
                else:
                    self.version[result] = Version(block, isinstance(op, tensor.EmptyOp))
            effects = effects_of(op)
            for index in effects.reads:
                self.version[op.operands[index]].reads.append(self.access(op, index))
            for tie in effects.ties:
                if tie.reads:
                    keeps = op if isinstance(op, tensor.InsertSliceOp) else None
                    access = self.access(op, tie.operand, keeps=keeps)
                    self.version[op.operands[tie.operand]].reads.append(access)
            if isinstance(op, scf.ForOp | scf.WhileOp | ForallOp):
                for index, value in enumerate(op.operands):
                    if is_tensor(value):
                        self.version[value].reads.append(self.access(op, index))
            for region in op.regions:
                for inner in region.blocks:
                    self._collect(inner)

    def access(
        self,
        op: Operation,
        index: int,
        *,
        value: SSAValue | None = None,
        writes: bool = False,
        keeps: tensor.InsertSliceOp | None = None,
    ) -> Access:
        """That an op reads or writes an operand, or `value` in the place of that."""
        value = op.operands[index] if value is None else value
        return Access(self.order.start(op), op, index, value, writes, keeps)

    def all_reads(self) -> Iterable[Access]:
        """Everything that is read."""
        for version in dict.fromkeys(v.find() for v in self.version.values()):
            yield from version.reads

    def bounds(self, value: SSAValue) -> Bounds | None:
        """Which part of its memory a tensor is, None for all or for not known."""
        if value not in self._bounds:
            place = self.place.get(value, value)
            owner, bounds = place.owner, None
            if isinstance(owner, VIEWS):
                source = owner.operands[0]
                if source not in self.place:
                    # It is made later, by a branch or loop that is being looked at.
                    return None
                if isinstance(owner, tensor.ExtractSliceOp) and self.is_base(source):
                    bounds = bounds_of(owner)
                else:
                    bounds = self.bounds(source)
            self._bounds[value] = bounds
        return self._bounds[value]

    def is_base(self, value: SSAValue) -> bool:
        """Whether a tensor is all of its memory, under the type of that."""
        return self.place[value] is self.memory[value].base

    def is_strided(self, value: SSAValue) -> bool:
        """Whether a tensor is a slice of its memory."""
        owner = self.place[value].owner
        if not isinstance(owner, VIEWS):
            return False
        return isinstance(owner, tensor.ExtractSliceOp) or self.is_strided(owner.operands[0])

    # Who may write

    def needs_content(self, op: Operation, index: int) -> bool:
        """Whether what an op writes over elsewhere has to be copied there first."""
        reads = {tie.operand: tie.reads for tie in effects_of(op).ties}
        version = self.version[op.operands[index]].find()
        return reads.get(index, True) and not version.undefined

    def may_write(self, op: Operation, index: int, value: SSAValue) -> bool:
        """Whether an op may write where a tensor is; if so, it is noted that it does."""
        version = self.version[value].find()
        if not self.memory[value].writable:
            return False
        mine = self.access(op, index, value=value, writes=True)
        repetition = self.order.repetition(op, version.block)
        if not version.undefined:
            start = mine.position if repetition is None else min(mine.position, repetition[0])
            for read in version.reads_after(start - 1):
                again = repetition is not None and repetition[0] <= read.position < repetition[1]
                if not (again or read.position >= mine.position):
                    continue
                if not self._is_harmless(read, mine, again=again):
                    return False
        if any(self._collide(other, mine) for other in version.writers):
            return False
        version.writers.append(mine)
        return True

    def _is_harmless(self, read: Access, write: Access, *, again: bool) -> bool:
        """Whether a read that may come after a write does not meet it."""
        if are_disjoint(self.bounds(read.value), self._written(write)):
            return True
        if again:
            return False
        if read.op is write.op:
            same = self.place[read.value] is self.place[write.value]
            return (
                read.index == write.index
                or (read.op, read.index) in self.moved
                or (same and is_pointwise(read.op, read.index, write.index))
            )
        if read.keeps is not None and self._is_slice_of(write.value, read.keeps):
            return True
        return self.order.exclude_each_other(read.op, write.op)

    def _collide(self, other: Access, mine: Access) -> bool:
        """Whether two ops may not both write over one version."""
        if isinstance(mine.op, tensor.InsertSliceOp) and self._is_slice_of(other.value, mine.op):
            return False
        return not (
            are_disjoint(self._written(other), self._written(mine))
            or self.order.exclude_each_other(other.op, mine.op)
        )

    def _written(self, write: Access) -> Bounds | None:
        if isinstance(write.op, tensor.InsertSliceOp) and self.is_base(write.value):
            return bounds_of(write.op)
        return self.bounds(write.value)

    def _is_slice_of(self, value: SSAValue, insert: tensor.InsertSliceOp) -> bool:
        """Whether a tensor is the part of the destination that `insert` replaces."""
        extract = self.place[value].owner
        if not isinstance(extract, tensor.ExtractSliceOp) or not same_slice(extract, insert):
            return False
        return self.place[extract.source] is self.place.get(insert.dest)
