"""memref to emitc: accesses, storage, copies. Views are in `memref_views`."""

from collections.abc import Sequence
from math import prod

from xdsl.dialects import memref
from xdsl.dialects.builtin import MemRefType, StringAttr
from xdsl.ir import Attribute, Operation, SSAValue, Use
from xdsl.utils.hints import isa

from microaot.dialects import emitc
from microaot.dialects.memref_ops import PrefetchOp
from microaot.dialects.memref_syntax import ExternalGlobalOp
from microaot.emitc_backend.conversions.constants import convert_initial_value
from microaot.emitc_backend.conversions.converter import (
    FunctionConverter,
    Handler,
    has_identity_layout,
    is_empty,
)
from microaot.emitc_backend.conversions.memref_view import Extent, MemRefView, value
from microaot.emitc_backend.conversions.types import SIZE, convert_scalar_type
from microaot.emitc_backend.printer.alignment import SECTION
from microaot.emitc_backend.printer.c_types import type_name
from microaot.tools.errors import OperationError


def array_type(type: MemRefType, op: Operation) -> emitc.ArrayType:
    """The C array that holds a memref of static shape; rank 0 is one element."""
    if not type.has_static_shape():
        raise OperationError(op, f"has type {type}: its size is not known at compile time")
    if not has_identity_layout(type):
        raise OperationError(op, f"has type {type}, whose layout is not the dense one")
    if (element := convert_scalar_type(type.element_type)) is None:
        raise OperationError(op, f"has element type {type.element_type}, which C99 does not have")
    return emitc.ArrayType(type.get_shape() or (1,), element)


def empty_view(c: FunctionConverter, type: MemRefType, op: Operation) -> MemRefView:
    """A memref without elements: C has no empty arrays, and nothing is ever read from it."""
    element = c.scalar_type(type.element_type, op)
    null = c.b.constant_attr(emitc.OpaqueAttr(StringAttr("0")), emitc.PointerType(element))
    return MemRefView.of_pointer(null, type.get_shape(), [1] * len(type.get_shape()))


def convert_load(c: FunctionConverter, op: memref.LoadOp) -> None:
    """An array element, or a variable."""
    c.bind(op.res, c.b.load(_element(c, op.memref, op.indices)))


def convert_store(c: FunctionConverter, op: memref.StoreOp) -> None:
    """An assignment to an array element, or to a variable."""
    c.b.assign(_element(c, op.memref, op.indices), c.value(op.value))


def _element(c: FunctionConverter, buffer: SSAValue, indices: Sequence[SSAValue]) -> SSAValue:
    if is_variable(buffer):
        return c.value(buffer)
    return c.view(buffer).element(c.b, [c.extent(i) for i in indices])


def is_variable(buffer: SSAValue) -> bool:
    """Whether the buffer is one local number of which nobody takes the address."""
    alloca = buffer.owner
    if not isinstance(alloca, memref.AllocaOp) or alloca.parent is None:
        return False
    type, region = buffer.type, alloca.parent.parent
    assert isa(type, MemRefType)
    # Between blocks, buffers are pointers.
    is_structured = region is not None and len(region.blocks) == 1
    is_number = not type.get_shape() and alloca.alignment is None
    return is_number and is_structured and all(map(_is_access, buffer.uses))


def _is_access(use: Use) -> bool:
    match use.operation:
        case memref.LoadOp():
            return True
        case memref.StoreOp() as store:
            return store.memref is not store.value
        case _:
            return False


def convert_alloca(c: FunctionConverter, op: memref.AllocaOp) -> None:
    """A local array, or a variable."""
    type = op.memref.type
    assert isa(type, MemRefType)
    if is_variable(op.memref):
        element = c.scalar_type(type.element_type, op)
        c.bind(op.memref, c.b.variable(element, op.memref.name_hint))
        return
    if is_empty(type):
        c.bind_view(op.memref, empty_view(c, type, op))
        return
    array = array_type(type, op)
    variable = emitc.VariableOp(emitc.OpaqueAttr(StringAttr("")), array)
    if op.alignment is not None:
        variable.attributes["alignment"] = op.alignment
    c.b.insert(variable)
    variable.results[0].name_hint = op.memref.name_hint
    c.bind_view(op.memref, MemRefView.of_array(variable.results[0], type.get_shape()))


def convert_alloc(c: FunctionConverter, op: memref.AllocOp) -> None:
    """Generated code has no heap: `static-allocs` has made static buffers of the allocs."""
    raise OperationError(op, "allocates memory whose size or lifetime is known at run time only")


def convert_get_global(c: FunctionConverter, op: memref.GetGlobalOp) -> None:
    """A global by its name."""
    type = op.memref.type
    assert isa(type, MemRefType)
    c.symbol(op.name_, memref.GlobalOp, op)
    if is_empty(type):
        c.bind_view(op.memref, empty_view(c, type, op))
        return
    get_global = c.b.insert(emitc.GetGlobalOp(op.name_.string_value(), array_type(type, op)))
    c.bind_view(op.memref, MemRefView.of_array(get_global.results[0], type.get_shape()))


def convert_global(op: memref.GlobalOp) -> emitc.GlobalOp | None:
    """A static array; exported if the symbol is public, defined elsewhere if it has no value."""
    assert isa(op.type, MemRefType)
    if is_empty(op.type):
        return None
    array = array_type(op.type, op)
    initial = convert_initial_value(op.initial_value, array, op)
    private = op.sym_visibility.data == "private"
    defined_elsewhere = isinstance(op, ExternalGlobalOp)
    result = emitc.GlobalOp(
        op.sym_name.data,
        array,
        initial,
        extern=defined_elsewhere,
        static=private and not defined_elsewhere,
        const=op.constant is not None,
    )
    if op.alignment is not None:
        result.attributes["alignment"] = op.alignment
    if (section := op.attributes.get("aot.section")) is not None:
        result.attributes[SECTION] = section
    result.location = op.location
    return result


def convert_dim(c: FunctionConverter, op: memref.DimOp) -> None:
    """A size: a number, a parameter, or a choice between them."""
    sizes = c.view(op.source).sizes
    if isinstance(index := c.extent(op.index), int):
        # An index beyond the rank is undefined in MLIR.
        c.bind(op.result, value(c.b, sizes[index] if 0 <= index < len(sizes) else 0))
        return
    chosen = value(c.b, sizes[-1]) if sizes else value(c.b, 0)
    for d in reversed(range(len(sizes) - 1)):
        is_d = c.b.compare("eq", index, value(c.b, d))
        chosen = c.b.conditional(is_d, value(c.b, sizes[d]), chosen)
    c.bind(op.result, chosen)


FEW_ELEMENTS = 4
"""Copies up to this size are loops. (gcc 12 also warns, wrongly, of small copies of zeros.)"""


def convert_copy(c: FunctionConverter, op: memref.CopyOp) -> None:
    """`memcpy` where both sides are dense, else loops; a few elements are not worth the call."""
    source, target = c.view(op.source), c.view(op.destination)
    if source == target:
        return
    # The sizes are equal: use the one that is known, else that of the source, so that a caller does
    # not have to pass the sizes of what it gets filled.
    sizes = tuple(
        t if isinstance(t, int) else s for s, t in zip(source.sizes, target.sizes, strict=True)
    )
    source, target = (MemRefView(v.base, v.indices, sizes, v.origin) for v in (source, target))
    if is_empty_view(target):
        return
    dense = all(is_dense(sizes, view.strides(c.b)) for view in (source, target))
    if dense and prod(size for size in sizes if isinstance(size, int)) > FEW_ELEMENTS:
        size = byte_size(c, target.sizes, c.scalar_type(element_type(op), op))
        c.b.insert(emitc.CallOpaqueOp("memcpy", [start(c, target), start(c, source), size], []))
        return
    copy_elements(c, source, target)


def copy_elements(c: FunctionConverter, source: MemRefView, target: MemRefView) -> None:
    """A loop for each dimension of more than one element."""
    indices: list[Extent] = []
    outer = c.b.point
    names = iter("ijklmnopqr")
    for size in target.sizes:
        if size == 1:
            indices.append(0)
            continue
        body = c.b.for_loop(value(c.b, 0), value(c.b, size), value(c.b, 1), next(names, "i"))
        c.b.move_to_end_of(body)
        indices.append(body.args[0])
    loaded = c.b.load(source.element(c.b, indices))
    c.b.assign(target.element(c.b, indices), loaded)
    c.b.point = outer


def element_type(op: memref.CopyOp) -> Attribute:
    """What is copied."""
    assert isa(op.destination.type, MemRefType)
    return op.destination.type.element_type


def is_empty_view(view: MemRefView) -> bool:
    """Whether the view is known to have no elements."""
    return any(size == 0 for size in view.sizes if isinstance(size, int))


def is_dense(sizes: tuple[Extent, ...], strides: tuple[Extent, ...]) -> bool:
    """Whether elements lie row-major without gaps; dimensions of one element do not matter."""
    expected = 1
    for size, stride in reversed([*zip(sizes, strides, strict=True)]):
        if size == 1:
            continue
        if stride != expected or not isinstance(size, int):
            return False
        expected *= size
    return True


def start(c: FunctionConverter, view: MemRefView) -> SSAValue:
    """What to pass as the address of a dense view: the array's name if that is it."""
    return view.base if view.is_whole_array else view.pointer(c.b)


def byte_size(c: FunctionConverter, sizes: tuple[Extent, ...], element: Attribute) -> SSAValue:
    """`20 * sizeof(float)`, or just the count for bytes."""
    count = prod(size for size in sizes if isinstance(size, int))
    name = type_name(element)
    if name in ("int8_t", "uint8_t"):
        return c.b.constant(count, SIZE)
    text = f"sizeof({name})" if count == 1 else f"{count} * sizeof({name})"
    return c.b.insert(emitc.LiteralOp(text, SIZE)).results[0]


def convert_extract_aligned_pointer(
    c: FunctionConverter, op: memref.ExtractAlignedPointerAsIndexOp
) -> None:
    """The address of the buffer as a number."""
    address = c.b.cast(c.view(op.source).buffer_pointer(c.b), INTPTR)
    c.bind(op.aligned_pointer, c.b.cast(address, c.scalar_type(op.aligned_pointer.type, op)))


INTPTR = emitc.OpaqueType(StringAttr("intptr_t"))


def convert_alloca_scope(c: FunctionConverter, op: memref.AllocaScopeOp) -> None:
    """The ops of the scope, in place."""
    for inner in op.scope.block.ops:
        if isinstance(inner, memref.AllocaScopeReturnOp):
            for result, returned in zip(op.res, inner.ops, strict=True):
                c.alias(result, returned)
        else:
            c.convert_op(inner)


CONVERSIONS: dict[type[Operation], Handler] = {
    memref.LoadOp: convert_load,
    memref.StoreOp: convert_store,
    memref.AllocaOp: convert_alloca,
    memref.AllocOp: convert_alloc,
    memref.AllocaScopeOp: convert_alloca_scope,
    memref.GetGlobalOp: convert_get_global,
    memref.DimOp: convert_dim,
    memref.CopyOp: convert_copy,
    memref.ExtractAlignedPointerAsIndexOp: convert_extract_aligned_pointer,
    # Static buffers are never freed, and a microcontroller has nothing to prefetch into.
    memref.DeallocOp: lambda c, op: None,
    PrefetchOp: lambda c, op: None,
}
