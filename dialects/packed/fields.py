"""Descriptors: reading their fields, making them, and seeing them under another type."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from xdsl.dialects.builtin import (
    IndexType,
    IntegerAttr,
    IntegerType,
    MemRefType,
    NoneAttr,
    SymbolRefAttr,
    i32,
    i64,
)
from xdsl.interfaces import HasCanonicalizationPatternsInterface, HasFolderInterface
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.pattern_rewriter import RewritePattern
from xdsl.traits import Pure, SymbolUserOpInterface
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.packed.devices import DeviceOp, find_device, verify_device
from microaot.dialects.packed.types import BufferType

_INDEX = IndexType()


def buffer_type(value: SSAValue | Operation) -> BufferType:
    """The type of a value that is a buffer."""
    return SSAValue.get(value, type=BufferType).type


class ReadOp(HasFolderInterface, HasCanonicalizationPatternsInterface, IRDLOperation, ABC):
    """Base of the ops that read a descriptor."""

    buffer = operand_def(BufferType)

    traits = traits_def(Pure())

    @property
    def buffer_type(self) -> BufferType:
        """The type of the buffer."""
        return buffer_type(self.buffer)

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        """Reads see through `packed.cast` and `packed.make_buffer`."""
        from microaot.passes.canonicalization_patterns.packed import (
            ReadOfCast,
            ReadOfMadeBuffer,
        )

        return ReadOfCast(), ReadOfMadeBuffer()


@irdl_op_definition
class DataOp(ReadOp):
    """The elements of a buffer.

    ```mlir
    %m = packed.data %b : !packed.buffer<4x5xf32, @cpu> -> memref<4x5xf32>
    ```
    """

    name = "packed.data"

    result = result_def(MemRefType)

    assembly_format = "$buffer attr-dict `:` type($buffer) `->` type($result)"

    def __init__(self, buffer: SSAValue | Operation) -> None:
        super().__init__(operands=[buffer], result_types=[buffer_type(buffer).memref_type])

    def verify_(self) -> None:
        """Check that the memref is what the buffer says."""
        expected = self.buffer_type.memref_type
        if self.result.type != expected:
            raise VerifyException(f"expects the result type {expected}")

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        """The data of a descriptor that was made here is known."""
        made = self.buffer.owner
        return (made.memref,) if isinstance(made, MakeBufferOp) else None


class FieldReadOp(ReadOp, ABC):
    """Base of the reads of a number, which may be a fact of the buffer's type."""

    result = result_def(IntegerType | IndexType)

    assembly_format = "$buffer attr-dict `:` type($buffer)"

    def __init__(self, buffer: SSAValue | Operation) -> None:
        super().__init__(operands=[buffer], result_types=[self.result_type()])

    @classmethod
    def result_type(cls) -> IntegerType | IndexType:
        """The type of the number."""
        return i32

    @abstractmethod
    def static_value(self) -> int | None:
        """The number if it is a fact."""

    def of(self, buffer: SSAValue) -> "FieldReadOp":
        """The same read of another buffer."""
        return type(self).create(
            operands=[buffer], result_types=[self.result.type], properties=self.properties
        )

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        """A fact is a constant."""
        value = self.static_value()
        return None if value is None else (IntegerAttr(value, self.result_type()),)


class IndexFieldOp(FieldReadOp, ABC):
    """Base of the reads of an index."""

    result = result_def(IndexType)

    @classmethod
    def result_type(cls) -> IndexType:
        """The type of the number."""
        return _INDEX


class DimensionFieldOp(IndexFieldOp, ABC):
    """Base of the reads of one number per dimension."""

    dimension = prop_def(IntegerAttr.constr(i64))

    assembly_format = "$buffer `,` $dimension attr-dict `:` type($buffer)"

    def __init__(self, buffer: SSAValue | Operation, dimension: int) -> None:
        IRDLOperation.__init__(
            self,
            operands=[buffer],
            result_types=[_INDEX],
            properties={"dimension": IntegerAttr(dimension, i64)},
        )

    @property
    def position(self) -> int:
        """The dimension as a Python number."""
        return self.dimension.value.data

    def verify_(self) -> None:
        """Check that the buffer has this dimension."""
        if not 0 <= self.position < self.buffer_type.rank:
            raise VerifyException(
                f"no dimension {self.position} in a buffer of rank {self.buffer_type.rank}"
            )


@irdl_op_definition
class DimOp(DimensionFieldOp):
    """An extent: `%n = packed.dim %b, 1 : !packed.buffer<4x?xf32>`."""

    name = "packed.dim"

    def static_value(self) -> int | None:
        """An extent of the type."""
        return self.buffer_type.static_extents()[self.position]


@irdl_op_definition
class StrideOp(DimensionFieldOp):
    """The distance of neighbours along a dimension, in elements.

    ```mlir
    %s = packed.stride %b, 0 : !packed.buffer<4x5xf32, strided<[?, 1]>>
    ```

    It is what the elements have, also where the descriptor says so by a stride pointer of NULL.
    """

    name = "packed.stride"

    def static_value(self) -> int | None:
        """A stride of the type."""
        return self.buffer_type.static_strides()[self.position]


@irdl_op_definition
class NDimOp(FieldReadOp):
    """The rank: `%r = packed.ndim %b : !packed.buffer<4x5xf32>`."""

    name = "packed.ndim"

    result = result_def(i32)

    def static_value(self) -> int:
        """The rank of the type."""
        return self.buffer_type.rank


@irdl_op_definition
class DTypeOp(FieldReadOp):
    """The element type, the bytes of a `DLDataType`: code, bits << 8, lanes << 16.

    ```mlir
    %t = packed.dtype %b : !packed.buffer<4x5xf32>
    ```
    """

    name = "packed.dtype"

    result = result_def(i32)

    def static_value(self) -> int:
        """The element type of the type."""
        return self.buffer_type.data_type.packed()


@irdl_op_definition
class ByteOffsetOp(IndexFieldOp):
    """The distance of the first element from the data pointer, in bytes.

    ```mlir
    %o = packed.byte_offset %b : !packed.buffer<4xf32, strided<[1], offset: ?>>
    ```
    """

    name = "packed.byte_offset"

    def static_value(self) -> int | None:
        """The offset of the layout."""
        return self.buffer_type.static_byte_offset()


class DeviceFieldOp(FieldReadOp, ABC):
    """Base of the reads of what a descriptor says of its device."""

    result = result_def(i32)

    def known_device(self) -> DeviceOp | None:
        """The device of the buffer's type, if it has one."""
        device = self.buffer_type.device
        return None if isinstance(device, NoneAttr) else find_device(self, device)


@irdl_op_definition
class DeviceTypeOp(DeviceFieldOp):
    """DLPack's device type: `%t = packed.device_type %b : !packed.buffer<4xf32>`."""

    name = "packed.device_type"

    def static_value(self) -> int | None:
        """The type of a known device."""
        device = self.known_device()
        return None if device is None else device.device_type.value.data


@irdl_op_definition
class DeviceIdOp(DeviceFieldOp):
    """Which of the devices of its type: `%i = packed.device_id %b : !packed.buffer<4xf32>`."""

    name = "packed.device_id"

    def static_value(self) -> int | None:
        """The id of a known device."""
        device = self.known_device()
        return None if device is None else device.device_id.value.data


class _UsesDevice(SymbolUserOpInterface):
    def verify(self, op: Operation) -> None:
        assert isinstance(op, MakeBufferOp)
        device = buffer_type(op.buffer).device
        if isinstance(device, SymbolRefAttr):
            verify_device(op, device)


@irdl_op_definition
class MakeBufferOp(HasFolderInterface, IRDLOperation):
    """A descriptor on the stack of the function, of elements that are somewhere else.

    ```mlir
    %b = packed.make_buffer %m : memref<4x5xf32> -> !packed.buffer<4x5xf32, @cpu>
    ```
    """

    name = "packed.make_buffer"

    memref = operand_def(MemRefType)
    buffer = result_def(BufferType)

    traits = traits_def(Pure(), _UsesDevice())

    assembly_format = "$memref attr-dict `:` type($memref) `->` type($buffer)"

    def __init__(self, memref: SSAValue | Operation, type: BufferType) -> None:
        super().__init__(operands=[memref], result_types=[type])

    def verify_(self) -> None:
        """Check that every field of the descriptor is known."""
        type = buffer_type(self.buffer)
        if self.memref.type != type.memref_type:
            raise VerifyException(f"expects an operand of the type {type.memref_type}")
        if type.device_name is None:
            raise VerifyException("expects a buffer with a device: a descriptor has to say it")

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        """The data of a buffer has a descriptor already, that buffer."""
        read = self.memref.owner
        if isinstance(read, DataOp) and read.buffer.type == self.buffer.type:
            return (read.buffer,)
        return None


@irdl_op_definition
class CastOp(HasFolderInterface, IRDLOperation):
    """The same descriptor with a type that says less or more.

    Saying less is always right. Saying more is a promise, which nothing checks, as `memref.cast`.

    ```mlir
    %any = packed.cast %b : !packed.buffer<4x5xf32, @cpu> to !packed.buffer<4x?xf32>
    ```
    """

    name = "packed.cast"

    source = operand_def(BufferType)
    result = result_def(BufferType)

    traits = traits_def(Pure())

    assembly_format = "$source attr-dict `:` type($source) `to` type($result)"

    def __init__(self, source: SSAValue | Operation, type: BufferType) -> None:
        super().__init__(operands=[source], result_types=[type])

    def verify_(self) -> None:
        """Check that the types do not contradict each other."""
        contradiction = buffer_type(self.source).contradiction(buffer_type(self.result))
        if contradiction is not None:
            raise VerifyException(f"the types disagree on the {contradiction}")

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        """There and back is nowhere."""
        inner = self.source.owner
        before = inner.source if isinstance(inner, CastOp) else self.source
        return next(((s,) for s in (self.source, before) if s.type == self.result.type), None)
