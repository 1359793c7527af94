"""Buffers seen under other types: the memref ops that do what ops do that look at tensors."""

from collections.abc import Sequence
from itertools import pairwise

from xdsl.dialects import memref, tensor
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    ArrayAttr,
    DenseArrayBase,
    IntegerAttr,
    MemRefType,
    StridedLayoutAttr,
    TensorType,
    i64,
)
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.passes.bufferization.memory import Slice
from microaot.passes.fusion.moves import kept_dimensions

Buffer = MemRefType[Attribute]
Groups = ArrayAttr[ArrayAttr[IntegerAttr]]


def buffer_type(value: SSAValue) -> Buffer:
    """The type of the buffer that a tensor has if it has one of its own."""
    type = value.type
    assert isa(type, TensorType)
    return MemRefType(type.element_type, type.get_shape())


def is_contiguous(buffer: SSAValue) -> bool:
    """Whether a buffer has the layout that functions take."""
    assert isa(buffer.type, Buffer)
    return not isinstance(buffer.type.layout, StridedLayoutAttr)


def _layout(type: Buffer) -> tuple[list[int | None], int | None]:
    """Strides and offset; None for those that only the running program knows."""
    offset = 0
    if isinstance(type.layout, StridedLayoutAttr):
        offset = type.layout.get_offset()
    strides = type.get_strides()
    assert strides is not None
    return list(strides), offset


def _strided(
    type: Buffer, shape: Sequence[int], strides: Sequence[int | None], offset: int | None
) -> Buffer:
    layout = StridedLayoutAttr(list(strides), offset)
    return MemRefType(type.element_type, shape, layout, type.memory_space)


def _times(a: int | None, b: int) -> int | None:
    return None if a is None or b == DYNAMIC_INDEX else a * b


def subview(buffer: SSAValue, op: Slice, part: SSAValue) -> Operation:
    """The slice of a buffer that an op takes of, or replaces in, the tensor stored there."""
    type = buffer.type
    assert isa(type, Buffer)
    strides, offset = _layout(type)
    lists = (op.static_offsets, op.static_sizes, op.static_strides)
    offsets, sizes, steps = (values.get_values() for values in lists)
    for first, stride in zip(offsets, strides, strict=True):
        if first != 0:
            known = None if stride is None else _times(stride, first)
            offset = None if offset is None or known is None else offset + known
    shape = buffer_type(part).get_shape()
    kept = kept_dimensions(sizes, shape)
    scaled = [_times(s, step) for s, step in zip(strides, steps, strict=True)]
    result = _strided(type, shape, [scaled[dim] for dim in kept], offset)
    return memref.SubviewOp(
        buffer, op.offsets, op.sizes, op.strides, op.static_offsets, op.static_sizes,
        op.static_strides, result,
    )  # fmt: skip


def _grouped(groups: Groups) -> list[list[int]]:
    return [[dim.value.data for dim in group] for group in groups]


def collapse(buffer: SSAValue, groups: Groups, shape: Sequence[int]) -> Operation | None:
    """Several dimensions of a buffer as one; None if its layout has no such view."""
    type = buffer.type
    assert isa(type, Buffer)
    if not isinstance(type.layout, StridedLayoutAttr):
        result = MemRefType(type.element_type, shape, type.layout, type.memory_space)
    else:
        strides, offset = _layout(type)
        sizes, found = type.get_shape(), list[int | None]()
        for group in _grouped(groups):
            inner = [dim for dim in group if sizes[dim] != 1] or group[-1:]
            for outer, dim in pairwise(inner):
                step = _times(strides[dim], sizes[dim])
                if step is None or strides[outer] != step:
                    return None
            found.append(strides[inner[-1]])
        result = _strided(type, shape, found, offset)
    return memref.CollapseShapeOp.create(
        operands=[buffer], result_types=[result], properties={"reassociation": groups}
    )


def expand(
    buffer: SSAValue, groups: Groups, shape: Sequence[int], sizes: Sequence[SSAValue] = ()
) -> Operation:
    """A dimension of a buffer as several ones."""
    type = buffer.type
    assert isa(type, Buffer)
    result = MemRefType(type.element_type, shape, type.layout, type.memory_space)
    if isinstance(type.layout, StridedLayoutAttr):
        strides, offset = _layout(type)
        found: list[int | None] = [1] * len(shape)
        for stride, group in zip(strides, _grouped(groups), strict=False):
            for dim in reversed(group):
                found[dim] = stride
                stride = _times(stride, shape[dim])
        result = _strided(type, shape, found, offset)
    return memref.ExpandShapeOp.create(
        operands=[buffer, *sizes],
        result_types=[result],
        properties={
            "reassociation": groups,
            "static_output_shape": DenseArrayBase.from_list(i64, list(shape)),
        },
    )


def undone(view: Operation, buffer: SSAValue) -> Operation:
    """What a buffer is before an op looks at it differently, from what it is after that."""
    assert isinstance(view, tensor.CollapseShapeOp | tensor.ExpandShapeOp)
    shape = buffer_type(view.src).get_shape()
    if isinstance(view, tensor.CollapseShapeOp):
        return expand(buffer, view.reassociation, shape)
    op = collapse(buffer, view.reassociation, shape)
    assert op is not None
    return op
