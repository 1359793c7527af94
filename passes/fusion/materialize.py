"""Which tensors are stored in memory, and which are computed where they are used."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from xdsl.dialects import tensor
from xdsl.ir import Block, Operation, SSAValue

from microaot.passes.fusion.chains import Chains, extents_of, has_reduction
from microaot.passes.fusion.tensor_ops import (
    MOVES,
    PIECEWISE,
    SOURCES,
    captured,
    is_elementwise_computable,
    reduction_loops,
    shape_of,
    structured,
)

_LONG = 24
"""Simple operations of a calculation that is worth a name."""

_DEEPEST = 40
"""Ops in a row that are computed together; code, and what works on it, nests by as much."""


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
    depth: int = 0
    """How many ops at most are between these results and a tensor that is stored."""


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
        self._chains = Chains(self._computable)
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
        size = max(prod(shape_of(op.results[0])), 1)
        if demand.whole or (demand.evaluations and not self._is_repeatable(op, demand, size)):
            self._stored.add(op)
            demand.evaluations, demand.in_reduction, demand.depth = size, False, 0
        if demand.evaluations or demand.whole:
            demand.evaluations = min(demand.evaluations, 1) if size == 1 else demand.evaluations
            self._ask(op, demand)

    def _is_repeatable(self, op: Operation, demand: _Demand, size: int) -> bool:
        if isinstance(op, SOURCES):
            return True
        if isinstance(op, PIECEWISE) or demand.depth >= _DEEPEST:
            return False
        if isinstance(op, MOVES):
            return True
        if demand.in_reduction and self._chains.reduces(op):
            # Nothing that is summed up itself runs within the steps of another sum.
            return False
        if size == 1 and not has_reduction(op):
            # A single element is computed once, in front of all loops. A long calculation of one is
            # a step of its own.
            return not demand.users_have_loops or not self._chains.is_longer(op, _LONG)
        return demand.evaluations <= size or self._chains.is_light(op)

    def _ask(self, op: Operation, demand: _Demand) -> None:
        """Pass on to the operands how often they are read."""
        self._need_whole(captured(op))
        view = structured(op)
        if view is None:
            for operand in op.operands:
                is_piece = isinstance(op, PIECEWISE)
                evaluations = prod(shape_of(operand)) if is_piece else demand.evaluations
                self._add(operand, op, evaluations, demand)
            return
        order = [*view.output_maps[0].used_dims(), *reduction_loops(view)]
        extents = extents_of(op)
        parallel = prod(extents[loop] for loop in view.output_maps[0].used_dims())
        for index, operand in enumerate(view.operands):
            if not view.body.args[index].uses:
                continue
            if index >= len(view.inputs):
                self._add(operand, op, demand.evaluations, demand)
                continue
            dims = {d for d in view.maps[index].used_dims() if extents[d] != 1}
            depth = max((order.index(dim) + 1 for dim in dims), default=0)
            visited = prod(extents[loop] for loop in order[:depth])
            reduces = any(dim in reduction_loops(view) for dim in dims)
            evaluations = -(-demand.evaluations * visited // max(parallel, 1))
            self._add(operand, op, evaluations, demand, reduces=reduces)

    def _add(
        self,
        value: SSAValue,
        user: Operation,
        evaluations: int,
        of_user: _Demand,
        *,
        reduces: bool = False,
    ) -> None:
        owner = value.owner
        if isinstance(owner, Operation) and (demand := self._demands.get(owner)) is not None:
            demand.evaluations += evaluations
            demand.in_reduction |= of_user.in_reduction or reduces
            demand.depth = max(demand.depth, of_user.depth + 1)
            demand.users_have_loops |= prod(shape_of(user.results[0])) > 1

    def _need_whole(self, values: Sequence[SSAValue]) -> None:
        for value in values:
            owner = value.owner
            if isinstance(owner, Operation) and (demand := self._demands.get(owner)) is not None:
                # An undefined tensor is only a place to write to.
                demand.whole |= not isinstance(owner, tensor.EmptyOp)


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
