"""What the uses of a dynamic memref say of its sizes."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects import memref
from xdsl.dialects.builtin import DYNAMIC_INDEX, MemRefType
from xdsl.ir import SSAValue
from xdsl.ir.affine import AffineDimExpr
from xdsl.utils.hints import isa

from microaot.passes.linalg.view import StructuredView
from microaot.passes.reassociation import groups


@dataclass(frozen=True)
class Size:
    """A number times some of the unknown sizes of the memref in question."""

    factor: int
    unknown: tuple[int, ...] = ()

    def __mul__(self, other: "Size") -> "Size":
        """The size of two dimensions collapsed into one."""
        return Size(self.factor * other.factor, self.unknown + other.unknown)


def sizes_stated_by_uses(value: SSAValue) -> dict[int, int]:
    """The dynamic dimensions of `value` whose size a use states.

    A cast to a static size, a copy to or from a memref of static size, or a linalg op with another
    operand of static size is undefined unless the sizes agree: so they do. `memref.collapse_shape`
    in between multiplies sizes.
    """
    type = value.type
    assert isa(type, MemRefType)
    sizes = [
        Size(1, (d,)) if s == DYNAMIC_INDEX else Size(s) for d, s in enumerate(type.get_shape())
    ]
    stated: dict[int, int] = {}
    pending = [(value, sizes)]
    while pending:
        view, sizes = pending.pop()
        for use in view.uses:
            match use.operation:
                case memref.CollapseShapeOp() as op:
                    collapsed = [_product(sizes, group) for group in groups(op)]
                    pending.append((op.result, collapsed))
                case memref.CastOp() as op:
                    pending.append((op.dest, _learn(_shape(op.dest, sizes), sizes, stated)))
                case memref.CopyOp() as op:
                    other = op.destination if use.index == 0 else op.source
                    _learn(_shape(other, sizes), sizes, stated)
                case op if (structured := StructuredView.of(op)) is not None:
                    _learn(_sizes_by_loops(structured, use.index), sizes, stated)
                case _:
                    pass
    return stated


def _sizes_by_loops(view: StructuredView, position: int) -> list[int]:
    """The sizes of an operand of a linalg op, as far as other operands give its loops' extents."""
    extents: dict[int, int] = {}
    for map_, shape in zip(view.maps, view.shapes(), strict=True):
        for expr, size in zip(map_.results, shape or (), strict=True):
            if isinstance(expr, AffineDimExpr) and size != DYNAMIC_INDEX:
                extents[expr.position] = size
    return [
        extents.get(expr.position, DYNAMIC_INDEX)
        if isinstance(expr, AffineDimExpr)
        else DYNAMIC_INDEX
        for expr in view.maps[position].results
    ]


def _shape(value: SSAValue, sizes: list[Size]) -> Sequence[int]:
    """The static sizes of a memref; none of them for an unranked one."""
    return type.get_shape() if isa(type := value.type, MemRefType) else [DYNAMIC_INDEX] * len(sizes)


def _learn(shape: Sequence[int], sizes: list[Size], stated: dict[int, int]) -> list[Size]:
    """Note what it tells that the sizes are `shape`; returns the sizes, as far as known."""
    learned: list[Size] = []
    for size, static in zip(sizes, shape, strict=True):
        if static == DYNAMIC_INDEX:
            learned.append(size)
            continue
        learned.append(Size(static))
        if len(size.unknown) == 1 and size.factor:
            stated[size.unknown[0]] = static // size.factor
    return learned


def _product(sizes: list[Size], group: list[int]) -> Size:
    total = Size(1)
    for d in group:
        total *= sizes[d]
    return total
