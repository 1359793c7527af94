"""What the fusion knows about tensor ops: which it can compute element by element, and how costly
that is."""

from collections.abc import Sequence

from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import TensorType
from xdsl.ir import Block, Operation, SSAValue
from xdsl.ir.affine import AffineConstantExpr, AffineDimExpr, AffineMap
from xdsl.traits import is_side_effect_free
from xdsl.utils.hints import isa

from microaot.dialects.tensor import BitcastOp, GatherOp, GenerateOp
from microaot.passes.linalg.view import StructuredView

MOVES: tuple[type[Operation], ...] = (
    tensor.CastOp,
    tensor.CollapseShapeOp,
    tensor.ExpandShapeOp,
    tensor.ExtractSliceOp,
    tensor.PadOp,
)
"""Ops that only say where an element comes from."""

SOURCES: tuple[type[Operation], ...] = (tensor.EmptyOp, tensor.SplatOp)
"""Ops that give tensors without reading any."""

COMPUTED: tuple[type[Operation], ...] = (BitcastOp, GatherOp, GenerateOp)
"""Ops that compute each element in a way of their own."""

PIECEWISE: tuple[type[Operation], ...] = (
    tensor.ConcatOp,
    tensor.FromElementsOp,
    tensor.InsertSliceOp,
)
"""Ops that are written piece by piece."""

_DIALECT_COSTS = {"math": 10, "tensor": 4, "scf": 10}
_COSTS = {
    **{f"arith.{kind}": 8 for kind in ("divf", "divsi", "divui", "remsi", "remui", "remf")},
    **{name: 0 for name in ("arith.constant", "linalg.yield", "linalg.index")},
    "tensor.yield": 0,
}
"""What ops cost that are not as cheap as an addition."""


def is_tensor(value: SSAValue) -> bool:
    """Whether a value is a ranked tensor."""
    return isa(value.type, TensorType)


def shape_of(value: SSAValue) -> tuple[int, ...]:
    """The extents of a tensor, none for a scalar."""
    return value.type.get_shape() if isa(value.type, TensorType) else ()


def structured(op: Operation) -> StructuredView | None:
    """The view of a structured op on tensors that can be computed one element at a time: every
    result is indexed by the same loops, each an index of its own; all others are reductions."""
    view = StructuredView.of_tensors(op)
    if view is None or not view.output_maps:
        return None
    first = view.output_maps[0]
    if any(map_ != first for map_ in view.output_maps) or not _is_plain(first):
        return None
    return view if _reads_only_tensors(view.body) else None


def _is_plain(map_: AffineMap) -> bool:
    dims = [expr.position for expr in map_.results if isinstance(expr, AffineDimExpr)]
    zeros = [expr for expr in map_.results if isinstance(expr, AffineConstantExpr)]
    return (
        len(set(dims)) == len(dims)
        and len(dims) + len(zeros) == len(map_.results)
        and all(expr.value == 0 for expr in zeros)
    )


_CONTROL = frozenset(
    ("linalg.yield", "linalg.index", "scf.yield", "scf.if", "scf.for", "cf.assert")
)


def _reads_only_tensors(body: Block) -> bool:
    """Whether a body may run as often as one likes: it writes nothing. What it asserts holds for an
    element whenever that is computed."""
    return all(
        op.name in _CONTROL
        or op.dialect_name() in ("arith", "math", "tensor", "index")
        or is_side_effect_free(op)
        for top in body.ops
        for op in top.walk()
    )


def is_static(op: Operation) -> bool:
    """Whether all tensors of an op have known extents."""
    values = [*op.operands, *op.results]
    return all(value.type.has_static_shape() for value in values if isa(value.type, TensorType))


def is_elementwise_computable(op: Operation) -> bool:
    """Whether single elements of the results can be computed."""
    if isinstance(op, arith.ConstantOp):
        return False
    if not any(map(is_tensor, op.results)) or not is_static(op):
        return False
    if isinstance(op, tensor.ExtractSliceOp | tensor.InsertSliceOp) and op.strides:
        return False
    if isinstance(op, GenerateOp):
        return _reads_only_tensors(op.body.block)
    return isinstance(op, (*MOVES, *SOURCES, *COMPUTED, *PIECEWISE)) or structured(op) is not None


def reduction_loops(view: StructuredView) -> list[int]:
    """The loops that no result is indexed by, in order."""
    used = set(view.output_maps[0].used_dims())
    return [loop for loop in range(view.num_loops) if loop not in used]


def captured(op: Operation) -> list[SSAValue]:
    """The tensors from outside that the regions of an op use."""
    inner = [nested for region in op.regions for nested in region.walk()]
    inside = {block for region in op.regions for block in region.blocks}
    inside |= {b for nested in inner for region in nested.regions for b in region.blocks}
    return [
        operand
        for nested in inner
        for operand in nested.operands
        if is_tensor(operand) and not _is_within(operand, inside)
    ]


def _is_within(value: SSAValue, blocks: set[Block]) -> bool:
    owner = value.owner
    block = owner.parent if isinstance(owner, Operation) else owner
    return block in blocks


def cost(op: Operation) -> int:
    """What one element costs, in simple operations, without what it is computed from."""
    if isinstance(op, GatherOp):
        return _DIALECT_COSTS["tensor"]
    view = structured(op)
    body = op.body.block if isinstance(op, GenerateOp) else view and view.body
    if body is None:
        return 0
    ops: Sequence[Operation] = [nested for top in body.ops for nested in top.walk()]
    return sum(_COSTS.get(o.name, _DIALECT_COSTS.get(o.dialect_name(), 1)) for o in ops)
