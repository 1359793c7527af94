"""What a packed entry checks before it does anything, each step after those that it relies on."""

from collections.abc import Sequence
from typing import TypeVar

from xdsl.builder import Builder
from xdsl.dialects import arith
from xdsl.dialects.builtin import IndexType, IntAttr, IntegerAttr, IntegerType, StridedLayoutAttr
from xdsl.ir import Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects.packed import BufferType, ErrorKind
from microaot.dialects.packed.descriptors import (
    DescriptorField,
    DescriptorPointer,
    ExtentsFitOp,
    FieldOp,
    HasPointerOp,
    HasTensorOp,
    IsAlignedOp,
    IsCompactOp,
    StrideIsOp,
)
from microaot.dialects.packed.entry import (
    ABI,
    ArgumentCountOp,
    CheckArgumentOp,
    HasArgumentsOp,
    HasResultOp,
    TypeIndexOp,
)
from microaot.dialects.packed.types import DataType
from microaot.passes.packed.abi import PACKED_ABIS, ArgumentKind

OpT = TypeVar("OpT", bound=Operation)

BOOL = 6
"""DLPack's type code of truth values."""
TVM_BOOL = DataType(code=1, bits=1, lanes=1)
"""What TVM calls them itself: an unsigned integer of one bit, though of one byte in memory."""

_CODES = {0: "int", 1: "uint", 2: "float", 4: "bfloat"}


class EntryChecks:
    """Inserts the checks of one entry."""

    def __init__(self, builder: Builder, abi: ABI, arguments: SSAValue) -> None:
        self._builder = builder
        self._abi = PACKED_ABIS[abi]
        self._arguments = arguments

    def insert(self, op: OpT) -> OpT:
        """Insert an op."""
        self._builder.insert(op)
        return op

    # Arguments

    def check_call(self, count: int, *, has_result: bool) -> None:
        """The arrays of arguments, their number, the place for the result."""
        number = self.insert(ArgumentCountOp(self._arguments)).result
        number.name_hint = "count"
        noun = "argument" if count == 1 else "arguments"
        self._require(self._equal(number, count), ErrorKind.TYPE_ERROR, "", f"{count} {noun}")
        if count:
            there = self.insert(HasArgumentsOp(self._arguments)).result
            self._require(there, ErrorKind.TYPE_ERROR, "", "arguments that are not NULL")
        if has_result:
            there = self.insert(HasResultOp(self._arguments)).result
            self._require(there, ErrorKind.TYPE_ERROR, "", "room for the result")

    def check_kind(self, position: int, name: str, kind: ArgumentKind) -> None:
        """That an argument is of a kind."""
        index = self.insert(TypeIndexOp(self._arguments, position)).result
        index.name_hint = f"{name}_type"
        accepted = [self._equal(index, number) for number in self._abi.accepted[kind]]
        self._require(self._any(accepted), ErrorKind.TYPE_ERROR, name, kind.value, index)

    def check_range(self, value: SSAValue, name: str, limits: tuple[int, int]) -> None:
        """That an integer lies between two others."""
        least, most = limits
        enough = self._compare("sge", value, least)
        not_too_much = self._compare("sle", value, most)
        fits = self.insert(arith.AndIOp(enough, not_too_much)).result
        self._require(fits, ErrorKind.VALUE_ERROR, name, f"an int from {least} to {most}", value)

    def check_index(self, value: SSAValue, name: str) -> None:
        """That an integer is an index of the machine, which may have 32 bits."""
        index = self.insert(arith.IndexCastOp(value, IndexType()))
        back = self.insert(arith.IndexCastOp(index.result, value.type))
        self.check_equal(value, back.result, name, "an int that is an index")

    def check_equal(self, actual: SSAValue, expected: SSAValue, name: str, text: str) -> None:
        """That two extents are equal."""
        is_equal = self.insert(arith.CmpiOp(actual, expected, "eq")).result
        self._require(is_equal, ErrorKind.VALUE_ERROR, name, text, actual)

    # Tensors

    def extent(self, tensor: SSAValue, dimension: int) -> SSAValue:
        """An extent of a tensor that has been checked."""
        return self._field(tensor, DescriptorField.SHAPE, dimension)

    def check_tensor(
        self, tensor: SSAValue, name: str, type: BufferType, device: tuple[int, int] | None
    ) -> None:
        """That a descriptor is a buffer of this type, on this device if one is given."""
        there = self.insert(HasTensorOp(tensor)).result
        self._require(there, ErrorKind.TYPE_ERROR, name, "a tensor that is not NULL")
        self._check_shape(tensor, name, type)
        self._check_layout(tensor, name, type)
        self._check_device(tensor, name, device)
        self._check_data(tensor, name, type)

    def _check_shape(self, tensor: SSAValue, name: str, type: BufferType) -> None:
        rank = self._field(tensor, DescriptorField.NDIM)
        noun = "dimension" if type.rank == 1 else "dimensions"
        self._require(
            self._equal(rank, type.rank), ErrorKind.VALUE_ERROR, name, f"{type.rank} {noun}", rank
        )
        dtype = self._field(tensor, DescriptorField.DTYPE)
        dtype.name_hint = f"{name}_dtype"
        known = [self._equal(dtype, type.data_type.packed())]
        if type.data_type.code == BOOL and self._abi is PACKED_ABIS[ABI.TVM]:
            known.append(self._equal(dtype, TVM_BOOL.packed()))
        self._require(self._any(known), ErrorKind.TYPE_ERROR, name, dtype_name(type), dtype)
        if not type.rank:
            return
        self._require_pointer(tensor, name, DescriptorPointer.SHAPE)
        for dimension, extent in enumerate(type.static_extents()):
            if extent is not None:
                actual = self._field(tensor, DescriptorField.SHAPE, dimension)
                self._require(
                    self._equal(actual, extent),
                    ErrorKind.VALUE_ERROR,
                    f"{name}.shape[{dimension}]",
                    str(extent),
                    actual,
                )
        if None in type.static_extents():
            fit = self.insert(ExtentsFitOp(tensor, type.data_type.element_bytes())).result
            self._require(
                fit, ErrorKind.VALUE_ERROR, f"{name}.shape", "extents that the memory can hold"
            )

    def _check_layout(self, tensor: SSAValue, name: str, type: BufferType) -> None:
        if type.rank and not isinstance(type.layout, StridedLayoutAttr):
            compact = self.insert(IsCompactOp(tensor)).result
            self._require(compact, ErrorKind.VALUE_ERROR, f"{name}.strides", "a compact tensor")
        elif type.rank:
            self._check_strides(tensor, name, type)
        if (offset := type.static_byte_offset()) is not None:
            actual = self._field(tensor, DescriptorField.BYTE_OFFSET)
            self._require(
                self._equal(actual, offset),
                ErrorKind.VALUE_ERROR,
                f"{name}.byte_offset",
                str(offset),
                actual,
            )

    def _check_strides(self, tensor: SSAValue, name: str, type: BufferType) -> None:
        """Each stride that the layout declares, unless its dimension has one element."""
        for dimension, stride in enumerate(type.static_strides()):
            if stride is not None:
                right = self.insert(StrideIsOp(tensor, dimension, stride)).result
                self._require(
                    right, ErrorKind.VALUE_ERROR, f"{name}.strides[{dimension}]", str(stride)
                )

    def _check_device(self, tensor: SSAValue, name: str, device: tuple[int, int] | None) -> None:
        if device is None:
            return
        for field, number in zip(
            (DescriptorField.DEVICE_TYPE, DescriptorField.DEVICE_ID), device, strict=True
        ):
            actual = self._field(tensor, field)
            is_equal = self._equal(actual, number)
            self._require(is_equal, ErrorKind.VALUE_ERROR, f"{name}.{field}", str(number), actual)

    def _check_data(self, tensor: SSAValue, name: str, type: BufferType) -> None:
        extents = type.static_extents()
        if 0 not in extents:
            has_data = self.insert(HasPointerOp(tensor, DescriptorPointer.DATA)).result
            there: list[SSAValue] = [has_data]
            for dimension, extent in enumerate(extents):
                if extent is None:
                    actual = self._field(tensor, DescriptorField.SHAPE, dimension)
                    there.append(self._equal(actual, 0))
            is_there = self._any(there)
            self._require(
                is_there, ErrorKind.VALUE_ERROR, f"{name}.data", "a pointer that is not NULL"
            )
        bytes = alignment_of(type)
        if bytes > 1:
            aligned = self.insert(IsAlignedOp(tensor, bytes)).result
            self._require(
                aligned, ErrorKind.VALUE_ERROR, f"{name}.data", f"a multiple of {bytes} bytes"
            )

    # Pieces

    def _field(self, tensor: SSAValue, field: DescriptorField, dimension: int = 0) -> SSAValue:
        return self.insert(FieldOp(tensor, field, dimension)).result

    def _require_pointer(self, tensor: SSAValue, name: str, pointer: DescriptorPointer) -> None:
        there = self.insert(HasPointerOp(tensor, pointer)).result
        self._require(
            there, ErrorKind.VALUE_ERROR, f"{name}.{pointer}", "a pointer that is not NULL"
        )

    def _compare(self, predicate: str, value: SSAValue, number: int) -> SSAValue:
        assert isa(value.type, IntegerType)
        constant = self.insert(arith.ConstantOp(IntegerAttr(number, value.type)))
        return self.insert(arith.CmpiOp(value, constant, predicate)).result

    def _equal(self, value: SSAValue, number: int) -> SSAValue:
        return self._compare("eq", value, number)

    def _any(self, conditions: Sequence[SSAValue]) -> SSAValue:
        first, *rest = conditions
        for condition in rest:
            first = self.insert(arith.OrIOp(first, condition)).result
        return first

    def _require(
        self,
        condition: SSAValue,
        kind: ErrorKind,
        argument: str,
        expected: str,
        actual: SSAValue | None = None,
    ) -> None:
        self.insert(CheckArgumentOp(condition, kind, argument, expected, actual))


def alignment_of(type: BufferType) -> int:
    """Bytes at a multiple of which the first element has to be."""
    stated = type.alignment.data if isinstance(type.alignment, IntAttr) else 1
    return max(stated, type.data_type.element_bytes())


def dtype_name(type: BufferType) -> str:
    """The element type as NumPy calls it."""
    code, bits, _ = type.data_type
    return "bool" if code == BOOL else f"{_CODES[code]}{bits}"
