"""Which loops a structured op becomes, and in which order: pure decisions on affine maps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.ir.affine import AffineConstantExpr, AffineDimExpr, AffineExpr, AffineMap


@dataclass(frozen=True)
class Extent:
    """Where the trip count of a loop comes from: dimension `dim` of operand `operand`."""

    operand: int
    dim: int
    size: int

    @property
    def is_static(self) -> bool:
        """Whether the trip count is known."""
        return self.size != DYNAMIC_INDEX


def loop_extents(
    num_loops: int, maps: Sequence[AffineMap], shapes: Sequence[Sequence[int]]
) -> list[Extent]:
    """Invert the maps: a loop runs over a dimension that it indexes on its own.

    A static dimension is preferred; otherwise the first one counts. Raises ValueError if a loop
    only occurs inside larger expressions.
    """
    extents: dict[int, Extent] = {}
    for operand, (map_, shape) in enumerate(zip(maps, shapes, strict=True)):
        for dim, expr in enumerate(map_.results):
            if not isinstance(expr, AffineDimExpr):
                continue
            found = extents.get(expr.position)
            if found is None or (not found.is_static and shape[dim] != DYNAMIC_INDEX):
                extents[expr.position] = Extent(operand, dim, shape[dim])
    missing = [f"d{loop}" for loop in range(num_loops) if loop not in extents]
    if missing:
        raise ValueError(f"no operand gives the extent of {', '.join(missing)}")
    return [extents[loop] for loop in range(num_loops)]


@dataclass(frozen=True)
class LoopPlan:
    """The loops of a structured op, outermost first, without those that run exactly once.

    The `inner` loops do not move the outputs, so their values are carried in scalars: read once
    before and written once after the inner loops. `visits_once` says that no element of an output
    belongs to two iterations of the outer loops.
    """

    outer: tuple[int, ...]
    inner: tuple[int, ...]
    visits_once: bool


def plan_loops(
    extents: Sequence[Extent],
    output_maps: Sequence[AffineMap],
    *,
    carry: bool = True,
) -> LoopPlan:
    """Choose the loop order.

    Loops that no output uses go innermost, both groups in their original order, which keeps the
    order in which each element is accumulated. That needs outputs that all use the same loops,
    each as an index of its own; otherwise, or without `carry`, the original order stays.
    """
    loops = [loop for loop, extent in enumerate(extents) if extent.size != 1]
    used = [_plain_dims(map_, set(loops)) for map_ in output_maps]
    if not carry or not used or None in used or any(dims != used[0] for dims in used):
        return LoopPlan(tuple(loops), (), visits_once=False)
    outer = tuple(loop for loop in loops if loop in (used[0] or ()))
    inner = tuple(loop for loop in loops if loop not in outer)
    return LoopPlan(outer, inner, visits_once=True)


def _plain_dims(map_: AffineMap, loops: set[int]) -> frozenset[int] | None:
    """The loops a map uses, if each is an index of its own and everything else is index 0."""
    positions = [expr.position for expr in map_.results if isinstance(expr, AffineDimExpr)]
    dims = [position for position in positions if position in loops]
    others = [expr for expr in map_.results if not isinstance(expr, AffineDimExpr)]
    if len(set(dims)) != len(dims) or not all(_is_zero(expr) for expr in others):
        return None
    return frozenset(dims)


def _is_zero(expr: AffineExpr) -> bool:
    return isinstance(expr, AffineConstantExpr) and expr.value == 0


def uses_any(map_: AffineMap, loops: Iterable[int]) -> bool:
    """Whether a map depends on one of the loops."""
    wanted = set(loops)
    return any(wanted & set(expr.used_dims()) for expr in map_.results)


def is_permutation(map_: AffineMap) -> bool:
    """Whether the loops of a map reach every element exactly once."""
    dims = [expr.position for expr in map_.results if isinstance(expr, AffineDimExpr)]
    return len(dims) == len(map_.results) and sorted(dims) == list(range(map_.num_dims))


def reaches_all(map_: AffineMap, shape: Sequence[int]) -> bool:
    """Whether no dimension is pinned to one index although it is longer than that."""
    pairs = zip(map_.results, shape, strict=True)
    return all(isinstance(expr, AffineDimExpr) or extent == 1 for expr, extent in pairs)
