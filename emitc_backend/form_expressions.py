"""The pass `emitc-form-expressions`: what a person would write as one C expression becomes one.

A value moves to its only use if that use is in the same block and is printed once, so that nothing
is computed twice or more often than before. A load moves only past what cannot change its value.
So `load x; mul; assign` becomes an `emitc.expression` and an assignment: `z = x * y;`. A call moves
only into the statement right behind it, where nothing else is evaluated.
"""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import cf
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, Operation, SSAValue, Use
from xdsl.passes import ModulePass

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.builder import PURE
from microaot.emitc_backend.expression_rules import (
    NAMES_OF_PARTS,
    is_movable,
    size_of,
    statement_of_call,
)
from microaot.emitc_backend.expression_trees import wrap_tree
from microaot.emitc_backend.memory_classes import MemoryClass, MemoryClasses, Shared
from microaot.emitc_backend.printer.c_types import c_type, is_narrow

_STATEMENTS = (
    emitc.AssignOp,
    emitc.CallOp,
    emitc.CallOpaqueOp,
    emitc.ReturnOp,
    emitc.IfOp,
    emitc.SwitchOp,
    cf.ConditionalBranchOp,
    cf.SwitchOp,
)
"""Ops that evaluate each operand once, before they do anything else."""

_COMPOUND = (
    emitc.AddOp,
    emitc.SubOp,
    emitc.MulOp,
    emitc.DivOp,
    emitc.RemOp,
    emitc.BitwiseAndOp,
    emitc.BitwiseOrOp,
    emitc.BitwiseXorOp,
    emitc.BitwiseLeftShiftOp,
    emitc.BitwiseRightShiftOp,
)
"""Operators with an assignment form: `x = x + y` is printed `x += y`, which names `x` once."""

_MAX_BOUND_OPERATORS = 6
"""How much of the upper bound of a loop is said in its head."""


@dataclass(frozen=True)
class FormExpressions(ModulePass):
    """Group ops into `emitc.expression` ops that read well in C."""

    name = "emitc-form-expressions"

    max_operators: int = 16
    """How many operators one expression may have."""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Form the expressions of every function."""
        ops = list(op.walk())
        constants = frozenset(
            other.sym_name.data
            for other in ops
            if isinstance(other, emitc.GlobalOp) and other.const_specifier is not None
        )
        for function in ops:
            if isinstance(function, emitc.FuncOp):
                memory = MemoryClasses(constants)
                for block in function.body.blocks:
                    _form(block, memory, self.max_operators)


def _form(block: Block, memory: MemoryClasses, max_operators: int) -> set[MemoryClass]:
    """Form the expressions of `block` and all it contains; returns what it writes."""
    writes = {op: _written(op, memory, max_operators) for op in block.ops}
    plan = _Plan(block, memory, writes, max_operators)
    for op in list(block.ops):
        if is_movable(op) or op in plan.calls:
            wrap_tree(op, plan.parents, is_printed_in_place=op in plan.hosts)
    return {written for memories in writes.values() for written in memories}


def _written(op: Operation, memory: MemoryClasses, max_operators: int) -> set[MemoryClass]:
    """The memory that `op` may write."""
    match op:
        case emitc.AssignOp():
            return {memory.of(op.var)}
        case emitc.VerbatimOp():
            return {Shared.ANY}
        case emitc.CallOp() | emitc.CallOpaqueOp():
            return set() if PURE in op.attributes else {Shared.ANY}
        case emitc.ExpressionOp():
            calls = (emitc.CallOp, emitc.CallOpaqueOp)
            inner = [i for i in op.body.walk() if isinstance(i, calls)]
            return {Shared.ANY} if any(PURE not in i.attributes for i in inner) else set()
        case emitc.DoOp():
            return _form(op.body.block, memory, max_operators)
        case _:
            written: set[MemoryClass] = set()
            for region in op.regions:
                for inner in region.blocks:
                    written |= _form(inner, memory, max_operators)
            return written


class _Plan:
    """Which ops of one block are printed within others.

    Goes backwards, so that a value's user is decided before the value.
    """

    def __init__(
        self,
        block: Block,
        memory: MemoryClasses,
        writes: dict[Operation, set[MemoryClass]],
        max_operators: int,
    ) -> None:
        self.calls: set[Operation] = set()
        """The calls that are printed at their use."""
        self.hosts: dict[Operation, Operation] = {}
        """For each op that is printed at its use, the statement it ends up in."""
        self.parents: dict[Operation, Operation] = {}
        """For each op that becomes part of an expression, the op that uses it there."""
        self._block = block
        self._memory = memory
        self._max_operators = max_operators
        self._positions = {op: i for i, op in enumerate(block.ops)}
        self._next_write: dict[MemoryClass, int] = {}
        self._roots: dict[Operation, Operation] = {}
        """The op at the root of the printed expression that an op is part of."""
        self._sizes: dict[Operation, int] = {}
        for op in reversed(self._positions):
            self._place(op)
            for written in writes[op]:
                self._next_write[written] = self._positions[op]

    def _place(self, op: Operation) -> None:
        """Decide whether `op` is printed at its use."""
        self._roots[op] = op
        self._sizes[op] = size_of(op)
        if (statement := statement_of_call(op)) is not None:
            self.calls.add(op)
            self.hosts[op] = statement
            # What the call does happens when the statement is executed.
            self._positions[op] = self._positions[statement]
            return
        if isinstance(op, NAMES_OF_PARTS):
            use = self._compound_target(op) or op.result.get_unique_use()
        else:
            use = op.results[0].get_unique_use() if is_movable(op) else None
        if use is None or (host := self._host(use)) is None or not self._may_move(op, host):
            return
        user = use.operation
        is_part = is_movable(user) or user in self.calls
        if is_part or isinstance(user, NAMES_OF_PARTS):
            root = self._roots[user]
            is_too_long = self._sizes[root] + self._sizes[op] > 2 * self._max_operators
            # A variable that only converts another says less than the conversion.
            if is_too_long and not isinstance(op, emitc.CastOp):
                return
            self._sizes[root] += self._sizes[op]
            self._roots[op] = root
        self.hosts[op] = host
        if is_movable(op) and is_part:
            self.parents[op] = user

    def _host(self, use: Use) -> Operation | None:
        """The statement in which an operand is printed, if it is printed exactly once."""
        user = use.operation
        if user.parent is not self._block:
            return None
        if isinstance(user, NAMES_OF_PARTS):
            return self.hosts.get(user)
        if is_movable(user) or user in self.calls:
            return self.hosts.get(user, user)
        if isinstance(user, emitc.ForOp):
            return (
                user if use.index == 0 or _is_invariant(use.operation.operands[use.index]) else None
            )
        return user if isinstance(user, _STATEMENTS) else None

    def _may_move(self, op: Operation, host: Operation) -> bool:
        """Whether `op` has the same value when it is evaluated by `host`."""
        match op:
            case emitc.LoadOp():
                memory = self._memory.of(op.lvalue)
            case emitc.ApplyOp() if op.applicable_operator.data == "*":
                memory = Shared.ANY
            case emitc.MemberOfPtrOp():
                # The pointer is read when the lvalue is used, here as there.
                return True
            case _:
                return True
        next_write = self._next_write.get(memory)
        return next_write is None or next_write >= self._positions[host]

    def _compound_target(self, part: Operation) -> Use | None:
        """The use of `x` as target in `x = x + y`, if that is all there is to `x`."""
        uses = list(part.results[0].uses)
        if len(uses) != 2:
            return None
        for target, other in (uses, reversed(uses)):
            assign, load = target.operation, other.operation
            if not (isinstance(assign, emitc.AssignOp) and target.index == 0):
                continue
            root = assign.value.owner
            if (
                isinstance(load, emitc.LoadOp)
                and isinstance(root, _COMPOUND)
                and root.operands[0] is load.result
                and self.hosts.get(root) is assign
                and self.parents.get(load) is root
                and root.results[0] is assign.value
                and _is_compound_type(root)
            ):
                return target
        return None


def _is_invariant(bound: SSAValue) -> bool:
    """Whether the bound of a loop, which C evaluates in each round, reads nothing that may change
    and takes next to no time."""
    pending, operators = [bound], 0
    while pending:
        owner = pending.pop().owner
        if isinstance(owner, Block) or isinstance(owner, emitc.ConstantOp):
            continue
        if isinstance(owner, emitc.LoadOp | emitc.CallOpaqueOp) or not is_movable(owner):
            return False
        pending += owner.operands
        operators += 1
    return operators <= _MAX_BOUND_OPERATORS


def _is_compound_type(op: Operation) -> bool:
    """Whether `op` computes in one type throughout, which is no narrower than `int`."""
    types = {c_type(value.type) for value in (op.operands[0], op.results[0])}
    return len(types) == 1 and not is_narrow(types.pop())
