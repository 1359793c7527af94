"""aot to emitc: members of structs, checks at the border of a library."""

from collections.abc import Mapping, Sequence

from xdsl.dialects import memref
from xdsl.dialects.builtin import MemRefType, UnitAttr
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects import aot, emitc
from microaot.dialects.packed import VOID_POINTER
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.memref_view import MemRefView, dense_strides
from microaot.emitc_backend.conversions.packed_descriptor import member, pointee
from microaot.emitc_backend.conversions.types import BYTES, SIZE
from microaot.emitc_backend.printer.program import CONST
from microaot.tools.errors import OperationError


def find_struct(op: Operation, struct: str) -> tuple[aot.ModelOp, Mapping[str, Attribute]]:
    """The model that has the struct, and the types of its members."""
    if (found := aot.find_struct(op, struct)) is None:
        raise OperationError(op, f"needs a struct '{struct}', which no model has")
    return found


def member_type(
    c: FunctionConverter, op: Operation, model: aot.ModelOp, type: Attribute, *, is_pool: bool
) -> Attribute:
    """The type in C of a member of this type."""
    if model.is_tvm or not isa(type, MemRefType):
        return VOID_POINTER
    return BYTES if is_pool else emitc.PointerType(c.scalar_type(type.element_type, op))


def convert_member(c: FunctionConverter, op: aot.MemberOp) -> None:
    """`inputs->x`."""
    model, members = find_struct(op, op.struct_name)
    type = op.result.type
    is_pool = op.struct_name == model.pools_struct
    in_c = member_type(c, op, model, members[op.member.data], is_pool=is_pool)
    lvalue = member(c.b, pointee(c.b, c.value(op.struct)), op.member.data, in_c)
    load = c.b.insert(emitc.LoadOp(lvalue))
    if CONST in op.attributes:
        load.attributes[CONST] = UnitAttr()
    if not isa(type, MemRefType):
        c.bind(op.result, load.result)
        return
    if is_pool:
        bind_bytes(c, op.result, load.result)
        return
    element = c.scalar_type(type.element_type, op)
    pointer = c.b.cast(load.result, emitc.PointerType(element))
    pointer.name_hint = op.result.name_hint
    bind_pointer(c, op.result, pointer)


def convert_memory(c: FunctionConverter, op: aot.MemoryOp) -> None:
    """The pointer."""
    bind_bytes(c, op.result, c.value(op.pointer))


LOOK_AT_ADDRESS = (memref.ViewOp, aot.RequireAlignedOp, aot.RequirePresentOp)
"""Ops for which the type of the elements does not matter."""


def bind_bytes(c: FunctionConverter, memory: SSAValue, pointer: SSAValue) -> None:
    """Unsigned bytes are as good as those of the memref if all that is done is to make views."""
    has_views_only = all(isinstance(use.operation, LOOK_AT_ADDRESS) for use in memory.uses)
    target = BYTES if has_views_only else emitc.PointerType(emitc_byte(c, memory))
    bind_pointer(c, memory, c.b.cast(pointer, target))


def emitc_byte(c: FunctionConverter, memory: SSAValue) -> Attribute:
    """The element type of a pool."""
    type = memory.type
    assert isa(type, MemRefType) and isinstance(memory.owner, Operation)
    return c.scalar_type(type.element_type, memory.owner)


def bind_pointer(c: FunctionConverter, value: SSAValue, pointer: SSAValue) -> None:
    """A dense memref through a pointer."""
    type = value.type
    assert isa(type, MemRefType)
    shape = type.get_shape()
    c.bind_view(value, MemRefView.of_pointer(pointer, shape, dense_strides(c.b, [*shape])))


def convert_make_struct(c: FunctionConverter, op: aot.MakeStructOp) -> None:
    """A variable, its members one by one."""
    model, members = find_struct(op, op.struct_name.data)
    variable = c.b.variable(op.result.type, op.result.name_hint)
    for name, operand in zip(members, op.members, strict=True):
        in_c = member_type(c, op, model, operand.type, is_pool=False)
        value = c.b.cast(c.view(operand).pointer(c.b), in_c)
        c.b.assign(member(c.b, variable, name, in_c), value)
    c.bind(op.result, c.b.load(variable))


def convert_require_present(c: FunctionConverter, op: aot.RequirePresentOp) -> None:
    """`if (x == NULL || y == NULL)`."""
    conditions: list[SSAValue] = []
    for value in op.pointers:
        pointer = address_of(c, value)
        null = c.b.insert(emitc.LiteralOp("NULL", pointer.type)).results[0]
        conditions.append(c.b.compare("eq", pointer, null))
    return_if_any(c, conditions, op.status.data)


def convert_require_aligned(c: FunctionConverter, op: aot.RequireAlignedOp) -> None:
    """`if (((size_t)x & 3) != 0)`: of an address only the low bits matter."""
    conditions: list[SSAValue] = []
    for value in op.memrefs:
        address = c.b.cast(address_of(c, value), SIZE)
        low_bits = c.b.constant(op.alignment.value.data - 1, SIZE)
        remainder = c.b.binary(emitc.BitwiseAndOp, address, low_bits)
        conditions.append(c.b.compare("ne", remainder, c.b.constant(0, SIZE)))
    return_if_any(c, conditions, op.status.data)


def address_of(c: FunctionConverter, value: SSAValue) -> SSAValue:
    """A pointer as it was handed over, of whatever type."""
    pointer = c.view(value).pointer(c.b) if isa(value.type, MemRefType) else c.value(value)
    while isinstance(cast := pointer.owner, emitc.CastOp):
        pointer = cast.source
    return pointer


def return_if_any(c: FunctionConverter, conditions: Sequence[SSAValue], status: str) -> None:
    """Leave the function with a status if one of the conditions holds."""
    first, *rest = conditions
    for condition in rest:
        first = c.b.logical_or(first, condition)
    then, _ = c.b.if_else(first, otherwise=False)
    with c.b.at_end_of(then):
        c.b.insert(emitc.VerbatimOp(f"return {status};"))


CONVERSIONS: dict[type[Operation], Handler] = {
    aot.MakeStructOp: convert_make_struct,
    aot.MemberOp: convert_member,
    aot.MemoryOp: convert_memory,
    aot.RequireAlignedOp: convert_require_aligned,
    aot.RequirePresentOp: convert_require_present,
}
