"""What it takes to compute one element of a tensor, with all that it is computed from."""

from collections.abc import Iterable, Sequence
from math import prod

from xdsl.dialects import tensor
from xdsl.ir import Operation, SSAValue

from microaot.passes.fusion.tensor_ops import (
    MOVES,
    PIECEWISE,
    cost,
    is_tensor,
    reduction_loops,
    shape_of,
    structured,
)
from microaot.passes.linalg.loop_plan import loop_extents

_CHEAP = 2
"""Simple operations that are rather repeated than remembered."""

_CHEAP_CHAIN = 8
"""Simple operations that are rather repeated than remembered, with all that leads to them. What is
repeated may itself repeat what it needs, so that this is what keeps code small."""

_BRANCH = 2
"""What it costs to find out whether an element is padding."""


class Chains:
    """Properties of ops that hold for all that is computed with them, ops being in order."""

    def __init__(self, ops: Iterable[Operation]) -> None:
        self._reducing: set[Operation] = set()
        self._weights: dict[Operation, float] = {}
        for op in ops:
            owners = [v.owner for v in inputs_of(op) if isinstance(v.owner, Operation)]
            sources = [owner for owner in owners if owner in self._weights]
            if has_reduction(op) or any(source in self._reducing for source in sources):
                self._reducing.add(op)
            own = _own_weight(op)
            self._weights[op] = own + sum(self._weights[source] for source in sources)

    def reduces(self, op: Operation) -> bool:
        """Whether computing an element takes a loop, here or in what it is computed from."""
        return op in self._reducing

    def is_light(self, op: Operation) -> bool:
        """Whether computing an element anew is as good as loading it, with all that it needs."""
        return self._weights[op] <= _CHEAP_CHAIN

    def is_longer(self, op: Operation, limit: int) -> bool:
        """Whether a single element costs more than the limit, with all single elements that it is
        computed from."""
        found: set[Operation] = set()
        total, pending = 0, [op]
        while pending and total <= limit:
            current = pending.pop()
            if current in found or prod(shape_of(current.results[0])) != 1:
                continue
            found.add(current)
            total += cost(current)
            owners = [value.owner for value in inputs_of(current)]
            pending += [o for o in owners if isinstance(o, Operation) and o in self._weights]
        return total > limit


def inputs_of(op: Operation) -> Sequence[SSAValue]:
    """The tensors among the operands."""
    return [operand for operand in op.operands if is_tensor(operand)]


def has_reduction(op: Operation) -> bool:
    """Whether computing an element takes a loop."""
    view = structured(op)
    return view is not None and any(extents_of(op)[loop] != 1 for loop in reduction_loops(view))


def extents_of(op: Operation) -> list[int]:
    """How often each loop of a structured op runs."""
    view = structured(op)
    assert view is not None
    return [e.size for e in loop_extents(view.num_loops, view.maps, view.shapes())]


def _own_weight(op: Operation) -> float:
    if isinstance(op, PIECEWISE) or has_reduction(op) or cost(op) > _CHEAP:
        return float("inf")
    if isinstance(op, tensor.PadOp):
        return _BRANCH
    return 0 if isinstance(op, MOVES) else cost(op)
