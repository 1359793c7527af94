"""Which memory an emitc lvalue may denote: enough alias analysis to move a load.

A local variable or array whose address never leaves the function is a class of its own. All other
memory (arguments, pointers, globals, locals that were handed out) is one class.
"""

from enum import Enum
from typing import TypeAlias

from xdsl.ir import Operation, SSAValue

from microaot.dialects import emitc
from microaot.dialects.emitc.types import ArrayType


class Shared(Enum):
    """Memory that is not a private local."""

    ANY = "any"
    CONSTANT = "constant"
    """Never written."""


MemoryClass: TypeAlias = Shared | SSAValue
"""A private local is named by its value."""

_PARTS = (emitc.SubscriptOp, emitc.MemberOp)
"""Lvalues within the object that is their first operand."""


class MemoryClasses:
    """Memory classes of the lvalues of one module."""

    def __init__(self, constants: frozenset[str]) -> None:
        self._constants = constants
        """Names of the constant globals."""
        self._private: dict[SSAValue, bool] = {}

    def of(self, lvalue: SSAValue) -> MemoryClass:
        """The memory that a load from `lvalue` reads, or an assignment writes."""
        owner = lvalue.owner
        while isinstance(owner, _PARTS) and not _is_pointer_subscript(owner):
            lvalue = owner.operands[0]
            owner = lvalue.owner
        match owner:
            case emitc.VariableOp() if self._is_private(lvalue):
                return lvalue
            case emitc.GetGlobalOp() if owner.name_.root_reference.data in self._constants:
                return Shared.CONSTANT
            case _:
                return Shared.ANY

    def _is_private(self, variable: SSAValue) -> bool:
        if (known := self._private.get(variable)) is None:
            known = self._private[variable] = _is_only_accessed(variable)
        return known


def _is_pointer_subscript(op: Operation) -> bool:
    return isinstance(op, emitc.SubscriptOp) and not isinstance(op.base.type, ArrayType)


def _is_only_accessed(lvalue: SSAValue) -> bool:
    """Whether nothing is done with a variable but reading and writing it here."""
    pending = [lvalue]
    while pending:
        for use in pending.pop().uses:
            match use.operation:
                case emitc.LoadOp():
                    pass
                case emitc.AssignOp() if use.index == 0:
                    pass
                case emitc.SubscriptOp() | emitc.MemberOp() as part if use.index == 0:
                    pending.append(part.results[0])
                case emitc.ExpressionOp() as expression:
                    pending.append(expression.body.block.args[use.index])
                case _:
                    return False
    return True
