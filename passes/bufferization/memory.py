"""Where tensors are stored: memories, what is known of their contents, and who reads them when."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TypeAlias

from xdsl.dialects import tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.ir import Block, Operation, SSAValue

from microaot.dialects.tensor import ParallelInsertSliceOp

Slice: TypeAlias = tensor.ExtractSliceOp | tensor.InsertSliceOp | ParallelInsertSliceOp

Bounds: TypeAlias = tuple[tuple[int, int] | None, ...]
"""For each dimension the first and the last index of a part, or None for all or for not known."""


def bounds_of(op: Slice) -> Bounds:
    """Which part of the whole tensor the slice of an op is."""
    lists = (op.static_offsets, op.static_sizes, op.static_strides)
    return tuple(
        None
        if DYNAMIC_INDEX in (offset, size, stride)
        else (offset, offset + max(size - 1, 0) * stride)
        for offset, size, stride in zip(*(v.get_values() for v in lists), strict=True)
    )


def are_disjoint(first: Bounds | None, second: Bounds | None) -> bool:
    """Whether two parts have no element in common; None is everything."""
    if first is None or second is None or len(first) != len(second):
        return False
    return any(
        a is not None and b is not None and (a[1] < b[0] or b[1] < a[0])
        for a, b in zip(first, second, strict=True)
    )


def same_slice(first: Slice, second: Slice) -> bool:
    """Whether two ops name the same part of tensors of one shape."""
    return (
        first.static_offsets == second.static_offsets
        and first.static_sizes == second.static_sizes
        and first.static_strides == second.static_strides
        and tuple(first.offsets) == tuple(second.offsets)
        and tuple(first.sizes) == tuple(second.sizes)
        and tuple(first.strides) == tuple(second.strides)
    )


@dataclass(frozen=True)
class Access:
    """That an op reads or writes a tensor.

    `position` is where in the function; `value` what is read or written, by its operand `index`.
    `keeps` is set for an op that reads only what its own slice does not replace.
    """

    position: int
    op: Operation
    index: int
    value: SSAValue
    writes: bool = False
    keeps: tensor.InsertSliceOp | None = None


Touch: TypeAlias = tuple[Access, Bounds | None]
"""An access, and the part of the memory that it is to."""


@dataclass(eq=False)
class Version:
    """Tensors that are the same elements in the same memory, as far as each of them goes.

    `block` is where they are made: again for each run of it. Of an `undefined` version nobody
    misses the elements.
    """

    block: Block | None
    undefined: bool = False
    reads: list[Access] = field(default_factory=list[Access])
    writers: list[Access] = field(default_factory=list[Access])
    merged: "Version | None" = None

    def find(self) -> "Version":
        """The version that this one has become a part of."""
        version = self
        while version.merged is not None:
            version = version.merged
        if self is not version:
            self.merged = version
        return version

    def reads_after(self, position: int) -> list[Access]:
        """The reads behind a position."""
        return self.reads[bisect_right(self.reads, position, key=lambda a: a.position) :]


def unite(first: Version, second: Version) -> None:
    """Make two versions one: their elements are the same from now on."""
    first, second = first.find(), second.find()
    if first is second:
        return
    if len(first.reads) < len(second.reads):
        first, second = second, first
    first.reads = sorted([*first.reads, *second.reads], key=lambda a: a.position)
    first.writers += second.writers
    first.undefined = first.undefined and second.undefined
    second.merged = first


@dataclass(eq=False)
class Memory:
    """What will be one buffer: `base` is the tensor that has its type.

    A `given` memory is there already: an argument, a constant, a buffer of the program. Others are
    allocated, or become a part of another memory: the `home`. `contiguous` says that nothing but a
    buffer of its own or a whole other one will do, as do ops that look at it under other shapes,
    `flattened`. `like` is a tensor of the same size; `users` are the ops that need the buffer.
    """

    base: SSAValue
    given: bool = False
    writable: bool = True
    contiguous: bool = False
    flattened: list[Operation] = field(default_factory=list[Operation])
    like: SSAValue | None = None
    home: "Home | None" = None
    users: list[Operation] = field(default_factory=list[Operation])
    touches: list[Touch] = field(default_factory=list[Touch])


@dataclass(frozen=True)
class Home:
    """The place of a memory in another: all of `target`, or its part that `slice` writes.

    `views` are the ops that lead from the base of the memory to what has the type of the place.
    """

    memory: Memory
    target: SSAValue
    slice: Slice | None
    views: tuple[Operation, ...]


@dataclass(eq=False)
class Copy:
    """That `source` has to be in `target`, or in its part `slice`, when `op` has run.

    `done` if the source is there anyway; `staged` if it has to be put aside first, because other
    copies of the same op would overwrite it.
    """

    op: Operation
    source: SSAValue
    target: SSAValue
    slice: Slice | None = None
    done: bool = False
    staged: bool = False


def root_of(memory: Memory) -> Memory:
    """The memory that a memory is a part of in the end."""
    while memory.home is not None:
        memory = memory.home.memory
    return memory
