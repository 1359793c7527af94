"""C variables that carry MLIR values across the edges of structured control flow.

A carried value is one `emitc.variable` per component (see `FunctionConverter.components`): assigned
where a region yields, loaded once where the value is bound. As each load is an SSA value of its
own, values that trade places cannot overwrite each other.
"""

from collections.abc import Sequence
from typing import TypeAlias

from xdsl.dialects.builtin import MemRefType
from xdsl.ir import Block, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.converter import FunctionConverter

Variables: TypeAlias = list[SSAValue]
"""The lvalues for the components of one value."""


def declare(
    c: FunctionConverter, like: SSAValue, op: Operation, hint: str | None = None
) -> Variables:
    """Declare variables for a value of the type of `like`, without an initial value."""
    types = c.component_types(like.type, op)
    return [c.b.variable(t, h) for t, h in zip(types, _hints(hint, len(types)), strict=True)]


def declare_initialized(
    c: FunctionConverter, initial: SSAValue, op: Operation, hint: str | None = None
) -> Variables:
    """Declare variables that start as `initial`; each is assigned right after its declaration, so
    that C shows `float acc = 0.0f;`."""
    parts = c.components(initial, op)
    variables: Variables = []
    for part, part_hint in zip(parts, _hints(hint, len(parts)), strict=True):
        variables.append(c.b.variable(part.type, part_hint))
        c.b.assign(variables[-1], part)
    return variables


def assign(c: FunctionConverter, variables: Variables, parts: Sequence[SSAValue]) -> None:
    """Give every component its new value."""
    for variable, part in zip(variables, parts, strict=True):
        c.b.assign(variable, part)


def load(c: FunctionConverter, variables: Variables, old: SSAValue, op: Operation) -> None:
    """Bind `old` to what the variables hold at this point; nothing if nobody asks for it."""
    if old.uses:
        c.bind_components(old, [c.b.load(variable) for variable in variables], op)


def forward(c: FunctionConverter, old: SSAValue, known: SSAValue) -> None:
    """Bind `old` to what the MLIR value `known` became."""
    if isa(old.type, MemRefType):
        c.bind_view(old, c.view(known))
    else:
        c.bind(old, c.value(known))


def convert_body(c: FunctionConverter, block: Block) -> Operation:
    """Convert all ops of `block` but the terminator, which is returned: its parent decides what it
    means."""
    terminator = block.last_op
    assert terminator is not None
    for op in block.ops:
        if op is not terminator:
            c.convert_op(op)
    c.b.location = terminator.location
    return terminator


def yield_to(
    c: FunctionConverter, targets: Sequence[Variables | None], terminator: Operation
) -> None:
    """Assign the operands of `terminator` to their variables; None stands for one nobody reads."""
    pairs = [
        (variables, c.components(value, terminator))
        for variables, value in zip(targets, terminator.operands, strict=True)
        if variables is not None
    ]
    for variables, parts in pairs:
        if not all(holds(variable, part) for variable, part in zip(variables, parts, strict=True)):
            assign(c, variables, parts)


def holds(variable: SSAValue, value: SSAValue) -> bool:
    """Whether `value` was read from `variable`, which is assigned at the end of a body only or by
    an op whose result is read from it again."""
    return isinstance(value.owner, emitc.LoadOp) and value.owner.lvalue is variable


def _hints(hint: str | None, count: int) -> list[str | None]:
    """Names for the components: the pointer takes the name, the extents are derived from it."""
    extents = [f"{hint}_extent{i}" if hint else None for i in range(count - 1)]
    return [hint, *extents]
