"""Open sizes that the users of a tensor know: a cast to fixed sizes, a loop of a fixed length.

A size other than the one that a user demands is undefined behaviour. So it may be taken for granted
where the user is executed whenever the tensor is made: in the same block.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod

from xdsl.dialects import tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType
from xdsl.dialects.linalg.abstract_ops import LinalgStructuredOperation
from xdsl.ir import Operation, Region, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects.linalg.ops import MapOp
from microaot.dialects.tensor import GenerateOp
from microaot.passes.fusion.moves import kept_dimensions, reassociation_groups
from microaot.passes.fusion.tensor_ops import shape_of
from microaot.passes.shapes.inferred_shapes import Shape, merge
from microaot.passes.shapes.static_operands import numbers_of


@dataclass(frozen=True)
class Demands:
    """What users know: the values of sizes, and the shapes of results that no operand tells."""

    sizes: dict[SSAValue, int] = field(default_factory=dict[SSAValue, int])
    results: dict[SSAValue, Shape] = field(default_factory=dict[SSAValue, Shape])
    _shapes: dict[SSAValue, Shape] = field(default_factory=dict[SSAValue, Shape])

    def visit_region(self, region: Region) -> None:
        """Go through the ops of a region, users before operands, and those inside of them."""
        for block in region.blocks:
            for op in reversed([*block.ops]):
                for inner in op.regions:
                    self.visit_region(inner)
                if op.results and _has_rank(op.results[0]):
                    self._visit(op)

    def _visit(self, op: Operation) -> None:
        shape = self._shape(op.results[0])
        match op:
            case tensor.CastOp():
                self._demand(op, op.source, shape)
            case tensor.CollapseShapeOp():
                self._demand(op, op.src, _expanded(op, shape))
            case LinalgStructuredOperation() | MapOp():
                for value, target in zip(reversed(op.results), reversed(op.operands), strict=False):
                    self._demand(op, target, self._shape(value))
            case tensor.InsertSliceOp():
                self._demand(op, op.dest, shape)
                self._slice(op, shape_of(op.source))
            case tensor.ExtractSliceOp():
                self._slice(op, shape)
            case tensor.EmptyOp() | tensor.SplatOp() | GenerateOp():
                # The sizes are the last operands.
                count = list(shape_of(op.results[0])).count(DYNAMIC_INDEX)
                operands = op.operands[len(op.operands) - count :]
                self._take(shape_of(op.results[0]), operands, shape)
            case tensor.ReshapeOp() if _has_rank(op.source):
                self.results[op.result] = _completed(shape_of(op.source), shape)
            case tensor.PadOp():
                self.results[op.result] = shape
            case _:
                pass

    def _shape(self, value: SSAValue) -> Shape:
        return self._shapes.get(value, shape_of(value))

    def _demand(self, user: Operation, value: SSAValue, shape: Shape) -> None:
        owner = value.owner
        if isinstance(owner, Operation) and owner.parent is user.parent and _has_rank(value):
            self._shapes[value] = merge(self._shape(value), shape)

    def _slice(self, op: tensor.ExtractSliceOp | tensor.InsertSliceOp, shape: Shape) -> None:
        sizes = numbers_of(op, "static_sizes")
        known = dict(zip(kept_dimensions(sizes, shape), shape, strict=True))
        self._take(sizes, op.sizes, [known.get(d, size) for d, size in enumerate(sizes)])

    def _take(self, sizes: Shape, operands: Sequence[SSAValue], known: Shape) -> None:
        """Take it for granted that the operands for open sizes are what is known of these."""
        places = [d for d, size in enumerate(sizes) if size == DYNAMIC_INDEX]
        for d, operand in zip(places, operands, strict=True):
            if known[d] != DYNAMIC_INDEX:
                self.sizes[operand] = known[d]


def _has_rank(value: SSAValue) -> bool:
    return isa(value.type, TensorType)


def _expanded(op: tensor.CollapseShapeOp, shape: Shape) -> Shape:
    """The shape of the source if the result has this one."""
    source = [*shape_of(op.src)]
    for group, size in zip(reassociation_groups(op), shape, strict=True):
        sizes = _completed([size], [source[d] for d in group])
        for d, completed in zip(group, sizes, strict=True):
            source[d] = completed
    return source


def _completed(whole: Shape, parts: Shape) -> Shape:
    """A shape of as many elements as another one: the only size that is open follows."""
    known = prod(size for size in parts if size != DYNAMIC_INDEX)
    if DYNAMIC_INDEX in whole or [*parts].count(DYNAMIC_INDEX) != 1 or not known:
        return parts
    return [prod(whole) // known if size == DYNAMIC_INDEX else size for size in parts]
