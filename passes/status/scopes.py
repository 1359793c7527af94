"""What a function holds from where to where, read from its calls."""

from dataclasses import dataclass, field
from typing import TypeAlias

from xdsl.dialects import func
from xdsl.dialects.builtin import i32
from xdsl.ir import Attribute, Block, Operation
from xdsl.traits import IsTerminator

from microaot.dialects import type_erased
from microaot.passes.devices.hooks import ACQUIRES, ON_FAILURE, RELEASES
from microaot.passes.devices.steps import is_step
from microaot.tools.errors import OperationError


@dataclass
class Scope:
    """The ops between two calls that take something and give it back; of the outermost scope, which
    holds nothing, there are no such calls. `on_failure` comes before what gives it back."""

    body: "list[Item]" = field(default_factory=list["Item"])
    on_failure: list[Operation] = field(default_factory=list[Operation])
    acquire: Operation | None = None
    release: Operation | None = None


Item: TypeAlias = Operation | Scope


def may_fail(op: Operation) -> bool:
    """Whether an op is a call with a status: its only result, an i32 that nobody uses."""
    if isinstance(op, type_erased.CallOp):
        return op.returns_status is not None
    if not isinstance(op, func.CallOp) or len(op.results) != 1:
        return False
    return op.results[0].type == i32 and not op.results[0].uses


def read_scopes(block: Block) -> Scope:
    """The ops of a block without the terminator."""
    stack = [Scope()]
    for op in block.ops:
        if op.has_trait(IsTerminator):
            break
        if (key := op.attributes.get(RELEASES)) is not None:
            _end(stack, op, key)
            continue
        if ON_FAILURE in op.attributes:
            stack[-1].on_failure.append(op)
            continue
        if stack[-1].on_failure and is_step(op):
            raise OperationError(
                op, "comes after a call that only failures of calls before it make"
            )
        if ACQUIRES in op.attributes:
            stack.append(Scope(acquire=op))
        else:
            stack[-1].body.append(op)
    if (taken := stack[-1].acquire) is not None:
        raise OperationError(taken, f"takes {taken.attributes[ACQUIRES]}, which nothing gives back")
    return stack[0]


def _end(stack: list[Scope], op: Operation, key: Attribute) -> None:
    scope = stack.pop()
    if scope.acquire is None or scope.acquire.attributes[ACQUIRES] != key:
        raise OperationError(op, f"gives back {key}, which is not what was taken last")
    scope.release = op
    stack[-1].body.append(scope)


def values_of_steps(block: Block) -> dict[Operation, list[Operation]]:
    """For each step the ops, in order, that only make values for it."""
    steps: dict[Operation, Operation | None] = {}
    found: dict[Operation, list[Operation]] = {}
    for op in reversed([*block.ops]):
        if is_step(op) or op.has_trait(IsTerminator):
            continue
        users = {_in_block(use.operation, block) for result in op.results for use in result.uses}
        users = {user if is_step(user) else steps.get(user) for user in users}
        steps[op] = users.pop() if len(users) == 1 else None
        if (step := steps[op]) is not None:
            found.setdefault(step, []).insert(0, op)
    return found


def _in_block(op: Operation, block: Block) -> Operation:
    """The op of the block that `op` is, or is in."""
    while op.parent is not block:
        parent = op.parent_op()
        assert parent is not None
        op = parent
    return op
