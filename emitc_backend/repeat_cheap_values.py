"""The pass `emitc-repeat-cheap-values`: no variable for what is as easily said again."""

from collections.abc import Mapping
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import IndexType, IntegerType, ModuleOp
from xdsl.ir import Block, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import emitc
from microaot.dialects.emitc.types import PtrDiffType, SizeType
from microaot.emitc_backend.memory_classes import MemoryClasses

_ARITHMETIC = (emitc.AddOp, emitc.SubOp, emitc.MulOp)
_INTEGERS = (IntegerType, IndexType, PtrDiffType, SizeType)
_MAX_OPERATORS = 2
_MAX_USES = 3


@dataclass(frozen=True)
class RepeatCheapValues(ModulePass):
    """Gives each use of a cheap value a copy of its own, which `emitc-form-expressions` can move
    into the expression that uses it.

    Cheap are sums and products of loop counters with at most two operators, conversions of
    variables, addresses within globals, and reads of a local variable that nobody assigns to in
    between. Each saves a C variable, which takes stack at -O0; the C compiler computes it once all
    the same.

    ```mlir
    %a = emitc.sub %four, %i : (!emitc.ptrdiff_t, !emitc.ptrdiff_t) -> !emitc.ptrdiff_t
    %test = emitc.cmp gt, %a, %zero : (!emitc.ptrdiff_t, !emitc.ptrdiff_t) -> i1
    %max = emitc.conditional %test, %a, %zero : !emitc.ptrdiff_t
    ```
    becomes `4 - i > 0 ? 4 - i : 0`, instead of a variable for `4 - i`.
    """

    name = "emitc-repeat-cheap-values"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Copy the cheap values of every function."""
        memory = MemoryClasses(frozenset())
        for function in op.walk():
            if isinstance(function, emitc.FuncOp):
                order = {nested: i for i, nested in enumerate(function.walk())}
                # Users first: what a copied value is computed from has more uses then.
                for nested in reversed([*order]):
                    _repeat(nested, memory, order)


def _repeat(op: Operation, memory: MemoryClasses, order: dict[Operation, int]) -> None:
    if len(op.results) != 1 or not op.results[0].uses:
        return
    if len([*op.results[0].uses]) == 1:
        _move_into_branch(op, order)
        return
    if isinstance(op, emitc.LoadOp):
        if not _keeps_value(op, memory, order):
            return
    elif _is_address(op):
        # A place in a global, which the linker knows.
        pass
    elif (operators := _operators(op)) is None or operators > _MAX_OPERATORS:
        return
    elif operators > 0 and len([*op.results[0].uses]) > _MAX_USES:
        return
    result = op.results[0]
    for use in [*result.uses][1:]:
        copy = op.clone()
        copy.results[0].name_hint = result.name_hint
        copy.location = op.location
        Rewriter.insert_op(copy, InsertPoint.before(use.operation))
        order[copy] = order[use.operation]
        use.operation.operands[use.index] = copy.results[0]
    _move_into_branch(op, order)


def _move_into_branch(op: Operation, order: dict[Operation, int]) -> None:
    """Move an address to its only user if that runs at most as often."""
    user = op.results[0].get_user_of_unique_use()
    if user is None or user.parent is op.parent or not _is_address(op):
        return
    parent = user.parent_op()
    while isinstance(parent, emitc.IfOp) and parent.parent is not op.parent:
        parent = parent.parent_op()
    if isinstance(parent, emitc.IfOp):
        op.detach()
        Rewriter.insert_op(op, InsertPoint.before(user))
        order[op] = order[user]


def _is_address(op: Operation) -> bool:
    """Whether an op is part of the address of something at a fixed place in a global."""
    match op:
        case emitc.CastOp(source=inner) | emitc.AddressOfOp(lvalue=inner):
            return isinstance(inner.owner, Operation) and _is_address(inner.owner)
        case emitc.SubscriptOp():
            is_fixed = all(isinstance(i.owner, emitc.ConstantOp) for i in op.indices)
            return is_fixed and isinstance(op.base.owner, emitc.GetGlobalOp)
        case emitc.GetGlobalOp():
            return True
        case _:
            return False


def _operators(op: Operation) -> int | None:
    """How many operators a value takes, conversions not counted; None if it is not cheap."""
    match op:
        case emitc.CastOp():
            inner = [op.source]
            own = 0
        case emitc.AddOp() | emitc.SubOp() | emitc.MulOp():
            inner = [*op.operands]
            own = 1
        case _:
            return None
    if not isinstance(op.results[0].type, _INTEGERS):
        return None
    for value in inner:
        if (more := _operators_of(value)) is None:
            return None
        own += more
    return own


def _operators_of(value: SSAValue) -> int | None:
    owner = value.owner
    if isinstance(owner, Block | emitc.ConstantOp | emitc.LiteralOp):
        return 0
    if isinstance(owner, emitc.CastOp | emitc.AddOp | emitc.SubOp | emitc.MulOp):
        if (operators := _operators(owner)) is not None:
            return operators
    # Anything else that is used twice is a variable, whose name costs nothing.
    return 0 if len([*value.uses]) > 1 else None


def _keeps_value(load: emitc.LoadOp, memory: MemoryClasses, order: Mapping[Operation, int]) -> bool:
    """Whether a local variable has the same value at all uses of a load."""
    variable = load.operands[0]
    if not isinstance(variable.owner, emitc.VariableOp) or memory.of(variable) is not variable:
        return False
    block = load.parent
    assert block is not None
    last_use = max(order[use.operation] for use in load.results[0].uses)
    for use in variable.uses:
        if isinstance(use.operation, emitc.LoadOp):
            continue
        writer = block.find_ancestor_op_in_block(use.operation)
        if writer is not None and order[load] < order[writer] < last_use:
            return False
    return True
