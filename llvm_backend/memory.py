"""memref as pointers: a memref is a pointer to its first element, all else is in its type."""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any, TypeAlias

from xdsl.dialects import llvm, memref
from xdsl.dialects.builtin import FixedBitwidthType, IntegerAttr, MemRefType, SymbolRefAttr, i1
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.llvm_backend.builder import POINTER, LLVMBuilder
from microaot.passes.memory.accesses import RESHAPES, is_dense
from microaot.tools.errors import OperationError

Handler: TypeAlias = Callable[[LLVMBuilder, Any], None]


def memref_type(value: SSAValue, op: Operation) -> MemRefType[Attribute]:
    """The type of a memref whose layout is known."""
    type = value.type
    assert isa(type, MemRefType[Attribute])
    if not type.has_static_shape() or type.get_strides() is None or None in strides_of(type):
        raise OperationError(op, f"uses {type}: the layout has to be known for LLVM")
    return type


def strides_of(type: MemRefType[Attribute]) -> Sequence[int | None]:
    """The strides in elements."""
    return type.get_strides() or ()


def element(
    b: LLVMBuilder, buffer: SSAValue, indices: Sequence[SSAValue], op: Operation
) -> SSAValue:
    """A pointer to an element."""
    type = memref_type(buffer, op)
    total: SSAValue | None = None
    for index, stride in zip(indices, strides_of(type), strict=True):
        assert stride is not None
        term = b.value(index)
        if stride != 1:
            term = b.insert(llvm.MulOp(term, b.integer(stride, b.index))).res
        total = term if total is None else b.insert(llvm.AddOp(total, term)).res
    return _moved(b, b.value(buffer), total, b.memory_type(type.element_type, op))


def _moved(
    b: LLVMBuilder, pointer: SSAValue, distance: SSAValue | int | None, type: Attribute
) -> SSAValue:
    """A pointer so many elements further."""
    match distance:
        case None | 0:
            return pointer
        case int():
            return b.insert(llvm.GEPOp(pointer, [distance], type, inbounds=True)).result
        case _:
            indices = [llvm.GEP_USE_SSA_VAL]
            return b.insert(llvm.GEPOp(pointer, indices, type, [distance], inbounds=True)).result


def convert_load(b: LLVMBuilder, op: memref.LoadOp) -> None:
    """An element."""
    type = b.memory_type(op.res.type, op)
    pointer = element(b, op.memref, op.indices, op)
    loaded = b.insert(llvm.LoadOp(pointer, type)).dereferenced_value
    b.values[op.res] = b.resize(loaded, i1, is_signed=False) if op.res.type == i1 else loaded


def convert_store(b: LLVMBuilder, op: memref.StoreOp) -> None:
    """An assignment to an element."""
    value = b.value(op.value)
    if value.type == i1:
        value = b.resize(value, b.memory_type(i1, op), is_signed=False)
    b.insert(llvm.StoreOp(value, element(b, op.memref, op.indices, op)))


def convert_copy(b: LLVMBuilder, op: memref.CopyOp) -> None:
    """`memcpy` of dense memrefs."""
    type = memref_type(op.source, op)
    if not (is_dense(op.source) and is_dense(op.destination)):
        raise OperationError(op, "copies what is not dense, which operators for LLVM do not")
    size = b.integer(prod(type.get_shape()) * _bytes(b, type, op), b.index)
    arguments = [b.value(op.destination), b.value(op.source), size, b.integer(0, i1)]
    name = f"llvm.memcpy.p0.p0.i{b.index.bitwidth}"
    b.insert(llvm.CallIntrinsicOp(name, arguments, []))


def _bytes(b: LLVMBuilder, type: MemRefType[Attribute], op: Operation) -> int:
    element = b.memory_type(type.element_type, op)
    assert isinstance(element, FixedBitwidthType)
    return element.bitwidth // 8


def convert_alloca(b: LLVMBuilder, op: memref.AllocaOp) -> None:
    """Memory on the stack, taken once however often the op runs."""
    type = memref_type(op.memref, op)
    array = llvm.LLVMArrayType(prod(type.get_shape()), b.memory_type(type.element_type, op))
    alignment = op.alignment.value.data if op.alignment is not None else 0
    one = llvm.ConstantOp(IntegerAttr(1, b.index), b.index)
    alloca = b.insert_at_entry(llvm.AllocaOp(one.result, array, alignment=alignment))
    b.insert_at_entry(one)
    b.values[op.memref] = alloca.res


def convert_get_global(b: LLVMBuilder, op: memref.GetGlobalOp) -> None:
    """The address of a constant."""
    name = SymbolRefAttr(op.name_.string_value())
    b.values[op.memref] = b.insert(llvm.AddressOfOp(name, POINTER)).result


def convert_reshape(b: LLVMBuilder, op: Operation) -> None:
    """The same elements."""
    source, result = op.operands[0], op.results[0]
    if not (is_dense(source) and is_dense(result)):
        raise OperationError(op, "reshapes what is not dense, which operators for LLVM do not")
    b.values[result] = b.value(source)


def convert_subview(b: LLVMBuilder, op: memref.SubviewOp) -> None:
    """A pointer to the first element of a part."""
    source, result = memref_type(op.source, op), memref_type(op.result, op)
    dynamic = iter(op.offsets)
    total: SSAValue | None = None
    for offset, stride in zip(op.static_offsets.get_values(), strides_of(source), strict=True):
        assert stride is not None
        term = b.value(next(dynamic)) if offset < 0 else b.integer(offset, b.index)
        term = b.insert(llvm.MulOp(term, b.integer(stride, b.index))).res
        total = term if total is None else b.insert(llvm.AddOp(total, term)).res
    pointer = b.value(op.source)
    b.values[op.result] = _moved(b, pointer, total, b.memory_type(result.element_type, op))


MEMORY: dict[type[Operation], Handler] = {
    memref.LoadOp: convert_load,
    memref.StoreOp: convert_store,
    memref.CopyOp: convert_copy,
    memref.AllocaOp: convert_alloca,
    memref.GetGlobalOp: convert_get_global,
    memref.SubviewOp: convert_subview,
    **dict.fromkeys(RESHAPES, convert_reshape),
}
