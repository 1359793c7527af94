"""Constant descriptors to emitc: `static const DLTensor` with an initializer."""

from math import prod

from xdsl.dialects import memref
from xdsl.dialects.builtin import MemRefType, SymbolRefAttr
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects import emitc, type_erased
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.memref import array_type
from microaot.emitc_backend.conversions.packed_tensors import (
    DEVICES,
    TYPE_CODES,
    VOID_POINTER,
    data_type_of,
)
from microaot.emitc_backend.conversions.types import PTRDIFF


def convert_constant_tensor(c: FunctionConverter, op: type_erased.ConstantTensorOp) -> None:
    """A constant of the function: the addresses in it are known to the linker."""
    type = data_type_of(op.described.element_type, op)
    device, id = op.device_type.value.data, op.device_id.value.data
    device_name = DEVICES.get(device, f"(DLDeviceType){device}")
    elements = [_element(c, op, op.source, op.position.value.data)]
    shape = "NULL"
    if op.shape is not None:
        elements.append(_element(c, op, op.shape, 0))
        shape = "(int64_t *)&{}"
    name, rank = op.c_name.data, op.described.get_num_dims()
    dtype = f"{{{{{TYPE_CODES[type.code]}, {type.bits}, {type.lanes}}}"
    text = (
        f"static const DLTensor {name} =\n"
        f"    {{{{(void *)&{{}}, {{{{{device_name}, {id}}}, {rank}, {dtype}, {shape}, NULL, 0}};"
    )
    c.b.insert(emitc.VerbatimOp(text, elements))
    c.bind(op.result, c.b.insert(emitc.LiteralOp(f"(void *)&{name}", VOID_POINTER)).result)


def _element(c: FunctionConverter, op: Operation, symbol: SymbolRefAttr, position: int) -> SSAValue:
    """`weights[1][2]`, the element at a position in row-major order."""
    type = c.symbol(symbol, memref.GlobalOp, op).type
    assert isa(type, MemRefType[Attribute])
    array = array_type(type, op)
    base = c.b.insert(emitc.GetGlobalOp(symbol.string_value(), array)).result
    shape = array.get_shape()
    indices = [
        c.b.constant(position // prod(shape[d + 1 :]) % extent, PTRDIFF)
        for d, extent in enumerate(shape)
    ]
    return c.b.subscript(base, indices)


CONVERSIONS: dict[type[Operation], Handler] = {
    type_erased.ConstantTensorOp: convert_constant_tensor,
}
