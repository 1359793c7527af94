"""Moving a tree of ops into an `emitc.expression`."""

from collections.abc import Mapping

from xdsl.ir import Block, Operation, OpResult, Region, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import emitc


def wrap_tree(
    root: Operation, parents: Mapping[Operation, Operation], *, is_printed_in_place: bool
) -> None:
    """Make an expression of `root` and all ops that `parents` puts below it.

    An op that is not printed at its use becomes a C variable anyway and needs no expression; a tree
    that must be computed where it stands, or is used more than once, gets `do_not_inline`.
    """
    if root in parents:
        return
    members = _members(root, parents)
    if len(members) == 1 and not is_printed_in_place:
        return
    (result,) = root.results
    body = Block()
    arguments: dict[SSAValue, SSAValue] = {}
    inside: set[SSAValue] = set()
    for op in members:
        for i, operand in enumerate(op.operands):
            if operand in inside:
                continue
            if operand not in arguments:
                argument = body.insert_arg(operand.type, len(body.args))
                argument.name_hint = operand.name_hint
                arguments[operand] = argument
            op.operands[i] = arguments[operand]
        inside.add(op.results[0])
    expression = emitc.ExpressionOp(
        tuple(arguments), result.type, Region(body), do_not_inline=not is_printed_in_place
    )
    expression.location = root.location
    Rewriter.insert_op(expression, InsertPoint.before(root))
    result.replace_all_uses_with(expression.result)
    expression.result.name_hint = result.name_hint
    for op in members:
        op.detach()
        body.add_op(op)
    body.add_op(emitc.YieldOp(result))


def _members(root: Operation, parents: Mapping[Operation, Operation]) -> list[Operation]:
    """The tree below `root`, operands before their users."""
    members: list[Operation] = []
    pending = [root]
    while pending:
        op = pending.pop()
        members.append(op)
        for operand in op.operands:
            if isinstance(operand, OpResult) and parents.get(operand.op) is op:
                pending.append(operand.op)
    return members[::-1]
