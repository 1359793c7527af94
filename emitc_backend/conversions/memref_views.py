"""memref views to emitc: index functions over the array beneath, hardly ever any C."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from xdsl.dialects import memref
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    AffineMapAttr,
    DenseArrayBase,
    IntegerType,
    MemRefType,
    StringAttr,
)
from xdsl.ir import Operation, SSAValue
from xdsl.ir.affine import AffineDimExpr
from xdsl.utils.hints import isa

from microaot.dialects import emitc
from microaot.dialects.memref_ops import DistinctObjectsOp, ReshapeOp, TransposeOp
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.memref_view import (
    Extent,
    LinearIndex,
    MemRefView,
    add,
    dense_strides,
    multiply,
    value,
)
from microaot.emitc_backend.conversions.types import I8, PTRDIFF, U8
from microaot.passes.reassociation import groups
from microaot.tools.errors import OperationError


def mixed(
    c: FunctionConverter, static: DenseArrayBase[IntegerType], dynamic: Sequence[SSAValue]
) -> list[Extent]:
    """Offsets, sizes or strides of which some are attributes and some are operands."""
    operands: Iterator[SSAValue] = iter(dynamic)
    return [c.extent(next(operands)) if v == DYNAMIC_INDEX else v for v in static.get_values()]


def memref_type(value: SSAValue, op: Operation) -> MemRefType:
    """The type of a ranked memref; refuses an unranked one."""
    if not isa(value.type, MemRefType):
        raise OperationError(op, f"has type {value.type}, whose rank is not known")
    return value.type


def convert_subview(c: FunctionConverter, op: memref.SubviewOp) -> None:
    """Offsets and strides go into the indices; dropped dimensions sit at their offset."""
    offsets = mixed(c, op.static_offsets, op.offsets)
    sizes = mixed(c, op.static_sizes, op.sizes)
    strides = mixed(c, op.static_strides, op.strides)
    kept = kept_dimensions(sizes, memref_type(op.result, op).get_shape())
    inner: list[LinearIndex] = []
    for d, offset in enumerate(offsets):
        coefficients = tuple(strides[d] if k == d else 0 for k in kept)
        inner.append(LinearIndex(offset, coefficients))
    c.bind_view(op.result, c.view(op.source).remap(c.b, inner, [sizes[k] for k in kept]))


def kept_dimensions(sizes: Sequence[Extent], shape: Sequence[int]) -> list[int]:
    """Which dimensions a rank-reducing subview keeps: those it drops have size 1."""
    kept: list[int] = []
    for d, size in enumerate(sizes):
        rest = len(sizes) - d
        wanted = len(shape) - len(kept)
        matches = wanted > 0 and (
            size == shape[len(kept)] or not isinstance(size, int) or shape[len(kept)] < 0
        )
        if rest == wanted or (matches and size != 1) or (matches and shape[len(kept)] == 1):
            kept.append(d)
    return kept


def convert_transpose(c: FunctionConverter, op: TransposeOp) -> None:
    """The indices change places."""
    permutation = op.permutation
    assert isinstance(permutation, AffineMapAttr)
    order: list[int] = []
    for expr in permutation.data.results:
        assert isinstance(expr, AffineDimExpr)
        order.append(expr.position)
    source = c.view(op.source)
    inner = [
        LinearIndex(0, tuple(int(order[r] == d) for r in range(source.rank)))
        for d in range(source.rank)
    ]
    c.bind_view(op.result, source.remap(c.b, inner, [source.sizes[d] for d in order]))


def convert_expand_shape(c: FunctionConverter, op: memref.ExpandShapeOp) -> None:
    """One source index is the row-major position within its group of result indices."""
    sizes = mixed(c, op.static_output_shape, op.output_shape)
    inner: list[LinearIndex] = []
    for group in groups(op):
        strides = dense_strides(c.b, [sizes[d] for d in group])
        coefficients: list[Extent] = [0] * len(sizes)
        for d, stride in zip(group, strides, strict=True):
            coefficients[d] = stride
        inner.append(LinearIndex(0, tuple(coefficients)))
    c.bind_view(op.result, c.view(op.src).remap(c.b, inner, sizes))


def convert_collapse_shape(c: FunctionConverter, op: memref.CollapseShapeOp) -> None:
    """A group of source dimensions with one index: its innermost stride, if no array boundary
    lies between them; else through a pointer, for which there is none."""
    source = c.view(op.src)
    if not all(spans_evenly(source, group) for group in groups(op)):
        source = source.as_pointer(c.b)
    sizes: list[Extent] = []
    inner: list[LinearIndex] = [LinearIndex(0, ())] * source.rank
    count = len(groups(op))
    for r, group in enumerate(groups(op)):
        size: Extent = 1
        for d in group:
            size = multiply(c.b, size, source.sizes[d])
        sizes.append(size)
        longest = [d for d in group if source.sizes[d] != 1] or [*group]
        for d in group:
            unit = tuple(int(k == r and d == longest[-1]) for k in range(count))
            inner[d] = LinearIndex(0, unit)
    c.bind_view(op.result, source.remap(c.b, inner, sizes))


def spans_evenly(view: MemRefView, group: Sequence[int]) -> bool:
    """Whether one step at the end of an inner dimension is one step of the next outer one, in
    every index of the object beneath."""
    long = [d for d in group if view.sizes[d] != 1]
    for outer, inner in pairwise(long):
        for index in view.indices:
            wide, step, size = (
                index.coefficients[outer],
                index.coefficients[inner],
                view.sizes[inner],
            )
            if not isinstance(wide, int) or not isinstance(step, int):
                # A pointer has one index, whose strides MLIR's verifier has checked.
                if len(view.indices) == 1:
                    continue
                return False
            if len(view.indices) > 1 and (not isinstance(size, int) or wide != step * size):
                return False
    return True


def convert_cast(c: FunctionConverter, op: memref.CastOp) -> None:
    """The same memref; sizes that the result type states become known."""
    view = c.view(op.source)
    if isa(type := op.dest.type, MemRefType):
        sizes = tuple(
            known if static == DYNAMIC_INDEX else static
            for static, known in zip(type.get_shape(), view.sizes, strict=True)
        )
        view = MemRefView(view.base, view.indices, sizes, view.origin)
    c.bind_view(op.dest, view)


def convert_reinterpret_cast(c: FunctionConverter, op: memref.ReinterpretCastOp) -> None:
    """New sizes and strides over the buffer, whose start the offset counts from."""
    source = c.view(op.source)
    if source.origin is None:
        raise OperationError(op, "needs the start of a buffer of which only a part is known")
    (offset,) = mixed(c, op.static_offsets, op.offsets)
    sizes = mixed(c, op.static_sizes, op.sizes)
    strides = mixed(c, op.static_strides, op.strides)
    whole = MemRefView(source.base, source.indices, tuple(sizes), source.origin)
    if offset == source.origin and source.is_whole_array and whole.is_whole_array:
        if tuple(strides) == source.strides(c.b):
            c.bind_view(op.result, source)
            return
    # An array of one dimension is indexed as a pointer is.
    base = source.base if len(source.indices) == 1 else source.buffer_pointer(c.b)
    from_base = add(c.b, offset, -source.origin)
    c.bind_view(op.result, MemRefView.of_pointer(base, sizes, strides, source.origin, from_base))


def convert_reshape(c: FunctionConverter, op: ReshapeOp) -> None:
    """A dense memref with sizes that a memref of integers gives."""
    type = memref_type(op.result, op)
    shape = c.view(op.shape)
    sizes: list[Extent] = []
    for d, static in enumerate(type.get_shape()):
        if static != DYNAMIC_INDEX:
            sizes.append(static)
            continue
        loaded = c.b.load(shape.element(c.b, [d]))
        sizes.append(c.b.cast(loaded, PTRDIFF))
    pointer = c.view(op.source).as_pointer(c.b)
    c.bind_view(op.result, MemRefView.of_pointer(pointer.base, sizes, dense_strides(c.b, sizes)))


def convert_view(c: FunctionConverter, op: memref.ViewOp) -> None:
    """Typed elements in a buffer of bytes."""
    type = memref_type(op.result, op)
    dynamic = iter(op.sizes)
    sizes = [c.extent(next(dynamic)) if s == DYNAMIC_INDEX else s for s in type.get_shape()]
    source = c.view(op.source)
    byte = c.b.address_of(source.element(c.b, [c.extent(op.byte_shift)]))
    element = c.scalar_type(type.element_type, op)
    if element not in (I8, U8):
        # Through void *: the programmer who wrote the view answers for the alignment.
        byte = c.b.cast(byte, VOID_POINTER)
    typed = c.b.cast(byte, emitc.PointerType(element))
    typed.name_hint = op.result.name_hint
    c.bind_view(op.result, MemRefView.of_pointer(typed, sizes, dense_strides(c.b, sizes)))


VOID_POINTER = emitc.PointerType(emitc.OpaqueType(StringAttr("void")))


def convert_metadata(c: FunctionConverter, op: memref.ExtractStridedMetaDataOp) -> None:
    """The buffer beneath, and the numbers that describe the view of it."""
    view = c.view(op.source)
    if view.origin is not None:
        buffer = MemRefView.of_pointer(view.buffer_pointer(c.b), (), (), view.origin)
        c.bind_view(op.base_buffer, buffer)
        c.bind(op.offset, value(c.b, add(c.b, view.offset(c.b), view.origin)))
    elif op.base_buffer.uses or op.offset.uses:
        raise OperationError(op, "needs the start of a buffer of which only a part is known")
    for results, extents in ((op.sizes, view.sizes), (op.strides, view.strides(c.b))):
        for result, extent in zip(results, extents, strict=True):
            c.bind(result, value(c.b, extent))


def convert_same(c: FunctionConverter, op: Operation) -> None:
    """An op that says something of its memrefs and returns them as they are."""
    for result, operand in zip(op.results, op.operands, strict=True):
        c.alias(result, operand)


def convert_rank(c: FunctionConverter, op: memref.RankOp) -> None:
    """The number of dimensions."""
    c.bind(op.rank, c.b.constant(c.view(op.source).rank, PTRDIFF))


CONVERSIONS: dict[type[Operation], Handler] = {
    memref.SubviewOp: convert_subview,
    TransposeOp: convert_transpose,
    memref.ExpandShapeOp: convert_expand_shape,
    memref.CollapseShapeOp: convert_collapse_shape,
    memref.CastOp: convert_cast,
    memref.MemorySpaceCastOp: convert_cast,
    memref.ReinterpretCastOp: convert_reinterpret_cast,
    ReshapeOp: convert_reshape,
    memref.ViewOp: convert_view,
    memref.ExtractStridedMetaDataOp: convert_metadata,
    memref.RankOp: convert_rank,
    memref.AssumeAlignmentOp: convert_same,
    DistinctObjectsOp: convert_same,
}
