"""Filling descriptors: a `DLTensor` on the stack for a memref that type-erased code is to see."""

from collections.abc import Mapping, Sequence

from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerAttr, MemRefType, StringAttr
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects import emitc, type_erased
from microaot.dialects.packed.types import DataType, data_type
from microaot.emitc_backend.conversions.converter import FunctionConverter
from microaot.emitc_backend.conversions.memref import start
from microaot.emitc_backend.conversions.packed_descriptor import DATA_TYPE, DEVICE, POINTERS, member
from microaot.emitc_backend.conversions.types import I32, PTRDIFF, U8, U16, U64
from microaot.tools.errors import OperationError

VOID_POINTER = POINTERS["data"]
DEVICE_TYPE = emitc.OpaqueType(StringAttr("DLDeviceType"))

DEVICES: Mapping[int, str] = {1: "kDLCPU", 2: "kDLCUDA", 12: "kDLExtDev"}
TYPE_CODES: Mapping[int, str] = {
    0: "kDLInt",
    1: "kDLUInt",
    2: "kDLFloat",
    4: "kDLBfloat",
    6: "kDLBool",
}
"""DLPack's names of the numbers."""


def data_type_of(element: Attribute, op: Operation) -> DataType:
    """DLPack's type of elements that `op` passes."""
    if (known := data_type(element)) is None:
        raise OperationError(op, f"passes {element}, which DLPack has no type for")
    return known


class TensorParts:
    """Fills the descriptors of one call, one memref after another."""

    def __init__(self, c: FunctionConverter, op: type_erased.CallOp) -> None:
        self._c = c
        self._op = op
        self._filled = 0

    def fill_next(self, tensors: SSAValue, argument: type_erased.Argument) -> SSAValue:
        """Fill the next descriptor; returns it as an lvalue."""
        b, type = self._c.b, argument.value.type
        assert isa(type, MemRefType)
        tensor = b.subscript(tensors, [b.constant(self._filled, PTRDIFF)])
        self._filled += 1
        self._set(tensor, "data", VOID_POINTER, self._data(argument.value, type))
        self._fill_device(member(b, tensor, "device", DEVICE), argument.device)
        rank = type.get_num_dims()
        self._set(tensor, "ndim", I32, b.constant(rank, I32))
        self._fill_type(member(b, tensor, "dtype", DATA_TYPE), type.element_type)
        self._set_table(tensor, "shape", argument.shape)
        self._set_table(tensor, "strides", argument.strides)
        self._set(tensor, "byte_offset", U64, b.constant(self._byte_offset(type), U64))
        return tensor

    def _data(self, argument: SSAValue, type: MemRefType[Attribute]) -> SSAValue:
        """Where offsets count from: before the first element, if the type says how far."""
        b, view = self._c.b, self._c.view(argument)
        first = view.pointer(b)
        if offset := type.get_offset():
            first = b.address_of(b.subscript(first, [b.constant(-offset, PTRDIFF)]))
        return b.cast(first, VOID_POINTER)

    def _byte_offset(self, type: MemRefType[Attribute]) -> int:
        return (type.get_offset() or 0) * self._data_type(type.element_type).element_bytes()

    def _data_type(self, element: Attribute) -> DataType:
        return data_type_of(element, self._op)

    def _fill_device(self, device: SSAValue, numbers: Sequence[SSAValue]) -> None:
        fields = (("device_type", DEVICE_TYPE), ("device_id", I32))
        for (name, type), number in zip(fields, numbers, strict=True):
            self._set(device, name, type, self._device_field(number, type))

    def _device_field(self, number: SSAValue, type: Attribute) -> SSAValue:
        b = self._c.b
        if type != DEVICE_TYPE:
            return self._c.value(number)
        owner = number.owner
        if isinstance(owner, arith.ConstantOp) and isinstance(owner.value, IntegerAttr):
            if (name := DEVICES.get(owner.value.value.data)) is not None:
                return b.insert(emitc.LiteralOp(name, DEVICE_TYPE)).result
        return b.cast(self._c.value(number), DEVICE_TYPE)

    def _fill_type(self, dtype: SSAValue, element: Attribute) -> None:
        b, type = self._c.b, self._data_type(element)
        code = b.insert(emitc.LiteralOp(TYPE_CODES[type.code], U8)).result
        self._set(dtype, "code", U8, code)
        self._set(dtype, "bits", U8, b.constant(type.bits, U8))
        self._set(dtype, "lanes", U16, b.constant(type.lanes, U16))

    def _set_table(self, tensor: SSAValue, name: str, table: SSAValue | None) -> None:
        """Point to extents or strides, which a callee only reads, or to nothing."""
        b, type = self._c.b, POINTERS[name]
        if table is None:
            pointer = b.insert(emitc.LiteralOp("NULL", type)).result
        else:
            pointer = b.cast(start(self._c, self._c.view(table)), type)
        self._set(tensor, name, type, pointer)

    def _set(self, lvalue: SSAValue, name: str, type: Attribute, value: SSAValue) -> None:
        self._c.b.assign(member(self._c.b, lvalue, name, type), value)
