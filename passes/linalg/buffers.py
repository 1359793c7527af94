"""Which buffers memref values live in: roots through views, and what may overlap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xdsl.dialects import func, memref
from xdsl.dialects.builtin import MemRefType
from xdsl.ir import BlockArgument, Operation, SSAValue
from xdsl.traits import is_side_effect_free

from microaot.passes.linalg.view import StructuredView

_RESHAPES = ("memref.expand_shape", "memref.collapse_shape", "memref.cast")
"""Views of all elements of their source, each exactly once."""

_VIEWS = (
    *_RESHAPES,
    "memref.subview",
    "memref.view",
    "memref.reinterpret_cast",
    "memref.transpose",
    "memref.memory_space_cast",
    "memref.reshape",
    "memref.assume_alignment",
)
"""Ops whose result lives in the buffer of their first operand."""

_HARMLESS = ("memref.alloc", "memref.alloca", "memref.get_global", *_VIEWS)
"""Ops that neither read nor write an existing buffer although they are not pure."""

_ACCESSES: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "memref.load": ((0,), ()),
    "affine.load": ((0,), ()),
    "memref.store": ((), (1,)),
    "affine.store": ((), (1,)),
    "memref.copy": ((0,), (1,)),
    "memref.dealloc": ((), (0,)),
}
"""Ops that touch the buffers of some operands and nothing else: which they read and write."""


_SCALAR_DIALECTS = ("arith", "math", "complex", "index")
"""Dialects whose ops touch no memory."""

_CONTROL = ("linalg.yield", "cf.assert", "scf.if", "scf.for", "scf.while", "scf.yield")
"""Ops in a body that touch no memory themselves; what they contain is looked at on its own."""


def _source(value: SSAValue, views: Iterable[str]) -> SSAValue | None:
    owner = value.owner
    if isinstance(owner, Operation) and owner.name in views:
        return owner.operands[0]
    return None


def storage(value: SSAValue) -> SSAValue:
    """The value behind reshapes: two values of one storage name the same set of elements."""
    while (source := _source(value, _RESHAPES)) is not None:
        value = source
    return value


class Buffers:
    """Answers which memref values may share memory; remembers what it has looked up."""

    def __init__(self) -> None:
        self._roots: dict[SSAValue, SSAValue] = {}

    def root(self, value: SSAValue) -> SSAValue:
        """The value that a chain of views starts from."""
        chain: list[SSAValue] = []
        while value not in self._roots and (source := _source(value, _VIEWS)) is not None:
            chain.append(value)
            value = source
        root = self._roots.get(value, value)
        for link in chain:
            self._roots[link] = root
        return root

    def roots(self, values: Iterable[SSAValue]) -> list[SSAValue]:
        """The roots of those values that are memrefs."""
        return [self.root(value) for value in values if isinstance(value.type, MemRefType)]

    def may_overlap(self, lhs: SSAValue, rhs: SSAValue) -> bool:
        """Whether two roots may share memory: fresh allocations and different globals do not."""
        if lhs is rhs or _is_unknown(lhs) or _is_unknown(rhs):
            return True
        if _is_allocation(lhs) or _is_allocation(rhs):
            return False
        left, right = lhs.owner, rhs.owner
        if isinstance(left, memref.GetGlobalOp) and isinstance(right, memref.GetGlobalOp):
            return left.name_ == right.name_
        return True

    def operands_overlap(self, lhs: SSAValue, rhs: SSAValue) -> bool:
        """Whether two operands of one structured op share memory.

        Its loops are parallel by definition, so different function arguments are taken to be
        different buffers here; only what is visibly the same buffer, or unknown, counts.
        """
        left, right = self.root(lhs), self.root(rhs)
        return left is right or _is_unknown(left) or _is_unknown(right)


def _is_allocation(root: SSAValue) -> bool:
    return isinstance(root.owner, memref.AllocOp | memref.AllocaOp)


def _is_unknown(root: SSAValue) -> bool:
    """Values that may be any buffer: results of calls, selects, loops, and their arguments."""
    if isinstance(root, BlockArgument):
        return not (
            root.block.prev_block is None and isinstance(root.block.parent_op(), func.FuncOp)
        )
    return not isinstance(root.owner, memref.AllocOp | memref.AllocaOp | memref.GetGlobalOp)


@dataclass(frozen=True)
class Accesses:
    """The operands whose buffers an op may read, and those it may write."""

    reads: Sequence[SSAValue] = ()
    writes: Sequence[SSAValue] = ()


def is_scalar(op: Operation) -> bool:
    """Whether an op only computes: xDSL does not mark all ops of these dialects as pure."""
    return not op.regions and (op.dialect_name() in _SCALAR_DIALECTS or is_side_effect_free(op))


def accesses(op: Operation) -> Accesses | None:
    """What an op that is not structured reads and writes, None if it may touch any buffer."""
    if op.name in _ACCESSES:
        reads, writes = _ACCESSES[op.name]
        return Accesses([op.operands[k] for k in reads], [op.operands[k] for k in writes])
    if op.name in _HARMLESS or is_scalar(op):
        return Accesses()
    return None


def structured_accesses(view: StructuredView) -> Accesses | None:
    """What a structured op reads and writes, including what its body touches on its own."""
    body = body_accesses(view)
    if body is None:
        return None
    return Accesses([*view.operands, *body.reads], [*view.outputs, *body.writes])


def body_accesses(view: StructuredView) -> Accesses | None:
    """What a scalar body reads and writes itself, e.g. to gather; None if that is unknown."""
    reads: list[SSAValue] = []
    writes: list[SSAValue] = []
    for top in view.body.ops:
        for op in top.walk():
            if op.name in _CONTROL:
                continue
            touched = accesses(op)
            if touched is None:
                return None
            reads.extend(touched.reads)
            writes.extend(touched.writes)
    return Accesses(reads, writes)
