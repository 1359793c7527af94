"""64-bit computations between 32-bit values: where they are, and which are the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerType, i32, i64
from xdsl.ir import Operation, SSAValue

from microaot.passes.fusion.neutral import constant_of

_WIDE_OPS = (arith.AddiOp, arith.SubiOp, arith.MuliOp, arith.ShRSIOp, arith.ShLIOp, arith.ShRUIOp)
_EXTENSIONS = (arith.ExtSIOp, arith.ExtUIOp)


@dataclass(frozen=True)
class Island:
    """The ops between 32-bit inputs and a 32-bit result, in their order; the last one narrows."""

    ops: tuple[Operation, ...]
    inputs: tuple[SSAValue, ...]

    @property
    def root(self) -> Operation:
        """The op that gives the result."""
        return self.ops[-1]

    def key(self) -> tuple[object, ...]:
        """Equal for islands that compute the same, whatever is known of their overflows."""
        numbers: dict[SSAValue, int] = {value: i for i, value in enumerate(self.inputs)}
        parts: list[object] = []
        for op in self.ops:
            numbers[op.results[0]] = len(numbers)
            operands = tuple(
                number if isinstance(number := numbers.get(v), int) else ("c", constant_of(v))
                for v in op.operands
            )
            parts.append((op.name, operands, str(op.results[0].type)))
        return (*parts, *(str(value.type) for value in self.inputs))


def find_island(root: Operation) -> Island | None:
    """The island that ends with a narrowing from 64 to 32 bits, if nothing else uses its parts."""
    if not isinstance(root, arith.TruncIOp) or root.input.type != i64 or root.result.type != i32:
        return None
    ops: dict[Operation, None] = {}
    inputs: dict[SSAValue, None] = {}
    if not _collect(root.input, ops, inputs) or len(ops) < 3:
        return None
    members = [*ops, root]
    inside = set(members)
    # Whoever else needs a conversion may have its own.
    computed = [op.results[0] for op in ops if not isinstance(op, _EXTENSIONS)]
    is_private = all(use.operation in inside for value in computed for use in value.uses)
    return Island(tuple(members), tuple(inputs)) if is_private else None


def _collect(value: SSAValue, ops: dict[Operation, None], inputs: dict[SSAValue, None]) -> bool:
    """Gather the ops behind a 64-bit value, operands first."""
    if constant_of(value) is not None:
        return True
    owner = value.owner
    if isinstance(owner, _EXTENSIONS):
        if not isinstance(owner.input.type, IntegerType):
            return False
        inputs.setdefault(owner.input)
    elif isinstance(owner, _WIDE_OPS):
        if not all(_collect(operand, ops, inputs) for operand in owner.operands):
            return False
    else:
        return False
    ops.setdefault(owner)
    return True


def same_islands(islands: Sequence[Island]) -> list[list[Island]]:
    """Islands that compute the same, in the order in which they occur."""
    groups: dict[tuple[object, ...], list[Island]] = {}
    for island in islands:
        groups.setdefault(island.key(), []).append(island)
    return [*groups.values()]
