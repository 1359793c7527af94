"""What the operands of an op on tensors say about the shapes of its operands and results."""

from collections.abc import Sequence
from math import prod
from typing import TypeAlias

from xdsl.dialects import tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.dialects.linalg.abstract_ops import LinalgStructuredOperation
from xdsl.ir import Operation
from xdsl.ir.affine import AffineDimExpr

from microaot.dialects.linalg.ops import MapOp
from microaot.dialects.tensor import GenerateOp
from microaot.passes.fusion.moves import kept_dimensions, reassociation_groups
from microaot.passes.fusion.tensor_ops import shape_of
from microaot.passes.integers.scalar_folding import KnownIntegers
from microaot.passes.linalg.view import StructuredView
from microaot.passes.shapes.static_operands import numbers_of, result_sizes

Shape: TypeAlias = Sequence[int]
"""Extents, `DYNAMIC_INDEX` for those that are open."""

_REFINABLE = (
    LinalgStructuredOperation,
    MapOp,
    GenerateOp,
    tensor.CastOp,
    tensor.CollapseShapeOp,
    tensor.ConcatOp,
    tensor.EmptyOp,
    tensor.ExpandShapeOp,
    tensor.ExtractSliceOp,
    tensor.InsertSliceOp,
    tensor.PadOp,
    tensor.SplatOp,
)


def is_refinable(op: Operation) -> bool:
    """Whether the types of an op follow from those of its operands."""
    return isinstance(op, _REFINABLE)


def merge(shape: Shape, other: Shape) -> list[int]:
    """What both shapes tell of one tensor; the first one counts where they differ."""
    return [b if a == DYNAMIC_INDEX else a for a, b in zip(shape, other, strict=True)]


def infer(op: Operation, integers: KnownIntegers) -> list[Shape | None]:
    """Shapes of the operands and then of the results, None where there is nothing to say."""
    nothing: list[Shape | None] = [None] * len(op.operands)
    match op:
        case tensor.CastOp():
            return [None, shape_of(op.source)] if shape_of(op.source) else [None, None]
        case tensor.CollapseShapeOp():
            return [None, _collapsed(op)]
        case tensor.ConcatOp():
            return [*nothing, _concatenated(op)]
        case tensor.ExpandShapeOp():
            return [*nothing, numbers_of(op, "static_output_shape")]
        case tensor.ExtractSliceOp():
            return [*nothing, _slice(op, shape_of(op.result))]
        case tensor.InsertSliceOp():
            return [_slice(op, shape_of(op.source)), *nothing[1:], shape_of(op.dest)]
        case tensor.PadOp():
            return [*nothing, _padded(op)]
        case _ if (sizes := result_sizes(op, integers)) is not None:
            return [*nothing, sizes]
        case _ if (view := StructuredView.of_tensors(op)) is not None:
            return _structured(view)
        case _:
            return [None] * (len(op.operands) + len(op.results))


def _collapsed(op: tensor.CollapseShapeOp) -> Shape:
    source = shape_of(op.src)
    groups = [[source[d] for d in group] for group in reassociation_groups(op)]
    return [DYNAMIC_INDEX if DYNAMIC_INDEX in sizes else prod(sizes) for sizes in groups]


def _concatenated(op: tensor.ConcatOp) -> Shape:
    axis, shapes = op.dim.value.data, [shape_of(part) for part in op.inputs]
    result: list[int] = []
    for d, sizes in enumerate(zip(*shapes, strict=True)):
        known = [size for size in sizes if size != DYNAMIC_INDEX]
        if d == axis:
            result.append(sum(known) if len(known) == len(sizes) else DYNAMIC_INDEX)
        else:
            result.append(known[0] if known else DYNAMIC_INDEX)
    return result


def _slice(op: tensor.ExtractSliceOp | tensor.InsertSliceOp, shape: Shape) -> Shape:
    sizes = numbers_of(op, "static_sizes")
    return [sizes[d] for d in kept_dimensions(sizes, shape)]


def _padded(op: tensor.PadOp) -> Shape:
    low, high = numbers_of(op, "static_low"), numbers_of(op, "static_high")
    parts = zip(shape_of(op.source), low, high, strict=True)
    return [DYNAMIC_INDEX if DYNAMIC_INDEX in part else sum(part) for part in parts]


def _structured(view: StructuredView) -> list[Shape | None]:
    """Loops that index a dimension on their own have its size, wherever else they occur."""
    extents: dict[int, int] = {}
    shapes = view.shapes()
    for map_, shape in zip(view.maps, shapes, strict=True):
        for expr, size in zip(map_.results, shape, strict=True):
            if isinstance(expr, AffineDimExpr) and size != DYNAMIC_INDEX:
                extents[expr.position] = size
    found: list[Shape | None] = []
    for map_, shape in zip(view.maps, shapes, strict=True):
        sizes = [
            extents.get(expr.position, size) if isinstance(expr, AffineDimExpr) else size
            for expr, size in zip(map_.results, shape, strict=True)
        ]
        found.append(sizes or None)
    return [*found, *found[len(view.inputs) :][: len(view.op.results)]]
