"""Builds the loop nest of one structured op."""

from collections.abc import Mapping, Sequence

from xdsl.builder import Builder
from xdsl.dialects import arith, memref, scf
from xdsl.dialects.builtin import IndexType, IntegerAttr, MemRefType, UnknownLoc
from xdsl.dialects.linalg.ops import YieldOp
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.ir.affine import AffineMap
from xdsl.rewriter import InsertPoint
from xdsl.utils.hints import isa

from microaot.dialects.linalg.index import IndexOp
from microaot.passes.linalg.indices import Index, IndexArithmetic
from microaot.passes.linalg.loop_plan import Extent, LoopPlan, uses_any
from microaot.passes.linalg.view import StructuredView

_LOOP_NAMES = "ijklmnopqrstuvwxyz"


class LoopNest:
    """Lowers one structured op to `scf.for` nests by its plan.

    `start` holds the initializers that give outputs their start value. Loop bounds and other
    constants go in front of the nest, everything else where it is used. Scalars of the body are
    moved, not copied; the caller erases the emptied ops.
    """

    def __init__(
        self,
        view: StructuredView,
        extents: Sequence[Extent],
        plan: LoopPlan,
        start: Mapping[int, StructuredView],
    ):
        self._view = view
        self._extents = extents
        self._plan = plan
        self._start = start
        self._location = view.op.location
        self._builder = Builder(InsertPoint.before(view.op))
        self._front: Operation = view.op
        self._constants: dict[int, SSAValue] = {}
        self._loops: list[Index] = [0] * view.num_loops
        self._depth = 0
        self._arithmetic = IndexArithmetic(self._insert, self._constant)

    def emit(self) -> None:
        """Build the nest in front of the op."""
        view, plan = self._view, self._plan
        for loop in plan.outer:
            self._open_loop(loop, ())
        scalars: dict[int, SSAValue] = {}
        self._load_inputs(scalars, inner=False)
        for index in range(len(view.outputs)):
            if view.reads_output(index):
                scalars[len(view.inputs) + index] = self._start_value(index)
        results = self._inner_loops(scalars)
        for index, result in enumerate(results):
            indices = self._indices(view.output_maps[index])
            self._insert(memref.StoreOp.get(result, view.outputs[index], indices))

    def _inner_loops(self, scalars: dict[int, SSAValue]) -> Sequence[SSAValue]:
        """The loops that carry the outputs in scalars, and in them the body."""
        plan, num_inputs = self._plan, len(self._view.inputs)
        behind = self._builder
        carried = [scalars[key] for key in sorted(scalars) if key >= num_inputs]
        opened: list[scf.ForOp] = []
        for loop in plan.inner:
            opened.append(self._open_loop(loop, carried))
            carried = list(opened[-1].body.block.args[1:])
            for argument in carried:
                argument.name_hint = "acc"
        if opened:
            scalars.update({num_inputs + k: value for k, value in enumerate(carried)})
        self._load_inputs(scalars, inner=True)
        results: Sequence[SSAValue] = self._inline(self._view, scalars, self._loops)
        for for_op in reversed(opened):
            self._builder = Builder(InsertPoint.at_end(for_op.body.block))
            self._insert(scf.YieldOp(*results))
            results = for_op.results
            for result in results:
                result.name_hint = "acc"
        self._builder = behind
        return results

    def _open_loop(self, loop: int, carried: Sequence[SSAValue]) -> scf.ForOp:
        bounds = (self._constant(0), self._bound(self._extents[loop]), self._constant(1))
        block = Block(arg_types=[IndexType(), *(value.type for value in carried)])
        for_op = scf.ForOp(*bounds, list(carried), Region(block))
        self._insert(for_op)
        if self._depth == 0:
            self._front = for_op
        variable = block.args[0]
        variable.name_hint = _LOOP_NAMES[self._depth % len(_LOOP_NAMES)]
        self._depth += 1
        self._loops[loop] = variable
        if not carried:
            block.add_op(self._located(scf.YieldOp()))
            assert block.last_op is not None
            self._builder = Builder(InsertPoint.before(block.last_op))
        else:
            self._builder = Builder(InsertPoint.at_end(block))
        return for_op

    def _bound(self, extent: Extent) -> SSAValue:
        if extent.is_static:
            return self._constant(extent.size)
        dim = memref.DimOp(self._view.operands[extent.operand], self._constant(extent.dim))
        return self._insert_front(dim)

    def _load_inputs(self, scalars: dict[int, SSAValue], *, inner: bool) -> None:
        """Load the inputs that the body uses and that vary, or do not vary, in the inner loops."""
        view = self._view
        for index, value in enumerate(view.inputs):
            if not view.body.args[index].uses:
                continue
            if uses_any(view.maps[index], self._plan.inner) == inner:
                scalars[index] = self._load(value, view.maps[index], self._loops)

    def _start_value(self, output: int) -> SSAValue:
        """The old value of an output, or what the absorbed initializer would have stored."""
        view = self._view
        map_ = view.output_maps[output]
        initializer = self._start.get(output)
        if initializer is None:
            return self._load(view.outputs[output], map_, self._loops)
        position = [self._arithmetic.evaluate(expr, self._loops) for expr in map_.results]
        loops: list[Index] = [0] * initializer.num_loops
        if initializer.outputs[0] is view.outputs[output]:
            for expr, index in zip(initializer.output_maps[0].results, position, strict=True):
                (loop,) = expr.used_dims()
                loops[loop] = index
        scalars = {
            index: self._load(value, initializer.maps[index], loops)
            for index, value in enumerate(initializer.inputs)
            if initializer.body.args[index].uses
        }
        return self._inline(initializer, scalars, loops)[0]

    def _load(self, value: SSAValue, map_: AffineMap, loops: Sequence[Index]) -> SSAValue:
        """The element of a buffer at the current iteration; scalars are their own element."""
        if not isa(value, SSAValue[MemRefType]):
            return value
        return self._insert(memref.LoadOp.get(value, self._indices(map_, loops))).results[0]

    def _indices(self, map_: AffineMap, loops: Sequence[Index] | None = None) -> list[SSAValue]:
        at = self._loops if loops is None else loops
        evaluate, value = self._arithmetic.evaluate, self._arithmetic.value
        return [value(evaluate(expr, at)) for expr in map_.results]

    def _inline(
        self, view: StructuredView, scalars: Mapping[int, SSAValue], loops: Sequence[Index]
    ) -> list[SSAValue]:
        """Move a body here with its arguments replaced, and return what it yields."""
        for index, scalar in scalars.items():
            view.body.args[index].replace_all_uses_with(scalar)
        for op in list(view.body.ops):
            if isinstance(op, YieldOp):
                return list(op.operands)
            for nested in list(op.walk()):
                if isinstance(nested.location, UnknownLoc):
                    nested.location = view.op.location
            if isinstance(op, IndexOp):
                at = loops[op.dim.value.data]
                op.result.replace_all_uses_with(self._arithmetic.value(at))
                continue
            for nested in [n for n in op.walk() if isinstance(n, IndexOp)]:
                at = loops[nested.dim.value.data]
                nested.result.replace_all_uses_with(self._arithmetic.value(at))
                nested.detach()
                nested.erase()
            op.detach()
            self._builder.insert(op)
        return []

    def _constant(self, value: int) -> SSAValue:
        if value not in self._constants:
            op = arith.ConstantOp(IntegerAttr.from_index_int_value(value))
            self._constants[value] = self._insert_front(op)
        return self._constants[value]

    def _insert_front(self, op: Operation) -> SSAValue:
        Builder(InsertPoint.before(self._front)).insert(self._located(op))
        return op.results[0]

    def _insert(self, op: Operation) -> Operation:
        return self._builder.insert(self._located(op))

    def _located(self, op: Operation) -> Operation:
        op.location = self._location
        return op
