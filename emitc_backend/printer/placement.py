"""Where each value of a function is printed: at its use, as a local, or not at all.

This follows from the IR alone; passes decide by forming `emitc.expression` ops.
"""

from xdsl.ir import Block, Operation, SSAValue

from microaot.dialects import emitc
from microaot.dialects.emitc.types import ArrayType
from microaot.emitc_backend.printer.variables import ancestor_in

_NAMES_OF_THINGS = (
    emitc.LiteralOp,
    emitc.GetGlobalOp,
    emitc.SubscriptOp,
    emitc.MemberOp,
    emitc.MemberOfPtrOp,
    emitc.DereferenceOp,
)
"""Ops that name a thing or an lvalue, and compute nothing."""


def is_in_place(op: Operation) -> bool:
    """Whether the result of `op` is printed where it is used."""
    if isinstance(op, _NAMES_OF_THINGS):
        return True
    if isinstance(op, emitc.ConstantOp):
        return not isinstance(op.result.type, ArrayType)
    if isinstance(op, emitc.ExpressionOp):
        return op.do_not_inline is None and _is_printed_once(op.result)
    return False


def _is_printed_once(value: SSAValue) -> bool:
    """Whether the text that stands for `value` would appear once."""
    if (use := value.get_unique_use()) is None:
        return False
    user = use.operation
    # An operand of an expression appears as often as the expression uses it.
    return not isinstance(user, emitc.ExpressionOp) or _is_printed_once(
        user.body.block.args[use.index]
    )


class Placement:
    """The values of one function that are never needed, and those needed in other blocks."""

    def __init__(self, function: emitc.FuncOp) -> None:
        self.dead: set[Operation] = set()
        self.hoisted: set[SSAValue] = set()
        """Values of multi-block functions that other blocks use: declared at the function's top."""
        for op in function.walk(reverse=True):
            if _is_removable(op) and all(use.operation in self.dead for use in op.results[0].uses):
                self.dead.add(op)
        blocks = list(function.body.blocks)
        if len(blocks) > 1:
            for block in blocks:
                self._find_hoisted(block)

    def is_used(self, value: SSAValue) -> bool:
        """Whether anything that is printed uses `value`."""
        return any(use.operation not in self.dead for use in value.uses)

    def _find_hoisted(self, block: Block) -> None:
        elsewhere: set[Operation] = set()
        for op in reversed(list(block.ops)):
            for result in op.results:
                users = (ancestor_in(block, use.operation) for use in result.uses)
                if any(user is None or user in elsewhere for user in users):
                    if is_in_place(op):
                        elsewhere.add(op)
                    else:
                        self.hoisted.add(result)


def _is_removable(op: Operation) -> bool:
    """Whether leaving out `op` changes nothing but its result."""
    if len(op.results) != 1:
        return False
    if isinstance(op, emitc.ExpressionOp):
        return all(_is_removable(inner) for inner in list(op.body.block.ops)[:-1])
    if isinstance(op, emitc.CallOpaqueOp):
        return "pure" in op.attributes
    if isinstance(op, emitc.CallOp):
        return False
    return isinstance(op, (emitc.CExpressionOp, emitc.VariableOp, *_NAMES_OF_THINGS))
