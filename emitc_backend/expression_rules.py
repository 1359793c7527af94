"""What may be a part of a C expression, and how much it adds to one."""

from xdsl.ir import Operation

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.builder import PURE

NAMES_OF_PARTS = (emitc.SubscriptOp, emitc.DereferenceOp, emitc.MemberOp, emitc.MemberOfPtrOp)
"""Ops that name an lvalue; they are printed wherever it is used."""


def is_movable(op: Operation) -> bool:
    """Whether `op` computes a value and does nothing else."""
    match op:
        case emitc.ConstantOp():
            return False
        case emitc.LoadOp() | emitc.ApplyOp():
            return True
        case emitc.CallOp() | emitc.CallOpaqueOp():
            return PURE in op.attributes and len(op.results) == 1
        case emitc.CExpressionOp():
            return len(op.results) == 1 and not op.has_side_effects()
        case _:
            return False


def statement_of_call(op: Operation) -> Operation | None:
    """The statement right behind a call that evaluates nothing but the call: `return f(x);`."""
    if not isinstance(op, emitc.CallOp | emitc.CallOpaqueOp) or len(op.results) != 1:
        return None
    user = op.results[0].get_user_of_unique_use()
    if is_movable(op) or user is None or user is not op.next_op:
        return None
    match user:
        case emitc.ReturnOp() | emitc.IfOp():
            return user
        case emitc.AssignOp() if isinstance(user.var.owner, emitc.VariableOp):
            return user
        case _:
            return None


def size_of(op: Operation) -> int:
    """How much an op adds to the length of an expression, in half operators."""
    if isinstance(op, NAMES_OF_PARTS):
        return 0
    if isinstance(op, emitc.LoadOp) and isinstance(op.lvalue.owner, emitc.VariableOp):
        # Just the name of the variable; to copy it first would say more.
        return 0
    return 1 if isinstance(op, emitc.LoadOp | emitc.CastOp | emitc.AddressOfOp) else 2
