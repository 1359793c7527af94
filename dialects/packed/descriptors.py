"""Descriptors that a packed entry gets: what they say, before and after it has been checked."""

from abc import ABC

from xdsl.dialects.builtin import I1, IntegerAttr, IntegerType, i1, i32, i64
from xdsl.dialects.utils import EnumAttribute
from xdsl.ir import ParametrizedAttribute, SpacedOpaqueSyntaxAttribute, SSAValue, TypeAttribute
from xdsl.irdl import (
    IRDLOperation,
    irdl_attr_definition,
    irdl_op_definition,
    operand_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.traits import MemoryReadEffect, NoMemoryEffect
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.str_enum import StrEnum

from microaot.dialects.packed.types import BufferType


@irdl_attr_definition
class DescriptorType(ParametrizedAttribute, TypeAttribute):
    """A pointer to a descriptor of which nothing is known yet."""

    name = "packed.descriptor"


class DescriptorField(StrEnum):
    """What a descriptor says, each a number."""

    NDIM = "ndim"
    DTYPE = "dtype"
    """Code, bits and lanes in one number, the lowest byte first, as `DataType.packed`."""
    SHAPE = "shape"
    STRIDES = "strides"
    BYTE_OFFSET = "byte_offset"
    DEVICE_TYPE = "device_type"
    DEVICE_ID = "device_id"


@irdl_attr_definition
class DescriptorFieldAttr(EnumAttribute[DescriptorField], SpacedOpaqueSyntaxAttribute):
    """A field of a descriptor as an attribute."""

    name = "packed.field"


class DescriptorPointer(StrEnum):
    """What a descriptor points to."""

    DATA = "data"
    SHAPE = "shape"
    STRIDES = "strides"


@irdl_attr_definition
class DescriptorPointerAttr(EnumAttribute[DescriptorPointer], SpacedOpaqueSyntaxAttribute):
    """A pointer of a descriptor as an attribute."""

    name = "packed.pointer"


FIELD_TYPES: dict[DescriptorField, IntegerType] = {
    DescriptorField.NDIM: i32,
    DescriptorField.DTYPE: i32,
    DescriptorField.SHAPE: i64,
    DescriptorField.STRIDES: i64,
    DescriptorField.BYTE_OFFSET: i64,
    DescriptorField.DEVICE_TYPE: i32,
    DescriptorField.DEVICE_ID: i32,
}
"""The type of each field; for `shape` and `strides` that of one element."""

INDEXED = (DescriptorField.SHAPE, DescriptorField.STRIDES)


@irdl_op_definition
class HasTensorOp(IRDLOperation):
    """Whether there is a descriptor at all: the pointer to it is not NULL."""

    name = "packed.has_tensor"

    descriptor = operand_def(DescriptorType)
    result = result_def(I1)

    traits = traits_def(NoMemoryEffect())

    assembly_format = "$descriptor attr-dict"

    def __init__(self, descriptor: SSAValue) -> None:
        super().__init__(operands=[descriptor], result_types=[i1])


class DescriptorOp(IRDLOperation, ABC):
    """Base of the ops that read a descriptor."""

    descriptor = operand_def(DescriptorType)

    traits = traits_def(MemoryReadEffect())


@irdl_op_definition
class FieldOp(DescriptorOp):
    """A number in a descriptor; `shape` and `strides` need the dimension.

    ```mlir
    %rank = packed.field %d, ndim : i32
    %size = packed.field %d, shape, 1 : i64
    ```
    """

    name = "packed.field"

    field = prop_def(DescriptorFieldAttr)
    dimension = prop_def(IntegerAttr.constr(i32), default_value=IntegerAttr(0, i32))
    result = result_def(IntegerType)

    assembly_format = "$descriptor `,` $field (`,` $dimension^)? attr-dict `:` type($result)"

    def __init__(self, descriptor: SSAValue, field: DescriptorField, dimension: int = 0) -> None:
        super().__init__(
            operands=[descriptor],
            result_types=[FIELD_TYPES[field]],
            properties={
                "field": DescriptorFieldAttr(field),
                "dimension": IntegerAttr(dimension, i32),
            },
        )

    def verify_(self) -> None:
        """Check the type of the field and that it has a dimension."""
        field = self.field.data
        if self.result.type != (type := FIELD_TYPES[field]):
            raise VerifyException(f"{field} is of the type {type}")
        dimension = self.dimension.value.data
        if dimension < 0 or (dimension and field not in INDEXED):
            raise VerifyException(f"{field} has no dimension {dimension}")


@irdl_op_definition
class HasPointerOp(DescriptorOp):
    """Whether a pointer of a descriptor is not NULL: `%ok = packed.has_pointer %d, shape`."""

    name = "packed.has_pointer"

    pointer = prop_def(DescriptorPointerAttr)
    result = result_def(I1)

    assembly_format = "$descriptor `,` $pointer attr-dict"

    def __init__(self, descriptor: SSAValue, pointer: DescriptorPointer) -> None:
        super().__init__(
            operands=[descriptor],
            result_types=[i1],
            properties={"pointer": DescriptorPointerAttr(pointer)},
        )


@irdl_op_definition
class IsCompactOp(DescriptorOp):
    """Whether the elements lie densely in row-major order; strides of NULL say so.

    Strides of dimensions with one element do not matter, nor do any of an empty tensor.
    """

    name = "packed.is_compact"

    result = result_def(I1)

    assembly_format = "$descriptor attr-dict"

    def __init__(self, descriptor: SSAValue) -> None:
        super().__init__(operands=[descriptor], result_types=[i1])


@irdl_op_definition
class StrideIsOp(DescriptorOp):
    """Whether neighbours along a dimension are so many elements apart, if there are any.

    ```mlir
    %ok = packed.stride_is %d, 0, 8
    ```
    """

    name = "packed.stride_is"

    dimension = prop_def(IntegerAttr.constr(i32))
    expected = prop_def(IntegerAttr.constr(i64))
    result = result_def(I1)

    assembly_format = "$descriptor `,` $dimension `,` $expected attr-dict"

    def __init__(self, descriptor: SSAValue, dimension: int, expected: int) -> None:
        super().__init__(
            operands=[descriptor],
            result_types=[i1],
            properties={
                "dimension": IntegerAttr(dimension, i32),
                "expected": IntegerAttr(expected, i64),
            },
        )


class BytesOp(DescriptorOp, ABC):
    """Base of the questions about a descriptor that depend on a number of bytes."""

    bytes = prop_def(IntegerAttr.constr(i32))
    result = result_def(I1)

    assembly_format = "$descriptor `,` $bytes attr-dict"

    def __init__(self, descriptor: SSAValue, bytes: int) -> None:
        super().__init__(
            operands=[descriptor],
            result_types=[i1],
            properties={"bytes": IntegerAttr(bytes, i32)},
        )

    def verify_(self) -> None:
        """Check that there are bytes."""
        if self.bytes.value.data <= 0:
            raise VerifyException("expects a positive number of bytes")


@irdl_op_definition
class IsAlignedOp(BytesOp):
    """Whether the first element is at a multiple of so many bytes."""

    name = "packed.is_aligned"


@irdl_op_definition
class ExtentsFitOp(BytesOp):
    """Whether no extent is negative and a C pointer reaches all elements of so many bytes each."""

    name = "packed.extents_fit"


@irdl_op_definition
class AssumeBufferOp(IRDLOperation):
    """A descriptor as a buffer, after it has been checked to be what the type says.

    ```mlir
    %b = packed.assume_buffer %d : !packed.buffer<4x?xf32>
    ```
    """

    name = "packed.assume_buffer"

    descriptor = operand_def(DescriptorType)
    result = result_def(BufferType)

    traits = traits_def(NoMemoryEffect())

    assembly_format = "$descriptor attr-dict `:` type($result)"

    def __init__(self, descriptor: SSAValue, type: BufferType) -> None:
        super().__init__(operands=[descriptor], result_types=[type])


OPERATIONS = (
    AssumeBufferOp,
    ExtentsFitOp,
    FieldOp,
    HasPointerOp,
    HasTensorOp,
    IsAlignedOp,
    IsCompactOp,
    StrideIsOp,
)
"""The ops on descriptors."""

ATTRIBUTES = (DescriptorFieldAttr, DescriptorPointerAttr, DescriptorType)
"""Their types and attributes."""
