"""What the ops of a program do with the elements of a buffer."""

from collections.abc import Iterator
from dataclasses import dataclass

from xdsl.dialects import func, memref, scf
from xdsl.dialects.builtin import (
    AnyFloat,
    FunctionType,
    IndexType,
    IntegerType,
    MemRefType,
    ModuleOp,
    NoneAttr,
    UnitAttr,
    VectorType,
)
from xdsl.dialects.linalg.abstract_ops import LinalgStructuredOperation
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.traits import IsTerminator, is_side_effect_free
from xdsl.utils.hints import isa

from microaot.dialects.memref_ops import TransposeOp
from microaot.dialects.packed.devices import DEVICE

RESHAPES = (memref.CastOp, memref.CollapseShapeOp, memref.ExpandShapeOp, memref.AssumeAlignmentOp)
"""Ops whose result has all elements of their operand, in the same order if both are dense."""

VIEWS = (
    *RESHAPES,
    memref.MemorySpaceCastOp,
    memref.ReinterpretCastOp,
    memref.SubviewOp,
    memref.ViewOp,
    TransposeOp,
)
"""Ops that make a memref of the elements of another one, and touch none."""

_SCALARS = (IntegerType, IndexType, AnyFloat, VectorType, FunctionType)


@dataclass(frozen=True)
class Access:
    """`op` reads or writes elements of `view`, which is the buffer or made from it.

    `indices` are those of the one element that it touches, None if it is more or other ones.
    """

    op: Operation
    view: SSAValue
    reads: bool
    writes: bool
    indices: tuple[SSAValue, ...] | None = None


def root_of(value: SSAValue) -> SSAValue:
    """The memref that a chain of views begins with."""
    while isinstance(value.owner, VIEWS):
        value = value.owner.operands[0]
    return value


def is_dense(value: SSAValue) -> bool:
    """Whether the elements of a memref lie one after the other, and their number is known."""
    type = value.type
    return isa(type, MemRefType) and isinstance(type.layout, NoneAttr) and type.has_static_shape()


def is_whole(value: SSAValue) -> bool:
    """Whether a view has all elements of the buffer beneath in their order."""
    while isinstance(owner := value.owner, RESHAPES):
        if not is_dense(value):
            return False
        value = owner.operands[0]
    return is_dense(value) and not isinstance(value.owner, VIEWS)


class Accesses:
    """The accesses of the functions of a module, each function looked at once."""

    def __init__(self, module: ModuleOp) -> None:
        self._functions = {
            op.sym_name.data: op for op in module.body.ops if isinstance(op, func.FuncOp)
        }
        self._variables = {
            op.sym_name.data
            for op in module.body.ops
            if isinstance(op, memref.GlobalOp) and op.constant != UnitAttr()
        }
        self._effects: dict[tuple[str, int], tuple[bool, bool]] = {}
        self._hidden: dict[str, bool] = {}

    def function(self, call: func.CallOp) -> func.FuncOp | None:
        """The function that is called, if its body is known."""
        function = self._functions.get(call.callee.string_value())
        return None if function is None or function.is_declaration else function

    def of(self, buffer: SSAValue) -> Iterator[Access]:
        """Every access to the elements of `buffer`, through views and other ops that hand it on."""
        found = {buffer}
        pending = [buffer]
        while pending:
            view = pending.pop()
            for use in view.uses:
                op = use.operation
                if not isinstance(op, (*VIEWS, memref.DeallocOp)):
                    yield self._access(op, use.index, view)
                for made in _made_from(op):
                    if made not in found:
                        found.add(made)
                        pending.append(made)

    def _access(self, op: Operation, index: int, view: SSAValue) -> Access:
        match op:
            case memref.LoadOp():
                return Access(op, view, True, False, tuple(op.indices))
            case memref.StoreOp():
                return Access(op, view, False, True, tuple(op.indices))
            case memref.CopyOp():
                return Access(op, view, index == 0, index == 1)
            case func.CallOp():
                return Access(op, view, *self.effects(op.callee.string_value(), index))
            case LinalgStructuredOperation() if view not in op.outputs:
                return Access(op, view, True, False)
            case _:
                return Access(op, view, True, True)

    def effects(self, name: str, argument: int) -> tuple[bool, bool]:
        """Whether a function reads and whether it writes what an argument points to."""
        key = name, argument
        function = self._functions.get(name)
        if function is None or function.is_declaration:
            return True, True
        if key not in self._effects:
            self._effects[key] = True, True  # the answer while a recursive function is looked at
            accesses = [*self.of(function.body.blocks[0].args[argument])]
            self._effects[key] = any(a.reads for a in accesses), any(a.writes for a in accesses)
        return self._effects[key]

    def is_hidden(self, op: Operation) -> bool:
        """Whether an op may do something besides accessing its own memrefs, such as a call of a
        function that is not known: then it has to stay where it is among its like."""
        return any(self._is_hidden(inner) for inner in op.walk())

    def _is_hidden(self, op: Operation) -> bool:
        match op:
            case func.CallOp():
                name = op.callee.string_value()
                if name not in self._hidden:
                    self._hidden[name] = True
                    body = self.function(op)
                    # What runs on a device has its place between the hooks of the device.
                    if body is not None and DEVICE not in body.attributes:
                        self._hidden[name] = any(map(self.is_hidden, body.body.ops))
                return self._hidden[name]
            case _ if any(self._is_unknown(root_of(operand)) for operand in op.operands):
                return True
            case (
                memref.LoadOp()
                | memref.StoreOp()
                | memref.CopyOp()
                | memref.AllocOp()
                | memref.AllocaOp()
                | memref.DeallocOp()
                | memref.GetGlobalOp()
                | LinalgStructuredOperation()
                | scf.ForOp()
                | scf.IfOp()
            ):
                return False
            case _:
                return not (is_side_effect_free(op) or op.has_trait(IsTerminator))

    def _is_unknown(self, root: SSAValue) -> bool:
        """Whether a memref is memory that not only allocs and arguments lead to."""
        if not isa(root.type, MemRefType) or not isinstance(root.owner, Operation):
            return False
        if isinstance(root.owner, memref.GetGlobalOp):
            return root.owner.name_.string_value() in self._variables
        known = memref.AllocOp, memref.AllocaOp, scf.IfOp, scf.ForOp, scf.WhileOp
        return not isinstance(root.owner, known)


def _made_from(op: Operation) -> Iterator[SSAValue]:
    """What may be the same buffer as an operand of `op`: anything that is no scalar."""
    owners = [op]
    if isinstance(op, scf.YieldOp | scf.ConditionOp) and (parent := op.parent_op()) is not None:
        owners.append(parent)
    blocks: list[Block] = [*op.successors]
    for owner in owners:
        blocks += [block for region in owner.regions for block in region.blocks]
    made = [*(r for owner in owners for r in owner.results), *(a for b in blocks for a in b.args)]
    return (value for value in made if not _is_scalar(value.type))


def _is_scalar(type: Attribute) -> bool:
    return isinstance(type, _SCALARS)
