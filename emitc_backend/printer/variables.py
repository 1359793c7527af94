"""Local variables: which assignment declares one, and how a declaration reads."""

from xdsl.ir import Block, Operation

from microaot.dialects import emitc
from microaot.dialects.emitc.types import ArrayType, LValueType, OpaqueAttr
from microaot.emitc_backend.printer.alignment import alignment
from microaot.emitc_backend.printer.c_types import declare
from microaot.emitc_backend.printer.initializers import array_initializer
from microaot.emitc_backend.printer.literals import literal
from microaot.emitc_backend.printer.program import is_const_pointer


def is_uninitialized(variable: emitc.VariableOp) -> bool:
    """Whether the variable has no initial value."""
    return isinstance(variable.value, OpaqueAttr) and not variable.value.value.data


def first_assigns(block: Block) -> dict[emitc.VariableOp, emitc.AssignOp]:
    """The variables of `block` that an assignment in the same block sets before any other use."""
    found: dict[emitc.VariableOp, emitc.AssignOp] = {}
    order: dict[Operation, int] | None = None
    for op in block.ops:
        if not isinstance(op, emitc.VariableOp) or not is_uninitialized(op):
            continue
        if order is None:
            order = {other: i for i, other in enumerate(block.ops)}
        users = [ancestor_in(block, use.operation) for use in op.result.uses]
        if None in users or not users:
            continue
        first = min(filter(None, users), key=order.__getitem__)
        if isinstance(first, emitc.AssignOp) and first.var is op.result:
            found[op] = first
    return found


def ancestor_in(block: Block, op: Operation) -> Operation | None:
    """`op` or the op around it that stands in `block`."""
    current: Operation | None = op
    while current is not None and current.parent is not block:
        current = current.parent_op()
    return current


def declaration(variable: emitc.VariableOp, name: str) -> str:
    """`float x`, without initial value."""
    type = variable.result.type
    target = declare(type, name, const_target=is_const_pointer(variable))
    return target + alignment(variable, type)


def initial_value(op: emitc.VariableOp | emitc.ConstantOp, indent: str) -> list[str]:
    """The lines behind `=`."""
    type = op.result.type
    if isinstance(type, ArrayType):
        return array_initializer(op.value, type, indent)
    value_type = type.value_type if isinstance(type, LValueType) else type
    return [literal(op.value, value_type).loosest.text]
