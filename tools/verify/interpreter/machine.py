"""Running the functions of a module on arrays, op by op.

An implementation of an op takes the values of its operands and gives those of its results. Where
the ops of a body are elementwise, values are not scalars but arrays of them, one for each point
that the body is run for: all at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, Operation, SSAValue

from microaot.tools.errors import OperationError, UserError, describe_location
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.elements import Unknown

Values: TypeAlias = Sequence[Array]

Implementation: TypeAlias = "Callable[[Frame, Operation, Values], Values]"
"""Computes the results of an op."""

_DEPTH = 100
"""How many calls may be within one another; Python itself bears about ten times as many."""


@dataclass(frozen=True)
class Program:
    """The functions of a module, and how each op is computed, by its name."""

    module: ModuleOp
    implementations: Mapping[str, Implementation]
    plans: dict[Block, "Plan"] = field(default_factory=dict["Block", "Plan"])

    def function(self, name: str) -> func.FuncOp | None:
        """The function of a name that has a body."""
        functions = (op for op in self.module.body.ops if isinstance(op, func.FuncOp))
        named = (f for f in functions if f.sym_name.data == name and not f.is_declaration)
        return next(named, None)

    def plan(self, block: Block) -> "Plan":
        """What to do for a block, which is found out once."""
        if block not in self.plans:
            *ops, last = block.ops
            self.plans[block] = Plan([(op, self._implementation(op)) for op in ops], last)
        return self.plans[block]

    def _implementation(self, op: Operation) -> Implementation:
        if (found := self.implementations.get(op.name)) is None:
            raise _unknown(op, f"'{op.name}'")
        return found


@dataclass(frozen=True)
class Plan:
    """The ops of a block with their implementations, and the terminator."""

    ops: Sequence[tuple[Operation, Implementation]]
    last: Operation


@dataclass
class Frame:
    """One call of a function: the values of all that it has computed.

    `indices` are those of the innermost loop nest of linalg, one for each loop.
    """

    program: Program
    depth: int = 0
    values: dict[SSAValue, Array] = field(default_factory=dict[SSAValue, Array])
    indices: Values = ()

    def call(self, op: Operation, name: str, arguments: Values) -> Values:
        """What another function returns; `op` is the call."""
        function = self.program.function(name)
        if function is None:
            raise OperationError(op, f"calls '{name}', which has no body that could be interpreted")
        if self.depth == _DEPTH:
            raise OperationError(op, f"calls '{name}' too deep for the interpreter")
        return run_function(self.program, function, arguments, self.depth + 1)

    def run(self, block: Block, arguments: Values) -> Values:
        """The operands of the terminator of a block, after all its ops."""
        values = self.values
        values.update(zip(block.args, arguments, strict=True))
        plan = self.program.plan(block)
        for op, implementation in plan.ops:
            operands = [values[operand] for operand in op.operands]
            try:
                results = implementation(self, op, operands)
            except Unknown as unknown:
                raise _unknown(op, str(unknown)) from None
            for result, value in zip(op.results, results, strict=True):
                values[result] = value
        return [values[operand] for operand in plan.last.operands]


def run_function(
    program: Program, function: func.FuncOp, arguments: Values, depth: int = 0
) -> Values:
    """What a function returns.

    Raises `UserError` at an op that the interpreter does not know, or that has no result: one that
    reads outside of its tensor, say.
    """
    if len(function.body.blocks) != 1:
        raise _unknown(function, "branches between blocks, use scf")
    frame = Frame(program, depth)
    # Numbers that overflow and NaN are what the ops say.
    with np.errstate(all="ignore"):
        return frame.run(function.body.block, arguments)


def _unknown(op: Operation, what: str) -> UserError:
    return UserError(f"the interpreter does not know {what}", describe_location(op.location))
