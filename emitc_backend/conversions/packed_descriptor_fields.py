"""Descriptors that are still to be checked to emitc: members, and helpers that look at several."""

from xdsl.ir import Operation

from microaot.dialects.packed import descriptors
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.packed_descriptor import (
    ask,
    field_of,
    is_not_null,
    member,
    pointee,
    pointer_of,
)
from microaot.emitc_backend.conversions.types import BOOL, I32, I64, U32, U64


def convert_has_tensor(c: FunctionConverter, op: descriptors.HasTensorOp) -> None:
    """A comparison with NULL."""
    c.bind(op.result, is_not_null(c.b, c.value(op.descriptor)))


def convert_field(c: FunctionConverter, op: descriptors.FieldOp) -> None:
    """A member."""
    dimension = op.dimension.value.data
    field = field_of(c.b, c.value(op.descriptor), op.field.data, dimension)
    c.bind(op.result, c.b.cast(field, c.scalar_type(op.result.type, op)))


def convert_has_pointer(c: FunctionConverter, op: descriptors.HasPointerOp) -> None:
    """A comparison of a member with NULL."""
    c.bind(op.result, is_not_null(c.b, pointer_of(c.b, c.value(op.descriptor), op.pointer.data)))


def convert_is_compact(c: FunctionConverter, op: descriptors.IsCompactOp) -> None:
    """A helper that knows about NULL and about extents of 1 and 0."""
    tensor = c.value(op.descriptor)
    shape, strides = (pointer_of(c.b, tensor, name) for name in ("shape", "strides"))
    rank = c.b.load(member(c.b, pointee(c.b, tensor), "ndim", I32))
    c.bind(op.result, ask(c.b, "packed_is_compact", [shape, strides, rank], BOOL))


def convert_extents_fit(c: FunctionConverter, op: descriptors.ExtentsFitOp) -> None:
    """A helper that multiplies the extents."""
    tensor = c.value(op.descriptor)
    shape = pointer_of(c.b, tensor, "shape")
    rank = c.b.load(member(c.b, pointee(c.b, tensor), "ndim", I32))
    bytes = c.b.constant(op.bytes.value.data, I32)
    c.bind(op.result, ask(c.b, "packed_extents_fit", [shape, rank, bytes], BOOL))


def convert_is_aligned(c: FunctionConverter, op: descriptors.IsAlignedOp) -> None:
    """A helper that looks at the address."""
    tensor = c.value(op.descriptor)
    data = pointer_of(c.b, tensor, "data")
    offset = c.b.load(member(c.b, pointee(c.b, tensor), "byte_offset", U64))
    bytes = c.b.constant(op.bytes.value.data, U32)
    c.bind(op.result, ask(c.b, "packed_is_aligned", [data, offset, bytes], BOOL))


def convert_stride_is(c: FunctionConverter, op: descriptors.StrideIsOp) -> None:
    """A helper that knows about NULL and about extents of 1 and 0."""
    dimension = c.b.constant(op.dimension.value.data, I32)
    expected = c.b.constant(op.expected.value.data, I64)
    operands = [c.value(op.descriptor), dimension, expected]
    c.bind(op.result, ask(c.b, "packed_stride_is", operands, BOOL))


def convert_assume_buffer(c: FunctionConverter, op: descriptors.AssumeBufferOp) -> None:
    """The same pointer."""
    c.bind(op.result, c.value(op.descriptor))


CONVERSIONS: dict[type[Operation], Handler] = {
    descriptors.AssumeBufferOp: convert_assume_buffer,
    descriptors.ExtentsFitOp: convert_extents_fit,
    descriptors.FieldOp: convert_field,
    descriptors.HasPointerOp: convert_has_pointer,
    descriptors.HasTensorOp: convert_has_tensor,
    descriptors.IsAlignedOp: convert_is_aligned,
    descriptors.IsCompactOp: convert_is_compact,
    descriptors.StrideIsOp: convert_stride_is,
}
