"""Which tensors are stored in memory, and which are computed where they are used."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from xdsl.dialects import tensor
from xdsl.ir import Block, Operation, SSAValue

from microaot.passes.fusion.tensor_ops import (
    MOVES,
    PIECEWISE,
    SOURCES,
    captured,
    cost,
    is_elementwise_computable,
    is_tensor,
    reduction_loops,
    shape_of,
    structured,
)
from microaot.passes.linalg_loop_plan import loop_extents

_LONG = 24
"""Simple operations of a calculation that is worth a name."""

_CHEAP = 2
"""Simple operations that are rather repeated than remembered."""


@dataclass
class _Demand:
    """How often the elements of an op's results are asked for."""

    evaluations: int = 0
    """In all."""
    in_reduction: bool = False
    """Whether that happens in the innermost loops of a reduction."""
    whole: bool = False
    """Whether somebody needs the tensor itself."""
    users_have_loops: bool = False
    """Whether somebody needs it for more than one element."""


class Materialization:
    """Decides for a block which of the tensors that can be computed element by element are stored.

    A tensor is computed where it is used if each element is needed just once, or costs next to
    nothing; what only moves elements is never stored for its own sake. Decisions are made from the
    last op to the first, since it depends on its users how often a tensor is read.
    """

    def __init__(self, block: Block) -> None:
        self._computable = [op for op in block.ops if is_elementwise_computable(op)]
        self._known = set(self._computable)
        self._demands: dict[Operation, _Demand] = {op: _Demand() for op in self._computable}
        self._light: dict[Operation, bool] = {}
        self._reducing: dict[Operation, bool] = {}
        self._stored: set[Operation] = set()
        for op in reversed([*block.ops]):
            if op in self._known:
                self._decide(op)
            else:
                self._need_whole([*op.operands, *captured(op)])

    def is_computable(self, op: Operation) -> bool:
        """Whether the op is one that this decides about."""
        return op in self._known

    def is_stored(self, op: Operation) -> bool:
        """Whether the results of a computable op are written to memory."""
        return op in self._stored

    def _decide(self, op: Operation) -> None:
        demand = self._demands[op]
        size = prod(shape_of(op.results[0]))
        if demand.whole or (demand.evaluations and not self._is_repeatable(op, demand, size)):
            self._stored.add(op)
            demand.evaluations, demand.in_reduction = size, False
        if demand.evaluations or demand.whole:
            demand.evaluations = min(demand.evaluations, 1) if size == 1 else demand.evaluations
            self._ask(op, demand)

    def _is_repeatable(self, op: Operation, demand: _Demand, size: int) -> bool:
        if isinstance(op, (*MOVES, *SOURCES)):
            return True
        if isinstance(op, PIECEWISE):
            return False
        if demand.in_reduction and self._reduces(op):
            # Nothing that is summed up itself runs within the steps of another sum.
            return False
        if size == 1 and not _has_reduction(op):
            # A single element is computed once, in front of all loops. A long calculation of one is
            # a step of its own.
            return not demand.users_have_loops or self._chain_cost(op) <= _LONG
        return demand.evaluations <= size or self._is_light(op)

    def _chain_cost(self, op: Operation) -> int:
        """What a single element costs, with all single elements that it is computed from."""
        found: dict[Operation, None] = {}
        pending = [op]
        while pending:
            current = pending.pop()
            if current in found or prod(shape_of(current.results[0])) != 1:
                continue
            found[current] = None
            owners = [value.owner for value in _inputs(current)]
            pending += [o for o in owners if isinstance(o, Operation) and o in self._known]
        return sum(map(cost, found))

    def _reduces(self, op: Operation) -> bool:
        """Whether computing an element takes a loop, here or in what it is computed from."""
        if (known := self._reducing.get(op)) is None:
            sources = [value.owner for value in _inputs(op)]
            known = _has_reduction(op) or any(
                isinstance(source, Operation) and source in self._known and self._reduces(source)
                for source in sources
            )
            self._reducing[op] = known
        return known

    def _is_light(self, op: Operation) -> bool:
        """Whether computing an element anew is as good as loading it, with all that it needs."""
        if (known := self._light.get(op)) is None:
            known = (
                cost(op) <= _CHEAP
                and not _has_reduction(op)
                and not isinstance(op, PIECEWISE)
                and all(self._is_light_value(value) for value in _inputs(op))
            )
            self._light[op] = known
        return known

    def _is_light_value(self, value: SSAValue) -> bool:
        owner = value.owner
        return owner not in self._known or (isinstance(owner, Operation) and self._is_light(owner))

    def _ask(self, op: Operation, demand: _Demand) -> None:
        """Pass on to the operands how often they are read."""
        self._need_whole(captured(op))
        view = structured(op)
        if view is None:
            for operand in op.operands:
                is_piece = isinstance(op, PIECEWISE)
                evaluations = prod(shape_of(operand)) if is_piece else demand.evaluations
                self._add(operand, op, evaluations, demand.in_reduction)
            return
        order = [*view.output_maps[0].used_dims(), *reduction_loops(view)]
        extents = _extents(op)
        parallel = prod(extents[loop] for loop in view.output_maps[0].used_dims())
        for index, operand in enumerate(view.operands):
            if not view.body.args[index].uses:
                continue
            if index >= len(view.inputs):
                self._add(operand, op, demand.evaluations, demand.in_reduction)
                continue
            dims = {d for d in view.maps[index].used_dims() if extents[d] != 1}
            depth = max((order.index(dim) + 1 for dim in dims), default=0)
            visited = prod(extents[loop] for loop in order[:depth])
            reduces = any(dim in reduction_loops(view) for dim in dims)
            evaluations = -(-demand.evaluations * visited // max(parallel, 1))
            self._add(operand, op, evaluations, demand.in_reduction or reduces)

    def _add(self, value: SSAValue, user: Operation, evaluations: int, in_reduction: bool) -> None:
        owner = value.owner
        if isinstance(owner, Operation) and (demand := self._demands.get(owner)) is not None:
            demand.evaluations += evaluations
            demand.in_reduction |= in_reduction
            demand.users_have_loops |= prod(shape_of(user.results[0])) > 1

    def _need_whole(self, values: Sequence[SSAValue]) -> None:
        for value in values:
            owner = value.owner
            if isinstance(owner, Operation) and (demand := self._demands.get(owner)) is not None:
                # An undefined tensor is only a place to write to.
                demand.whole |= not isinstance(owner, tensor.EmptyOp)


def _inputs(op: Operation) -> Sequence[SSAValue]:
    return [operand for operand in op.operands if is_tensor(operand)]


def _has_reduction(op: Operation) -> bool:
    view = structured(op)
    return view is not None and any(_extents(op)[loop] != 1 for loop in reduction_loops(view))


def _extents(op: Operation) -> list[int]:
    view = structured(op)
    assert view is not None
    return [e.size for e in loop_extents(view.num_loops, view.maps, view.shapes())]


def closure(op: Operation, plan: Materialization) -> list[Operation]:
    """The ops that are computed in the nest that stores the results of `op`, in any order."""
    found: dict[Operation, None] = {}
    pending: list[Operation] = [op]
    while pending:
        current = pending.pop()
        if current in found:
            continue
        found[current] = None
        for value in [*current.operands, *captured(current)]:
            owner = value.owner
            if not isinstance(owner, Operation) or owner.parent is not op.parent:
                continue
            if plan.is_computable(owner) and not plan.is_stored(owner):
                pending.append(owner)
    return [*found]
