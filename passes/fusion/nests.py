"""Loop nests that write the tensors which are stored."""

from collections.abc import Callable, Sequence

from xdsl.dialects import scf, tensor
from xdsl.dialects.builtin import IndexType, TensorType
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects.tensor import BitcastOp, GatherOp, GenerateOp
from microaot.passes.fusion.emitter import Emitter, Rules
from microaot.passes.fusion.linear import Linear
from microaot.passes.fusion.materialize import Materialization
from microaot.passes.fusion.moves import indices_around, moved, padded
from microaot.passes.fusion.sequential import store_in_order
from microaot.passes.fusion.sources import (
    gathered,
    generated,
    reinterpreted,
    splat,
    store_elements,
    undefined,
)
from microaot.passes.fusion.structured import LOOP_NAMES, computed
from microaot.passes.fusion.tensor_ops import shape_of
from microaot.passes.linalg.view import StructuredView

RULES = Rules(
    {
        BitcastOp: reinterpreted,
        GatherOp: gathered,
        GenerateOp: generated,
        tensor.CastOp: moved,
        tensor.CollapseShapeOp: moved,
        tensor.EmptyOp: undefined,
        tensor.ExpandShapeOp: moved,
        tensor.ExtractSliceOp: moved,
        tensor.PadOp: padded,
        tensor.SplatOp: splat,
    },
    structured=computed,
)

Scalars = Callable[[Sequence[Linear]], Sequence[SSAValue]]
"""The values to write at some indices, one for each tensor."""


class NestBuilder:
    """Replaces the ops of a block that compute tensors by loops that write the stored ones.

    `destinations` are tensors to write results to; for others, an empty tensor is made.
    """

    def __init__(
        self, block: Block, plan: Materialization, destinations: dict[SSAValue, SSAValue]
    ) -> None:
        self._plan = plan
        self._destinations = destinations
        self._emitter = Emitter(block, plan, RULES)

    def store(self, op: Operation) -> Sequence[SSAValue]:
        """Emit the nest that writes the results of `op`, in front of it."""
        emitter = self._emitter
        emitter.location = op.location
        emitter.scopes.current.anchor = op
        match op:
            case tensor.ConcatOp():
                results = [self._concat(op)]
            case tensor.FromElementsOp():
                results = [store_elements(emitter, op, self._destination(op.result))]
            case tensor.InsertSliceOp():
                results = [self._insert_slice(op)]
            case _:
                targets = [self._destination(result) for result in op.results]
                results = self._nest(
                    shape_of(op.results[0]), targets, lambda at: emitter.compute(op, at)
                )
        for old, new in zip(op.results, results, strict=True):
            new.name_hint = old.name_hint
        emitter.scopes.current.anchor = None
        return results

    def store_in_order(self, view: StructuredView) -> Sequence[SSAValue]:
        """Emit the loops of an op that writes its results as it goes, in front of it."""
        results = store_in_order(self._emitter, view)
        for old, new in zip(view.op.results, results, strict=True):
            new.name_hint = old.name_hint
        return results

    def _destination(self, result: SSAValue) -> SSAValue:
        if (given := self._destinations.get(result)) is not None:
            return given
        type = result.type
        assert isa(type, TensorType)
        empty = self._emitter.insert(tensor.EmptyOp((), type)).results[0]
        empty.name_hint = result.name_hint
        return empty

    def _nest(
        self,
        shape: Sequence[int],
        targets: Sequence[SSAValue],
        scalars: Scalars,
        place: Callable[[Sequence[Linear]], Sequence[Linear]] = lambda at: at,
    ) -> Sequence[SSAValue]:
        """Loops over a shape that insert what `scalars` computes into tensors, at `place`."""
        indices: list[Linear] = []
        return self._loops(list(shape), indices, targets, scalars, place)

    def _loops(
        self,
        shape: Sequence[int],
        indices: list[Linear],
        targets: Sequence[SSAValue],
        scalars: Scalars,
        place: Callable[[Sequence[Linear]], Sequence[Linear]],
    ) -> Sequence[SSAValue]:
        emitter = self._emitter
        if not shape:
            values = scalars(indices)
            at = [emitter.index(index) for index in place(indices)]
            return [
                emitter.insert(tensor.InsertOp(value, target, at)).results[0]
                for value, target in zip(values, targets, strict=True)
            ]
        size, *rest = shape
        if size == 1:
            return self._loops(rest, [*indices, Linear.of(0)], targets, scalars, place)
        block = Block(arg_types=[IndexType(), *(target.type for target in targets)])
        block.args[0].name_hint = LOOP_NAMES[emitter.scopes.depth % len(LOOP_NAMES)]
        counter = emitter.symbol(block.args[0], 0, size - 1)
        bounds = (emitter.constant(0), emitter.constant(size), emitter.constant(1))
        loop = scf.ForOp(*bounds, list(targets), Region(block))
        emitter.insert(loop)
        with emitter.scopes.inside(loop, block):
            inner = self._loops(rest, [*indices, counter], block.args[1:], scalars, place)
            emitter.insert(scf.YieldOp(*inner))
        return loop.results

    def _concat(self, op: tensor.ConcatOp) -> SSAValue:
        """Each tensor is written to its part of the result."""
        target, offset, axis = self._destination(op.result), 0, op.dim.value.data
        for part in op.inputs:
            start = offset

            def place(at: Sequence[Linear], start: int = start) -> list[Linear]:
                return [index + start if d == axis else index for d, index in enumerate(at)]

            (target,) = self._nest(shape_of(part), [target], self._reading(part), place)
            offset += shape_of(part)[axis]
        return target

    def _insert_slice(self, op: tensor.InsertSliceOp) -> SSAValue:
        """The tensor around is written first, unless nothing is known of it."""
        emitter = self._emitter
        target = self._destination(op.result)
        if not isinstance(op.dest.owner, tensor.EmptyOp):
            (target,) = self._nest(shape_of(op.dest), [target], self._reading(op.dest))

        shape = shape_of(op.source)

        def place(at: Sequence[Linear]) -> list[Linear]:
            return indices_around(op, shape, at)

        emitter.location = op.location
        (target,) = self._nest(shape, [target], self._reading(op.source), place)
        return target

    def _reading(self, value: SSAValue) -> Scalars:
        return lambda at: [self._emitter.element(value, at)]
