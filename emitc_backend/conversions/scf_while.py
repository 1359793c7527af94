"""scf.while to emitc: `do` loops with a flag, as emitc has no other loop that does not count.

```c
bool running;
do {
    running = i < n;
    if (running) { i = i * 2; }
} while (running);
```
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects import scf
from xdsl.ir import Block, Operation, Region, SSAValue

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.scf_variables import (
    Variables,
    assign,
    convert_body,
    declare,
    declare_initialized,
    forward,
    load,
    yield_to,
)
from microaot.emitc_backend.conversions.types import BOOL


@dataclass(frozen=True)
class WhileLoop:
    """The values of a `scf.while`, by the part they play.

    An argument of the after region is the operand of `scf.condition` under another name: the body
    of the `if` sees the values of the before region.
    """

    op: scf.WhileOp

    @property
    def before(self) -> Block:
        """Computes the condition."""
        return self.op.before_region.block

    @property
    def after(self) -> Block:
        """Runs if the condition holds."""
        return self.op.after_region.block

    @property
    def condition(self) -> scf.ConditionOp:
        """Ends the before region."""
        condition = self.before.last_op
        assert isinstance(condition, scf.ConditionOp)
        return condition

    @property
    def is_do_while(self) -> bool:
        """Whether all the work is done before the condition is looked at."""
        return self.after.first_op is self.after.last_op

    def next_values(self) -> list[SSAValue]:
        """What the after region yields, in terms of the before region where it can be."""
        end = self.after.last_op
        assert end is not None
        known: dict[SSAValue, SSAValue] = dict(
            zip(self.after.args, self.condition.args, strict=True)
        )
        return [known.get(value, value) for value in end.operands]

    def slot_of_result(self, value: SSAValue) -> int | None:
        """Which loop-carried variable holds `value` when the loop has ended, if one does."""
        candidates: Sequence[SSAValue]
        candidates = self.next_values() if self.is_do_while else self.before.args
        return next((i for i, candidate in enumerate(candidates) if candidate is value), None)

    def is_defined_outside(self, value: SSAValue) -> bool:
        """Whether `value` is the same before and after the loop."""
        owner = value.owner
        return not self.op.is_ancestor(owner)


def convert_while(c: FunctionConverter, op: scf.WhileOp) -> None:
    """A `do` loop: the before region, and the after region under `if`."""
    loop = WhileLoop(op)
    carried = declare_carried(c, loop)
    results = declare_results(c, loop)
    running = c.b.variable(BOOL, "running")

    body = Block()
    with c.b.at_end_of(body):
        for variables, argument in zip(carried, loop.before.args, strict=True):
            if variables is not None:
                load(c, variables, argument, op)
        condition = convert_body(c, loop.before)
        for variables, value in zip(results, loop.condition.args, strict=True):
            if variables is not None:
                assign(c, variables, c.components(value, condition))
        for argument, value in zip(loop.after.args, loop.condition.args, strict=True):
            forward(c, argument, value)
        go_on = c.value(loop.condition.condition)
        if loop.is_do_while:
            yield_to(c, carried, convert_body(c, loop.after))
            c.b.assign(running, go_on)
        else:
            c.b.assign(running, go_on)
            then, _ = c.b.if_else(go_on, otherwise=False)
            with c.b.at_end_of(then):
                yield_to(c, carried, convert_body(c, loop.after))
    c.b.location = op.location
    c.b.insert(emitc.DoOp(Region(body), flag_condition(running)))
    bind_results(c, loop, carried, results)


def declare_carried(c: FunctionConverter, loop: WhileLoop) -> list[Variables | None]:
    """Variables for the loop-carried values, none for those that never change."""
    carried: list[Variables | None] = []
    for argument, initial, new in zip(
        loop.before.args, loop.op.arguments, loop.next_values(), strict=True
    ):
        if new is argument:
            carried.append(None)
            forward(c, argument, initial)
        else:
            carried.append(declare_initialized(c, initial, loop.op, argument.name_hint))
    return carried


def declare_results(c: FunctionConverter, loop: WhileLoop) -> list[Variables | None]:
    """Variables for the results that nothing else holds when the loop has ended."""
    results: list[Variables | None] = []
    for result, value in zip(loop.op.res, loop.condition.args, strict=True):
        slot = loop.slot_of_result(value)
        if not result.uses or slot is not None or loop.is_defined_outside(value):
            results.append(None)
        else:
            results.append(declare(c, result, loop.op, result.name_hint))
    return results


def bind_results(
    c: FunctionConverter,
    loop: WhileLoop,
    carried: Sequence[Variables | None],
    results: Sequence[Variables | None],
) -> None:
    """Bind each result to what holds it."""
    for result, value, own in zip(loop.op.res, loop.condition.args, results, strict=True):
        slot = loop.slot_of_result(value)
        if variables := own or (carried[slot] if slot is not None else None):
            load(c, variables, result, loop.op)
        elif result.uses:
            forward(c, result, value)


def flag_condition(flag: SSAValue) -> Region:
    """The condition region of `emitc.do`: the value of a variable."""
    inner = Block(arg_types=[flag.type])
    value = emitc.LoadOp(inner.args[0])
    inner.add_ops([value, emitc.YieldOp(value)])
    expression = emitc.ExpressionOp((flag,), BOOL, Region(inner))
    return Region(Block([expression, emitc.YieldOp(expression)]))


CONVERSIONS: dict[type[Operation], Handler] = {scf.WhileOp: convert_while}
