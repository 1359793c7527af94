"""Nested loops that carry one value between them share one C variable.

```c
int32_t acc = bias[k];
for (...) {
    for (...) {
        acc += x[i] * w[j];
    }
}
```
"""

from xdsl.dialects import scf
from xdsl.ir import Block, Operation, SSAValue

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.converter import FunctionConverter
from microaot.emitc_backend.conversions.scf_variables import Variables


def shared_variables(
    c: FunctionConverter, result: SSAValue, initial: SSAValue, op: Operation
) -> Variables | None:
    """The variables in which a loop around `op` carries `initial`, if it goes on with `result`.

    They hold `initial` when `op` begins: each op that assigns them is a link in the chain from
    the start of the iteration to its end, see `carried_chain`.
    """
    block = op.parent
    if block is None or not isinstance(block.parent_op(), scf.ForOp):
        return None
    if not any(result in carried_chain(block, slot) for slot in range(len(block.args) - 1)):
        return None
    loads = [part.owner for part in c.components(initial, op)]
    variables = [load.lvalue for load in loads if isinstance(load, emitc.LoadOp)]
    return variables if len(variables) == len(loads) else None


def carried_chain(block: Block, slot: int) -> list[SSAValue]:
    """The results of the ops in the body of a loop through which the value of one slot passes, last
    one first; empty if it takes any other way."""
    end = block.last_op
    assert end is not None
    chain: list[SSAValue] = []
    value: SSAValue | None = end.operands[slot]
    while value is not None and value is not block.args[slot + 1]:
        chain.append(value)
        value = previous_value(value, block)
    return [] if value is None else chain


def previous_value(value: SSAValue, block: Block) -> SSAValue | None:
    """What an op of `block` starts from to make `value`."""
    owner = value.owner
    if isinstance(owner, Block) or owner.parent is not block:
        return None
    index = next(i for i, result in enumerate(owner.results) if result is value)
    match owner:
        case scf.ForOp():
            return owner.iter_args[index]
        case scf.IfOp():
            values = values_of_trivial_else(owner)
            return None if values is None else values[index]
        case _:
            return None


def values_of_trivial_else(op: scf.IfOp) -> tuple[SSAValue, ...] | None:
    """What the else branch yields if it does nothing else."""
    block = op.false_region.blocks.first
    if block is None or block.first_op is not block.last_op or block.last_op is None:
        return None
    return tuple(block.last_op.operands)
