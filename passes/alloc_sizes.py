"""What the uses of a dynamic memref say of its sizes."""

from dataclasses import dataclass

from xdsl.dialects import memref
from xdsl.dialects.builtin import DYNAMIC_INDEX, MemRefType
from xdsl.ir import SSAValue
from xdsl.utils.hints import isa


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

    A cast to a static size, or a copy to or from a memref of static size, is undefined unless the
    sizes agree: so they do. `memref.collapse_shape` in between multiplies sizes.
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
                    collapsed = [_product(sizes, group) for group in _groups(op)]
                    pending.append((op.result, collapsed))
                case memref.CastOp() as op:
                    pending.append((op.dest, _learn(op.dest, sizes, stated)))
                case memref.CopyOp() as op:
                    _learn(op.destination if use.index == 0 else op.source, sizes, stated)
                case _:
                    pass
    return stated


def _learn(equal: SSAValue, sizes: list[Size], stated: dict[int, int]) -> list[Size]:
    """Note what the static sizes of `equal` tell; returns the sizes, as far as known."""
    if not isa(type := equal.type, MemRefType):
        return sizes
    learned: list[Size] = []
    for size, static in zip(sizes, type.get_shape(), strict=True):
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


def _groups(op: memref.CollapseShapeOp) -> list[list[int]]:
    return [[int(d.value.data) for d in group] for group in op.reassociation]  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType, reportUnknownVariableType, reportGeneralTypeIssues, reportAttributeAccessIssue]  # xDSL leaves the element type open
