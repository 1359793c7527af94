"""Buffers to emitc: a buffer is a pointer to its descriptor, whose fields are members."""

from xdsl.dialects.builtin import DYNAMIC_INDEX, NoneAttr
from xdsl.ir import Operation

from microaot.dialects import emitc, packed
from microaot.dialects.packed.descriptors import DescriptorField
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.memref import start
from microaot.emitc_backend.conversions.memref_view import Extent, MemRefView, dense_strides
from microaot.emitc_backend.conversions.packed_descriptor import POINTERS, ask, field_of, pointer_of
from microaot.emitc_backend.conversions.types import I32, PTRDIFF

FIELDS: dict[type[Operation], DescriptorField] = {
    packed.ByteOffsetOp: DescriptorField.BYTE_OFFSET,
    packed.DTypeOp: DescriptorField.DTYPE,
    packed.DeviceIdOp: DescriptorField.DEVICE_ID,
    packed.DeviceTypeOp: DescriptorField.DEVICE_TYPE,
    packed.NDimOp: DescriptorField.NDIM,
}
"""The reads of what every descriptor has once."""


def convert_data(c: FunctionConverter, op: packed.DataOp) -> None:
    """A typed pointer to the first element; extents and strides come from the descriptor."""
    type, descriptor = op.buffer_type, c.value(op.buffer)
    element = emitc.PointerType(c.scalar_type(type.element_type, op))
    if type.static_byte_offset() == 0:
        data = pointer_of(c.b, descriptor, "data")
    else:
        data = ask(c.b, "packed_first_element", [descriptor], POINTERS["data"])
    pointer = c.b.cast(data, element)
    pointer.name_hint = op.result.name_hint or op.buffer.name_hint
    sizes = [
        extent if extent != DYNAMIC_INDEX else extent_of(c, op, d)
        for d, extent in enumerate(type.get_shape())
    ]
    memref = type.memref_type
    if isinstance(memref.layout, NoneAttr):
        strides = dense_strides(c.b, sizes)
    else:
        strides = [
            stride if stride is not None else stride_of(c, op, d)
            for d, stride in enumerate(type.static_strides())
        ]
    c.bind_view(op.result, MemRefView.of_pointer(pointer, sizes, strides, memref.get_offset()))


def extent_of(c: FunctionConverter, op: packed.ReadOp, dimension: int) -> Extent:
    """An extent that the descriptor knows."""
    extent = field_of(c.b, c.value(op.buffer), DescriptorField.SHAPE, dimension)
    return c.b.cast(extent, PTRDIFF)


def stride_of(c: FunctionConverter, op: packed.ReadOp, dimension: int) -> Extent:
    """A stride that the descriptor knows, perhaps by not having any."""
    return ask(c.b, "packed_stride", [c.value(op.buffer), c.b.constant(dimension, I32)], PTRDIFF)


def convert_address(c: FunctionConverter, op: packed.AddressOp) -> None:
    """The array, or a pointer to its first element: what takes an untyped one takes it as it is."""
    c.bind(op.result, start(c, c.view(op.memref)))


def convert_dim(c: FunctionConverter, op: packed.DimOp) -> None:
    """An extent as an index."""
    extent = op.static_value()
    known = extent_of(c, op, op.position) if extent is None else c.b.constant(extent, PTRDIFF)
    assert not isinstance(known, int)
    c.bind(op.result, known)


def convert_stride(c: FunctionConverter, op: packed.StrideOp) -> None:
    """A stride as an index."""
    stride = op.static_value()
    known = stride_of(c, op, op.position) if stride is None else c.b.constant(stride, PTRDIFF)
    assert not isinstance(known, int)
    c.bind(op.result, known)


def convert_field(c: FunctionConverter, op: packed.FieldReadOp) -> None:
    """A number of the descriptor."""
    type = c.scalar_type(op.result.type, op)
    if (number := op.static_value()) is not None:
        c.bind(op.result, c.b.constant(number, type))
        return
    field = field_of(c.b, c.value(op.buffer), FIELDS[op.__class__])
    c.bind(op.result, c.b.cast(field, type))


def convert_cast(c: FunctionConverter, op: packed.CastOp) -> None:
    """The same descriptor."""
    c.alias(op.result, op.source)


CONVERSIONS: dict[type[Operation], Handler] = {
    packed.AddressOp: convert_address,
    packed.CastOp: convert_cast,
    packed.DataOp: convert_data,
    packed.DimOp: convert_dim,
    packed.StrideOp: convert_stride,
    **dict.fromkeys(FIELDS, convert_field),
}
