"""`resize`: an image in another size, from the nearest elements or weighted by distance."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects import arith
from xdsl.dialects.builtin import AnyFloat, i32
from xdsl.ir import Attribute, SSAValue
from xdsl.ir.affine import AffineMap
from xdsl.utils.hints import isa

from microaot.dialects.tosa.base import TosaOp
from microaot.passes.tosa.emitter import Emitter, element_of, shape_of
from microaot.passes.tosa.lowering import Lowering, shape_operand
from microaot.passes.tosa.scalars import Scalars, is_float


@dataclass(frozen=True)
class _Axis:
    """A spatial dimension: position `i` of the result is at `(i * step + offset) / unit`."""

    loop: int
    extent: int
    unit: int
    step: int
    offset: int

    def place(self, s: Scalars) -> tuple[SSAValue, SSAValue]:
        """The position before, which may be -1, and the distance from it in `1 / unit`."""
        index = s.from_index(s.index(self.loop), i32)
        position = s.apply("add", s.apply("mul", index, self.step), self.offset)
        if self.unit & (self.unit - 1) == 0:
            before = s.apply("shrs", position, self.unit.bit_length() - 1)
            return before, s.apply("and", position, self.unit - 1)
        divide = "floordiv" if self.offset < 0 else "div"
        before = s.apply(divide, position, self.unit)
        return before, s.apply("sub", position, s.apply("mul", before, self.unit))

    def neighbours(self, s: Scalars, before: SSAValue) -> tuple[SSAValue, SSAValue]:
        """The positions around, within the input."""
        first = s.apply("max", before, 0) if self.offset < 0 else before
        return first, s.apply("min", s.apply("add", before, 1), self.extent - 1)

    def nearest(self, s: Scalars) -> SSAValue:
        """The position of the nearest element, the later one in the middle."""
        before, distance = self.place(s)
        first, second = self.neighbours(s, before)
        if self.unit == 1:
            return s.to_index(first)
        is_later = s.compare("sge", s.apply("shl", distance, 1), self.unit)
        return s.to_index(s.select(is_later, second, first))


def _lower_resize(e: Emitter, op: TosaOp) -> SSAValue:
    value = op.operands[0]
    shape, result = shape_of(op.results[0]), element_of(op.results[0])
    scale, offset = shape_operand(op, "scale"), shape_operand(op, "offset")
    axes = [
        _Axis(1 + dim, shape_of(value)[1 + dim], scale[2 * dim], scale[2 * dim + 1], offset[dim])
        for dim in range(2)
    ]
    element = element_of(value)

    def nearest(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        y, x = (axis.nearest(s) for axis in axes)
        return s.extract(value, s.index(0), y, x, s.index(3), element=element)

    def bilinear(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        return _interpolate(s, value, axes, result)

    body = nearest if op.choice("mode") == "NEAREST_NEIGHBOR" else bilinear
    out = (e.empty(shape, result), AffineMap.identity(4))
    return e.generic([], [out], [False] * 4, body)[0]


def _interpolate(s: Scalars, value: SSAValue, axes: Sequence[_Axis], result: Attribute) -> SSAValue:
    """The sum of four elements, each weighted by the distances from the opposite ones."""
    rows, columns = (_weighted(s, axis, result) for axis in axes)
    n, c = s.index(0), s.index(3)
    total: SSAValue | None = None
    for y, row_weight in rows:
        for x, column_weight in columns:
            item = s.extract(value, n, y, x, c, element=element_of(value))
            item = s.float_to(item, result) if is_float(result) else s.resize(item, result)
            term = s.apply("mul", s.apply("mul", item, row_weight), column_weight)
            total = term if total is None else s.apply("add", total, term)
    assert total is not None
    return total


def _weighted(s: Scalars, axis: _Axis, type: Attribute) -> list[tuple[SSAValue, SSAValue]]:
    """The two positions along an axis and their weights, as fractions if these are floats."""
    before, distance = axis.place(s)
    first, second = (s.to_index(position) for position in axis.neighbours(s, before))
    if isa(type, AnyFloat):
        number = s.value(arith.SIToFPOp.build(operands=[distance], result_types=[type]))
        late = s.apply("div", number, axis.unit)
        early = s.apply("sub", s.constant(1.0, type), late)
    else:
        late = s.resize(distance, type)
        early = s.apply("sub", s.constant(axis.unit, type), late)
    return [(first, early), (second, late)]


LOWERINGS: dict[str, Lowering] = {"resize": _lower_resize}
