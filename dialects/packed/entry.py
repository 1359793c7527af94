"""Packed entries: functions that take type-erased arguments, and how they look at them.

An entry is a `func.func` whose only argument has the type `!packed.arguments<abi>`. It reads what
it gets step by step and checks each step with `packed.check_argument` before it goes on, so that
nothing is read before it is known to be readable. Its status is 0 when it returns.
"""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import I1, IntegerAttr, IntegerType, StringAttr, f64, i1, i32, i64
from xdsl.dialects.utils import EnumAttribute
from xdsl.ir import (
    Attribute,
    Operation,
    ParametrizedAttribute,
    SpacedOpaqueSyntaxAttribute,
    SSAValue,
    TypeAttribute,
)
from xdsl.irdl import (
    IRDLOperation,
    base,
    irdl_attr_definition,
    irdl_op_definition,
    operand_def,
    opt_operand_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.traits import MemoryReadEffect, MemoryWriteEffect, NoMemoryEffect
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.str_enum import StrEnum

from microaot.dialects.packed.checks import ErrorKind, ErrorKindAttr
from microaot.dialects.packed.types import BufferType


class ABI(StrEnum):
    """Whose type-erased calling convention."""

    TVM = "tvm"
    """TVM up to 0.18: an array of values and one of type codes."""
    FFI = "ffi"
    """TVM-FFI: an array of values that know their types."""


@irdl_attr_definition
class ABIAttr(EnumAttribute[ABI], SpacedOpaqueSyntaxAttribute):
    """A type-erased calling convention as an attribute."""

    name = "packed.abi"


@irdl_attr_definition
class ArgumentsType(ParametrizedAttribute, TypeAttribute):
    """All that a packed entry gets: arguments, their types, and where the result goes.

    ```mlir
    !packed.arguments<ffi>
    ```
    """

    name = "packed.arguments"

    abi: ABIAttr

    def __init__(self, abi: ABI | ABIAttr) -> None:
        super().__init__(ABIAttr(abi) if isinstance(abi, ABI) else abi)

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> Sequence[Attribute]:
        """Parse `<ffi>`."""
        with parser.in_angle_brackets():
            return (ABIAttr(parser.parse_str_enum(ABI)),)

    def print_parameters(self, printer: Printer) -> None:
        """Print what `parse_parameters` reads."""
        with printer.in_angle_brackets():
            printer.print_string(self.abi.data)


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


class ArgumentsOp(IRDLOperation, ABC):
    """Base of the ops that read the argument list."""

    arguments = operand_def(ArgumentsType)

    traits = traits_def(MemoryReadEffect())


@irdl_op_definition
class HasArgumentsOp(ArgumentsOp):
    """Whether there are arrays of arguments.

    ```mlir
    %ok = packed.has_arguments %args : !packed.arguments<ffi>
    ```
    """

    name = "packed.has_arguments"

    result = result_def(I1)

    assembly_format = "$arguments attr-dict `:` type($arguments)"

    def __init__(self, arguments: SSAValue) -> None:
        super().__init__(operands=[arguments], result_types=[i1])


@irdl_op_definition
class HasResultOp(ArgumentsOp):
    """Whether there is a place for the result."""

    name = "packed.has_result"

    result = result_def(I1)

    assembly_format = "$arguments attr-dict `:` type($arguments)"

    def __init__(self, arguments: SSAValue) -> None:
        super().__init__(operands=[arguments], result_types=[i1])


@irdl_op_definition
class ArgumentCountOp(ArgumentsOp):
    """How many arguments the caller passes."""

    name = "packed.argument_count"

    result = result_def(IntegerType(32))

    assembly_format = "$arguments attr-dict `:` type($arguments)"

    def __init__(self, arguments: SSAValue) -> None:
        super().__init__(operands=[arguments], result_types=[i32])


class ArgumentOp(ArgumentsOp, ABC):
    """Base of the ops that read one argument."""

    position = prop_def(IntegerAttr.constr(i32))

    def __init__(self, arguments: SSAValue, position: int, type: Attribute) -> None:
        super().__init__(
            operands=[arguments],
            result_types=[type],
            properties={"position": IntegerAttr(position, i32)},
        )

    @property
    def index(self) -> int:
        """Which argument, from 0."""
        return self.position.value.data

    def verify_(self) -> None:
        """Check that there can be such an argument."""
        if self.index < 0:
            raise VerifyException("expects a position from 0 on")


@irdl_op_definition
class TypeIndexOp(ArgumentOp):
    """What the ABI says about the type of an argument.

    ```mlir
    %type = packed.type_index %args, 0 : !packed.arguments<ffi>
    ```
    """

    name = "packed.type_index"

    result = result_def(IntegerType(32))

    assembly_format = "$arguments `,` $position attr-dict `:` type($arguments)"

    def __init__(self, arguments: SSAValue, position: int) -> None:
        super().__init__(arguments, position, i32)


@irdl_op_definition
class TensorArgumentOp(ArgumentOp):
    """The descriptor that an argument of a tensor type points to."""

    name = "packed.tensor_argument"

    result = result_def(DescriptorType)

    assembly_format = "$arguments `,` $position attr-dict `:` type($arguments)"

    def __init__(self, arguments: SSAValue, position: int) -> None:
        super().__init__(arguments, position, DescriptorType())


@irdl_op_definition
class ScalarArgumentOp(ArgumentOp):
    """The number that an argument is, as an i1, an i64 or an f64.

    An f64 may arrive as an integer, a truth value and an integer may stand for each other.

    ```mlir
    %n = packed.scalar_argument %args, 1 : !packed.arguments<ffi> -> i64
    ```
    """

    name = "packed.scalar_argument"

    result = result_def(base(IntegerType) | base(type(f64)))

    assembly_format = "$arguments `,` $position attr-dict `:` type($arguments) `->` type($result)"

    def verify_(self) -> None:
        """Check that the ABI carries such numbers."""
        super().verify_()
        if self.result.type not in (i1, i64, f64):
            raise VerifyException("expects a result of the type i1, i64 or f64")


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
    expected = prop_def(IntegerAttr.constr(i32))
    result = result_def(I1)

    assembly_format = "$descriptor `,` $dimension `,` $expected attr-dict"

    def __init__(self, descriptor: SSAValue, dimension: int, expected: int) -> None:
        super().__init__(
            operands=[descriptor],
            result_types=[i1],
            properties={
                "dimension": IntegerAttr(dimension, i32),
                "expected": IntegerAttr(expected, i32),
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


@irdl_op_definition
class CheckArgumentOp(IRDLOperation):
    """End a packed entry with an error about an argument unless the condition holds.

    The message names the function, the argument and what was expected of it; `got` adds what kind
    of value it is, from its type index or the `dtype` of its descriptor.

    ```mlir
    packed.check_argument %ok, type_error, "x", "a tensor" got %type : i32
    ```
    """

    name = "packed.check_argument"

    condition = operand_def(I1)
    kind = prop_def(ErrorKindAttr)
    argument = prop_def(StringAttr)
    expected = prop_def(StringAttr)
    actual = opt_operand_def(IntegerType)

    assembly_format = (
        "$condition `,` $kind `,` $argument `,` $expected (`got` $actual^ `:` type($actual))? "
        "attr-dict"
    )

    def __init__(
        self,
        condition: SSAValue | Operation,
        kind: ErrorKind,
        argument: str,
        expected: str,
        actual: SSAValue | None = None,
    ) -> None:
        super().__init__(
            operands=[condition, actual],
            properties={
                "kind": ErrorKindAttr(kind),
                "argument": StringAttr(argument),
                "expected": StringAttr(expected),
            },
        )

    def verify_(self) -> None:
        """Check that there is a message: a host process may die of an error without one."""
        if not self.expected.data:
            raise VerifyException("expects a message")


@irdl_op_definition
class ReturnValueOp(IRDLOperation):
    """Give the caller a result, an i1, an i64 or an f64.

    ```mlir
    packed.return_value %args, %n : !packed.arguments<ffi>, i64
    ```
    """

    name = "packed.return_value"

    arguments = operand_def(ArgumentsType)
    value = operand_def(base(IntegerType) | base(type(f64)))

    traits = traits_def(MemoryWriteEffect())

    assembly_format = "$arguments `,` $value attr-dict `:` type($arguments) `,` type($value)"

    def __init__(self, arguments: SSAValue, value: SSAValue | Operation) -> None:
        super().__init__(operands=[arguments, value])

    def verify_(self) -> None:
        """Check that the ABI carries such numbers."""
        if self.value.type not in (i1, i64, f64):
            raise VerifyException("expects a value of the type i1, i64 or f64")


OPERATIONS = (
    ArgumentCountOp,
    AssumeBufferOp,
    CheckArgumentOp,
    ExtentsFitOp,
    FieldOp,
    HasArgumentsOp,
    HasPointerOp,
    HasResultOp,
    IsAlignedOp,
    IsCompactOp,
    HasTensorOp,
    ReturnValueOp,
    ScalarArgumentOp,
    StrideIsOp,
    TensorArgumentOp,
    TypeIndexOp,
)
"""The ops of packed entries."""

ATTRIBUTES = (ABIAttr, ArgumentsType, DescriptorFieldAttr, DescriptorPointerAttr, DescriptorType)
"""Their types and attributes."""
