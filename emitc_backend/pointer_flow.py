"""Through which pointers, arrays and lvalues of a module something may be written.

Each is a node of a graph; what is written through one is written through those it was made from.
All functions are solved together. What is handed to code that cannot be seen counts as written,
unless its declaration says `emitc.const`.
"""

from collections import defaultdict

from xdsl.dialects.builtin import IndexType, IntegerAttr, ModuleOp
from xdsl.ir import SSAValue, Use
from xdsl.utils.hints import isa

from microaot.dialects import emitc
from microaot.dialects.emitc.types import ArrayType, LValueType, PointerType
from microaot.emitc_backend.conversions.builder import PURE
from microaot.emitc_backend.printer.program import is_const_argument

FIXED_SIGNATURE = "emitc.fixed_signature"
"""Unit attribute of functions whose C type must not change."""

_READ_ARGUMENTS = {"memcpy": (1,), "memmove": (1,), "memcmp": (0, 1), "memchr": (0,)}
"""Pointer arguments through which functions of the C library only read."""

_DERIVING = (
    emitc.AddOp,
    emitc.AddressOfOp,
    emitc.ApplyOp,
    emitc.CastOp,
    emitc.ConditionalOp,
    emitc.DereferenceOp,
    emitc.MemberOfPtrOp,
    emitc.MemberOp,
    emitc.SubOp,
    emitc.SubscriptOp,
)
"""Ops whose result refers to what their operand refers to."""

_READING = (
    emitc.CmpOp,
    emitc.LogicalAndOp,
    emitc.LogicalNotOp,
    emitc.LogicalOrOp,
    emitc.SubOp,
)
"""Ops that only look at a pointer; for `sub` when the result is a distance."""


class PointerFlow:
    """The graph of one module."""

    def __init__(self, module: ModuleOp) -> None:
        self._functions: dict[str, emitc.FuncOp] = {}
        self._sources: dict[SSAValue, list[SSAValue]] = defaultdict(list)
        self._written: list[SSAValue] = []
        ops = list(module.walk())
        for op in ops:
            if isinstance(op, emitc.FuncOp):
                self._functions[op.sym_name.data] = op
        for op in ops:
            values = [a for region in op.regions for block in region.blocks for a in block.args]
            for value in (*op.results, *values):
                if is_reference(value):
                    for use in value.uses:
                        self._add_use(value, use)

    def written(self) -> set[SSAValue]:
        """All values through which something may be written."""
        written: set[SSAValue] = set()
        pending = list(self._written)
        while pending:
            value = pending.pop()
            if value not in written:
                written.add(value)
                pending += self._sources.get(value, ())
        return written

    def _add_use(self, value: SSAValue, use: Use) -> None:
        match op := use.operation:
            case emitc.SubscriptOp() if use.index > 0:
                pass
            case emitc.LoadOp():
                self._add_load(value, op)
            case emitc.AssignOp():
                self._add_assign(value, op, use.index)
            case emitc.ExpressionOp():
                self._sources[op.body.block.args[use.index]].append(value)
            case emitc.YieldOp():
                self._add_yield(value, op)
            case emitc.CallOp():
                self._add_call(value, op.callee.root_reference.data, use.index)
            case emitc.CallOpaqueOp() if op.args is None and op.callee.data in self._functions:
                self._add_call(value, op.callee.data, use.index)
            case emitc.CallOpaqueOp():
                if PURE not in op.attributes and not _only_reads(op, use.index):
                    self._written.append(value)
            case _:
                if isinstance(op, _DERIVING) and is_reference(op.results[0]):
                    self._sources[op.results[0]].append(value)
                elif not isinstance(op, _READING):
                    self._written.append(value)

    def _add_load(self, value: SSAValue, op: emitc.LoadOp) -> None:
        # For a pointer in memory this says too much: the memory need not be written.
        if is_reference(op.result):
            self._sources[op.result].append(value)

    def _add_assign(self, value: SSAValue, op: emitc.AssignOp, index: int) -> None:
        is_local = isinstance(op.var.owner, emitc.VariableOp)
        if index == 0:
            if not is_local:
                self._written.append(value)
        elif is_local:
            self._sources[op.var].append(value)
        else:
            self._written.append(value)

    def _add_yield(self, value: SSAValue, op: emitc.YieldOp) -> None:
        parent = op.parent_op()
        if isinstance(parent, emitc.ExpressionOp):
            self._sources[parent.result].append(value)

    def _add_call(self, value: SSAValue, name: str, index: int) -> None:
        callee = self._functions.get(name)
        if callee is not None and is_const_argument(callee, index):
            return
        if callee is None or callee.is_declaration or FIXED_SIGNATURE in callee.attributes:
            self._written.append(value)
        else:
            self._sources[callee.args[index]].append(value)


def is_reference(value: SSAValue) -> bool:
    """Whether something could be written through `value`."""
    return isinstance(value.type, ArrayType | PointerType | LValueType)


def _only_reads(op: emitc.CallOpaqueOp, operand: int) -> bool:
    """Whether a known library function only reads through an operand."""
    positions = [operand]
    if op.args is not None:
        arguments = list(op.args)
        positions = [
            i
            for i, a in enumerate(arguments)
            if isa(a, IntegerAttr[IndexType]) and a.value.data == operand
        ]
    return all(i in _READ_ARGUMENTS.get(op.callee.data, ()) for i in positions)
