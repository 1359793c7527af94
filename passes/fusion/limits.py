"""Which iterations of a reduction matter, as bounds of its loops."""

from collections.abc import Sequence

from xdsl.dialects import arith, tensor
from xdsl.ir import Block, Operation, SSAValue

from microaot.passes.fusion.emitter import Emitter
from microaot.passes.fusion.linear import Linear, apply
from microaot.passes.fusion.moves import padding_offsets, padding_value, source_indices
from microaot.passes.fusion.neutral import constant_of, is_neutral
from microaot.passes.fusion.tensor_ops import shape_of
from microaot.passes.linalg.view import StructuredView


class Limits:
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
            found = [apply(e, loops, emitter.bounds) for e in view.maps[number].results]
            if None in found:
                continue
            indices = [index for index in found if index is not None]
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
