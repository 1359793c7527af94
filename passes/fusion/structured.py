"""Elements of structured ops: the scalar body, inside loops where the op reduces."""

from collections.abc import Sequence

from xdsl.dialects import scf
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.ir.affine import AffineDimExpr

from microaot.dialects.linalg.index import IndexOp
from microaot.passes.fusion.chains import extents_of
from microaot.passes.fusion.emitter import Emitter
from microaot.passes.fusion.indexing import applied
from microaot.passes.fusion.limits import Limits
from microaot.passes.fusion.linear import Linear
from microaot.passes.fusion.tensor_ops import reduction_loops, structured
from microaot.passes.linalg.view import StructuredView
from microaot.tools.errors import OperationError

LOOP_NAMES = "ijklmnopqrstuvwxyz"


def computed(emitter: Emitter, op: Operation, indices: Sequence[Linear]) -> Sequence[SSAValue]:
    """One element of each result of a structured op."""
    view = structured(op)
    assert view is not None
    loops = [Linear.of(0)] * view.num_loops
    for expr, index in zip(view.output_maps[0].results, indices, strict=True):
        if isinstance(expr, AffineDimExpr):
            loops[expr.position] = index
    extents = extents_of(op)
    reductions = [loop for loop in reduction_loops(view) if extents[loop] != 1]
    nest = Nest(emitter, view, loops, extents)
    if not reductions:
        return nest.step([emitter.element(o, indices) for o in _read_outputs(view)])
    return nest.emit(reductions, [emitter.element(output, indices) for output in view.outputs])


def _read_outputs(view: StructuredView) -> list[SSAValue]:
    return [output for i, output in enumerate(view.outputs) if view.reads_output(i)]


class Nest:
    """The loops of a reduction, which carry its results, and the body in them."""

    def __init__(
        self, emitter: Emitter, view: StructuredView, loops: list[Linear], extents: list[int]
    ) -> None:
        self._emitter = emitter
        self._view = view
        self._loops = loops
        self._extents = extents

    def emit(self, reductions: Sequence[int], olds: Sequence[SSAValue]) -> Sequence[SSAValue]:
        """The loops over the reductions, which start with the old values."""
        types = [old.type for old in olds]
        blocks: dict[int, Block] = {}
        depth = self._emitter.scopes.depth
        for number, loop in enumerate(reductions):
            block = Block(arg_types=[IndexType(), *types])
            block.args[0].name_hint = LOOP_NAMES[(depth + number) % len(LOOP_NAMES)]
            for argument in block.args[1:]:
                argument.name_hint = "acc"
            blocks[loop] = block
            self._loops[loop] = self._emitter.symbol(block.args[0], 0, self._extents[loop] - 1)
        limits = Limits(self._emitter, self._view, self._loops, blocks)
        return self._open(list(reductions), blocks, limits, olds)

    def _open(
        self,
        reductions: Sequence[int],
        blocks: dict[int, Block],
        limits: Limits,
        carried: Sequence[SSAValue],
    ) -> Sequence[SSAValue]:
        """Emit the loops from here inwards; returns the values that they end with."""
        if not reductions:
            reads = [self._view.reads_output(i) for i in range(len(carried))]
            return self.step([value for value, read in zip(carried, reads, strict=True) if read])
        loop, *rest = reductions
        emitter, block = self._emitter, blocks[loop]
        low, high = limits.of(block.args[0], self._extents[loop])
        op = scf.ForOp(low, high, emitter.constant(1), list(carried), Region(block))
        emitter.insert(op)
        with emitter.scopes.inside(op, block):
            emitter.insert(scf.YieldOp(*self._open(rest, blocks, limits, block.args[1:])))
        for result in op.results:
            result.name_hint = "acc"
        return op.results

    def step(self, olds: Sequence[SSAValue]) -> Sequence[SSAValue]:
        """The scalar body of one iteration, given the old values of the outputs that it reads."""
        view, emitter = self._view, self._emitter
        mapping: dict[SSAValue, SSAValue] = {}
        remaining = iter(olds)
        for number, argument in enumerate(view.body.args):
            if not argument.uses:
                continue
            if number >= len(view.inputs):
                mapping[argument] = next(remaining)
            else:
                mapping[argument] = emitter.element(view.inputs[number], self._at(number))
        for op in view.body.ops:
            if op is view.body.last_op:
                return [mapping.get(value, value) for value in op.operands]
            if isinstance(op, IndexOp):
                mapping[op.results[0]] = emitter.index(self._loops[op.dim.value.data])
            else:
                self._insert_copy(op, mapping)
        raise OperationError(view.op, "has a body without a yield")

    def _insert_copy(self, op: Operation, mapping: dict[SSAValue, SSAValue]) -> None:
        copy = op.clone(mapping)
        for nested in [*copy.walk()]:
            if isinstance(nested, IndexOp):
                index = self._emitter.index(self._loops[nested.dim.value.data])
                nested.results[0].replace_all_uses_with(index)
                nested.detach()
                nested.erase()
        self._emitter.insert(copy)
        for old, new in zip(op.results, copy.results, strict=True):
            new.name_hint = old.name_hint

    def _at(self, operand: int) -> list[Linear]:
        """The indices of an operand in this iteration."""
        map_ = self._view.maps[operand]
        return [applied(self._emitter, expr, self._loops) for expr in map_.results]
