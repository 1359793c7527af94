"""Descriptors in C: pointers to `DLTensor`, and the names of its members."""

from xdsl.dialects.builtin import StringAttr, UnitAttr
from xdsl.ir import Attribute, SSAValue

from microaot.dialects import emitc
from microaot.dialects.packed.descriptors import DescriptorField
from microaot.emitc_backend.conversions.builder import PURE, EmitCBuilder
from microaot.emitc_backend.conversions.types import I32, I64, PTRDIFF, U64

DATA_TYPE = emitc.OpaqueType(StringAttr("DLDataType"))
DEVICE = emitc.OpaqueType(StringAttr("DLDevice"))
POINTERS: dict[str, Attribute] = {
    "data": emitc.PointerType(emitc.OpaqueType(StringAttr("void"))),
    "shape": emitc.PointerType(I64),
    "strides": emitc.PointerType(I64),
}
"""What is behind the pointers of a descriptor."""


def member(b: EmitCBuilder, lvalue: SSAValue, name: str, type: Attribute) -> SSAValue:
    """`lvalue.name` as an lvalue."""
    return b.insert(emitc.MemberOp(name, lvalue, emitc.LValueType(type))).results[0]


def pointee(b: EmitCBuilder, pointer: SSAValue) -> SSAValue:
    """`*pointer` as an lvalue."""
    return b.insert(emitc.DereferenceOp(pointer)).results[0]


def pointer_of(b: EmitCBuilder, descriptor: SSAValue, name: str) -> SSAValue:
    """One of the pointers of a descriptor."""
    return b.load(member(b, pointee(b, descriptor), name, POINTERS[name]))


def field_of(
    b: EmitCBuilder, descriptor: SSAValue, field: DescriptorField, dimension: int = 0
) -> SSAValue:
    """One of the numbers of a descriptor."""
    if field in (DescriptorField.SHAPE, DescriptorField.STRIDES):
        array = pointer_of(b, descriptor, field)
        return b.load(b.subscript(array, [b.constant(dimension, PTRDIFF)]))
    tensor = pointee(b, descriptor)
    match field:
        case DescriptorField.NDIM:
            return b.load(member(b, tensor, "ndim", I32))
        case DescriptorField.DTYPE:
            return ask(b, "packed_dtype", [b.load(member(b, tensor, "dtype", DATA_TYPE))], I32)
        case DescriptorField.BYTE_OFFSET:
            return b.load(member(b, tensor, "byte_offset", U64))
        case _:
            return b.load(member(b, member(b, tensor, "device", DEVICE), field, I32))


def ask(b: EmitCBuilder, helper: str, operands: list[SSAValue], type: Attribute) -> SSAValue:
    """Call a helper that reads a descriptor and writes nothing.

    `PURE` although it reads memory: descriptors do not change while a function that got them runs.
    """
    call = emitc.CallOpaqueOp(helper, operands, [type])
    call.attributes[PURE] = UnitAttr()
    return b.insert(call).results[0]


def is_not_null(b: EmitCBuilder, pointer: SSAValue) -> SSAValue:
    """`pointer != NULL`."""
    null = b.insert(emitc.LiteralOp("NULL", pointer.type)).results[0]
    return b.compare("ne", pointer, null)
