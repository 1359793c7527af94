"""Structured ops as the loops that they stand for, where no element can be computed alone."""

from collections.abc import Sequence

from xdsl.dialects import scf, tensor
from xdsl.dialects.builtin import IndexType, TensorType
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.utils.hints import isa

from microaot.passes.fusion.emitter import Emitter
from microaot.passes.fusion.indexing import applied
from microaot.passes.fusion.linear import Linear
from microaot.passes.fusion.structured import LOOP_NAMES, Nest
from microaot.passes.fusion.tensor_ops import is_static
from microaot.passes.linalg.loop_plan import loop_extents
from microaot.passes.linalg.view import StructuredView


def sequential_view(op: Operation) -> StructuredView | None:
    """The view of a structured op on tensors of known sizes; None for other ops."""
    view = StructuredView.of_tensors(op)
    return view if view is not None and view.output_maps and is_static(op) else None


def store_in_order(emitter: Emitter, view: StructuredView) -> Sequence[SSAValue]:
    """Emit all loops of an op around its body, which reads and writes elements of its outputs."""
    emitter.location = view.op.location
    emitter.scopes.current.anchor = view.op
    extents = [e.size for e in loop_extents(view.num_loops, view.maps, view.shapes())]
    results = _Sequence(emitter, view, extents).emit([], view.outputs)
    emitter.scopes.current.anchor = None
    return results


class _Sequence:
    """The loops, from the outermost inwards; tensors are carried from step to step."""

    def __init__(self, emitter: Emitter, view: StructuredView, extents: list[int]) -> None:
        self._emitter = emitter
        self._view = view
        self._extents = extents

    def emit(self, counters: list[Linear], carried: Sequence[SSAValue]) -> Sequence[SSAValue]:
        """The loops that are missing; returns the tensors afterwards."""
        emitter, number = self._emitter, len(counters)
        if number == len(self._extents):
            return self._step(counters, carried)
        if self._extents[number] == 1:
            return self.emit([*counters, Linear.of(0)], carried)
        block = Block(arg_types=[IndexType(), *(value.type for value in carried)])
        block.args[0].name_hint = LOOP_NAMES[emitter.scopes.depth % len(LOOP_NAMES)]
        counter = emitter.symbol(block.args[0], 0, self._extents[number] - 1)
        bounds = (emitter.constant(0), emitter.constant(self._extents[number]))
        loop = scf.ForOp(*bounds, emitter.constant(1), list(carried), Region(block))
        emitter.insert(loop)
        with emitter.scopes.inside(loop, block):
            inner = self.emit([*counters, counter], block.args[1:])
            emitter.insert(scf.YieldOp(*inner))
        return loop.results

    def _step(self, counters: list[Linear], carried: Sequence[SSAValue]) -> Sequence[SSAValue]:
        emitter, view = self._emitter, self._view
        places = [
            [emitter.index(applied(emitter, expr, counters)) for expr in map_.results]
            for map_ in view.output_maps
        ]
        olds: list[SSAValue] = []
        for index, (target, place) in enumerate(zip(carried, places, strict=True)):
            if view.reads_output(index):
                assert isa(target.type, TensorType)
                element = tensor.ExtractOp(target, place, target.type.get_element_type())
                olds.append(emitter.insert(element).results[0])
        news = Nest(emitter, view, counters, self._extents).step(olds)
        return [
            emitter.insert(tensor.InsertOp(new, target, place)).results[0]
            for new, target, place in zip(news, carried, places, strict=True)
        ]
