"""Elements of structured ops: the scalar body, inside loops where the op reduces."""

from collections.abc import Sequence

from xdsl.dialects import arith, scf, tensor
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.ir.affine import AffineDimExpr, AffineMap

from microaot.dialects.linalg.index import IndexOp
from microaot.passes.fusion.emitter import Emitter
from microaot.passes.fusion.linear import Linear, apply
from microaot.passes.fusion.moves import padding_offsets, padding_value, source_indices
from microaot.passes.fusion.neutral import constant_of, is_neutral
from microaot.passes.fusion.tensor_ops import reduction_loops, shape_of, structured
from microaot.passes.linalg_loop_plan import loop_extents
from microaot.passes.linalg_view import StructuredView
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
    extents = [e.size for e in loop_extents(view.num_loops, view.maps, view.shapes())]
    reductions = [loop for loop in reduction_loops(view) if extents[loop] != 1]
    nest = _Nest(emitter, view, loops, extents)
    if not reductions:
        return nest.step([emitter.element(o, indices) for o in _read_outputs(view)])
    return nest.emit(reductions, [emitter.element(output, indices) for output in view.outputs])


def _read_outputs(view: StructuredView) -> list[SSAValue]:
    return [output for i, output in enumerate(view.outputs) if view.reads_output(i)]


class _Nest:
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
        limits = _Limits(self._emitter, self._view, self._loops, blocks)
        return self._open(list(reductions), blocks, limits, olds)

    def _open(
        self,
        reductions: Sequence[int],
        blocks: dict[int, Block],
        limits: "_Limits",
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
        return indices_of(self._emitter, self._view.maps[operand], self._loops, self._view.op)


def indices_of(
    emitter: Emitter, map_: AffineMap, loops: Sequence[Linear], op: Operation
) -> list[Linear]:
    """The results of an indexing map."""
    result: list[Linear] = []
    for expr in map_.results:
        index = apply(expr, loops, emitter.bounds)
        if index is None:
            raise OperationError(op, f"is indexed by {expr}, which is no sum of its loops")
        result.append(index)
    return result


class _Limits:
    """The parts of the reduction loops that matter: those in which no input is padding, if padding
    adds nothing to the result.

    `0 <= c * k + rest < size` limits the innermost loop `k` that it depends on; the other terms are
    known by then.
    """

    def __init__(
        self,
        emitter: Emitter,
        view: StructuredView,
        loops: Sequence[Linear],
        blocks: dict[int, Block],
    ) -> None:
        self._emitter = emitter
        self._limits: dict[SSAValue, list[tuple[Linear, int, int]]] = {}
        counters = [block.args[0] for block in blocks.values()]
        for number, operand in enumerate(view.inputs):
            if not shape_of(operand) or not view.body.args[number].uses:
                continue
            indices = indices_of(emitter, view.maps[number], loops, view.op)
            for pad, inner in _paddings(emitter, operand, indices):
                value = padding_value(pad)
                fill = None if value is None else constant_of(value)
                if fill is None or not is_neutral(view, number, fill):
                    # What is padded before tells nothing of where this is padding.
                    break
                for index, size in zip(inner, shape_of(pad.source), strict=True):
                    self._limit(index, size, counters)

    def _limit(self, index: Linear, size: int, counters: Sequence[SSAValue]) -> None:
        if self._emitter.is_inside(index, size):
            return
        for counter in reversed(counters):
            coefficient = index.terms.get(counter, 0)
            if coefficient > 0:
                rest = index.without(counter)
                self._limits.setdefault(counter, []).append((rest, coefficient, size))
                self._emitter.inside.add((index, size))
                return

    def of(self, counter: SSAValue, extent: int) -> tuple[SSAValue, SSAValue]:
        """The first value of a loop counter, and the one behind the last."""
        emitter = self._emitter
        limits = self._limits.get(counter, ())
        low, high = emitter.constant(0), emitter.constant(extent)
        for rest, coefficient, size in limits:
            known = emitter.range(rest)
            if known is None or known[0] < 0:
                # -rest / c, rounded up
                first = self._divided(rest * -1 + (coefficient - 1), coefficient)
                low = self._extreme(arith.MaxSIOp, first, low)
            if known is None or known[1] + coefficient * (extent - 1) >= size:
                # (size - 1 - rest) / c, rounded down, is the last
                end = self._divided(rest * -1 + (size - 1 + coefficient), coefficient)
                high = self._extreme(arith.MinSIOp, end, high)
                high.name_hint = "end"
        return low, high

    def _divided(self, index: Linear, divisor: int) -> SSAValue:
        value = self._emitter.index(index)
        if divisor == 1:
            return value
        op = arith.FloorDivSIOp(value, self._emitter.constant(divisor))
        return self._emitter.insert(op).results[0]

    def _extreme(
        self, op: type[arith.MaxSIOp] | type[arith.MinSIOp], lhs: SSAValue, rhs: SSAValue
    ) -> SSAValue:
        return self._emitter.insert(op(lhs, rhs)).results[0]


def _paddings(
    emitter: Emitter, value: SSAValue, indices: Sequence[Linear]
) -> list[tuple[tensor.PadOp, list[Linear]]]:
    """The paddings that an element may come from, with its indices in what is padded."""
    found: list[tuple[tensor.PadOp, list[Linear]]] = []
    while isinstance(op := value.owner, Operation):
        if isinstance(op, tensor.PadOp) and not op.low and not op.high:
            indices = padding_offsets(op, indices)
            found.append((op, list(indices)))
        elif isinstance(op, tensor.CastOp | tensor.ExtractSliceOp):
            inner = source_indices(emitter, op, indices)
            assert inner is not None
            indices = inner
        else:
            break
        value = op.operands[0]
    return found
