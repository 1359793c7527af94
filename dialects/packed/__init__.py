"""The `packed` dialect: descriptors as arguments, devices, and calls by convention."""

from xdsl.dialect_interfaces.constant_materialization import ConstantMaterializationInterface
from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerAttr
from xdsl.ir import Attribute, Dialect, Operation
from xdsl.utils.hints import isa

from microaot.dialects.packed import descriptors, entry
from microaot.dialects.packed.addresses import VOID_POINTER, AddressOp
from microaot.dialects.packed.calls import CallOp, Convention, ConventionAttr
from microaot.dialects.packed.checks import CheckOp, ErrorKind, ErrorKindAttr, RequireDeviceOp
from microaot.dialects.packed.devices import DeviceOp
from microaot.dialects.packed.fields import (
    ByteOffsetOp,
    CastOp,
    DataOp,
    DeviceIdOp,
    DeviceTypeOp,
    DimensionFieldOp,
    DimOp,
    DTypeOp,
    FieldReadOp,
    MakeBufferOp,
    NDimOp,
    ReadOp,
    StrideOp,
    buffer_type,
)
from microaot.dialects.packed.types import BufferType, DataType, data_type

__all__ = [
    "PACKED",
    "VOID_POINTER",
    "AddressOp",
    "BufferType",
    "ByteOffsetOp",
    "CallOp",
    "CastOp",
    "CheckOp",
    "Convention",
    "ConventionAttr",
    "DTypeOp",
    "DataOp",
    "DataType",
    "DeviceIdOp",
    "DeviceOp",
    "DeviceTypeOp",
    "DimOp",
    "DimensionFieldOp",
    "ErrorKind",
    "ErrorKindAttr",
    "FieldReadOp",
    "MakeBufferOp",
    "NDimOp",
    "ReadOp",
    "RequireDeviceOp",
    "StrideOp",
    "buffer_type",
    "data_type",
]


class PackedConstants(ConstantMaterializationInterface):
    """Lets xDSL's folder turn a field that is a fact into an `arith.constant`."""

    def materialize_constant(self, value: Attribute, type: Attribute) -> Operation:
        """Make a constant of this value and type."""
        assert isa(value, IntegerAttr)
        return arith.ConstantOp(value, type)


PACKED = Dialect(
    "packed",
    [
        AddressOp,
        ByteOffsetOp,
        CallOp,
        CastOp,
        CheckOp,
        DTypeOp,
        DataOp,
        DeviceIdOp,
        DeviceOp,
        DeviceTypeOp,
        DimOp,
        MakeBufferOp,
        NDimOp,
        RequireDeviceOp,
        StrideOp,
        *descriptors.OPERATIONS,
        *entry.OPERATIONS,
    ],
    [BufferType, ConventionAttr, ErrorKindAttr, *descriptors.ATTRIBUTES, *entry.ATTRIBUTES],
    [PackedConstants()],
)
