"""func to emitc: C functions, calls by symbol, results by value or through trailing pointers."""

from collections.abc import Mapping, Sequence

from xdsl.dialects import func
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    ArrayAttr,
    DictionaryAttr,
    FunctionType,
    MemRefType,
    NoneAttr,
    StringAttr,
    SymbolRefAttr,
)
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects import emitc
from microaot.dialects.func import CallIndirectOp, ConstantOp
from microaot.emitc_backend.conversions.cf import convert_blocks
from microaot.emitc_backend.conversions.converter import (
    FunctionConverter,
    Handler,
    has_identity_layout,
    is_empty,
)
from microaot.emitc_backend.conversions.memref_view import MemRefView
from microaot.emitc_backend.pointer_flow import FIXED_SIGNATURE
from microaot.emitc_backend.printer.c_types import type_name
from microaot.tools.errors import OperationError

EXTENT = "emitc.extent"
"""Attribute of an argument that is a dynamic extent of the memref before it: `"size0"`."""

NAME = "emitc.name"
"""Argument attribute: the name to print."""

DOC = "emitc.doc"
"""Argument attribute: what the header says of the argument."""


class Signature:
    """How the arguments and results of a function become C parameters."""

    def __init__(self, function: func.FuncOp, c: FunctionConverter) -> None:
        self.function = function
        inputs = function.function_type.inputs.data
        outputs = function.function_type.outputs.data
        if any(isa(t, MemRefType) for t in outputs):
            raise OperationError(
                function, "returns a memref: run `memref-results-to-arguments` first"
            )
        self.inputs = [parameter_types(t, function, c) for t in inputs]
        results = [c.scalar_type(t, function) for t in outputs]
        self.returned = results if len(results) == 1 else []
        self.pointers = [emitc.PointerType(t) for t in results] if len(results) > 1 else []

    @property
    def type(self) -> FunctionType:
        """The emitc function type."""
        flat = [t for types in self.inputs for t in types]
        return FunctionType.from_lists([*flat, *self.pointers], self.returned)

    def attributes(self) -> list[DictionaryAttr]:
        """Argument attributes: what the user gave, and names for what has none in MLIR."""
        given = self.function.arg_attrs.data if self.function.arg_attrs else ()
        names = (
            [arg.name_hint for arg in self.function.body.blocks[0].args]
            if not (self.function.is_declaration)
            else [None] * len(self.inputs)
        )
        result: list[DictionaryAttr] = []
        for i, (types, type) in enumerate(
            zip(self.inputs, self.function.function_type.inputs, strict=True)
        ):
            own: dict[str, Attribute] = {}
            if given:
                own |= {k: v for k, v in given[i].data.items() if k in KEPT}
            if isa(type, MemRefType) and not isinstance(types[0], emitc.ArrayType):
                own.setdefault(DOC, StringAttr(f"{type}, pointer to its first element"))
            result.append(DictionaryAttr(own))
            name = names[i] or f"arg{i}"
            for extent in dynamic_extents(type):
                result.append(
                    DictionaryAttr(
                        {
                            EXTENT: StringAttr(extent),
                            NAME: StringAttr(f"{name}_{extent}"),
                            DOC: StringAttr(f"{extent[:-1]} of dimension {extent[-1]} of {name}"),
                        }
                    )
                )
        for i in range(len(self.pointers)):
            result.append(DictionaryAttr({NAME: StringAttr(f"result{i}")}))
        return result


KEPT = ("emitc.const", NAME, DOC)
"""Argument attributes that mean something to the printer."""


KEPT_OF_FUNCTION = (DOC, FIXED_SIGNATURE)
"""Attributes of a function that later passes and the printer read."""


def parameter_types(type: Attribute, op: Operation, c: FunctionConverter) -> list[Attribute]:
    """The C parameters for an argument: a static dense memref is an array, else see
    `component_types`."""
    if isa(type, MemRefType) and has_identity_layout(type) and not is_empty(type):
        element = c.scalar_type(type.element_type, op)
        return [emitc.ArrayType(type.get_shape() or (1,), element)]
    return c.component_types(type, op)


def dynamic_extents(type: Attribute) -> list[str]:
    """The dynamic sizes and strides that follow a pointer: `size0`, `stride1`."""
    if not isa(type, MemRefType):
        return []
    sizes = [f"size{d}" for d, s in enumerate(type.get_shape()) if s == DYNAMIC_INDEX]
    if isinstance(type.layout, NoneAttr):
        return sizes
    strides = type.get_strides() or ()
    return [*sizes, *(f"stride{d}" for d, s in enumerate(strides) if s is None)]


def convert_function(
    function: func.FuncOp,
    handlers: Mapping[type[Operation], Handler],
    symbols: Mapping[str, Operation],
) -> emitc.FuncOp:
    """The C function for `function`: static if private, extern if it has no body."""
    entry = Block()
    c = FunctionConverter(entry, handlers, symbols)
    signature = Signature(function, c)
    private = function.sym_visibility is not None and function.sym_visibility.data == "private"
    specifiers = ["extern"] if function.is_declaration else ["static"] if private else []
    region = Region() if function.is_declaration else Region(entry)
    result = emitc.FuncOp(
        function.sym_name.data,
        signature.type,
        region,
        specifiers,
        arg_attrs=ArrayAttr(signature.attributes()),
    )
    result.location = function.location
    for attribute in KEPT_OF_FUNCTION:
        if (value := function.attributes.get(attribute)) is not None:
            result.attributes[attribute] = value
    if function.is_declaration:
        return result
    for type in signature.type.inputs:
        entry.insert_arg(type, len(entry.args))
    bind_arguments(function, signature, entry, c)
    if len(function.body.blocks) == 1:
        c.convert_block(function.body.block)
    else:
        convert_blocks(c, function.body, region)
    return result


def bind_arguments(
    function: func.FuncOp, signature: Signature, entry: Block, c: FunctionConverter
) -> None:
    """Bind each MLIR argument to its C parameters."""
    c.b.location = function.location
    parameters = iter(entry.args)
    for arg, types in zip(function.body.blocks[0].args, signature.inputs, strict=True):
        parts = [next(parameters) for _ in types]
        if isinstance(types[0], emitc.ArrayType):
            assert isa(arg.type, MemRefType)
            parts[0].name_hint = arg.name_hint
            c.bind_view(arg, MemRefView.of_array(parts[0], arg.type.get_shape()))
        else:
            c.bind_components(arg, parts, function)


def convert_return(c: FunctionConverter, op: func.ReturnOp) -> None:
    """One result is returned by value, several go through the trailing pointers."""
    results = c.values(op.arguments)
    if len(results) == 1:
        c.b.insert(emitc.ReturnOp(results[0]))
        return
    for pointer, value in zip(c.result_pointers(len(results)), results, strict=True):
        c.b.assign(c.b.insert(emitc.DereferenceOp(pointer)).results[0], value)
    c.b.insert(emitc.ReturnOp())


def convert_call(c: FunctionConverter, op: func.CallOp) -> None:
    """A plain C call."""
    call(c, op, op.callee, op.arguments)


def convert_call_indirect(c: FunctionConverter, op: CallIndirectOp) -> None:
    """A call through a function value is possible where the function is known."""
    if not isinstance(owner := op.callee.owner, ConstantOp):
        raise OperationError(op, "calls a function that is not known at compile time")
    call(c, op, owner.value, op.callee_operands)


def call(
    c: FunctionConverter, op: Operation, callee: SymbolRefAttr, arguments: Sequence[SSAValue]
) -> None:
    """Call `callee`, whose parameters follow from its MLIR signature."""
    function = c.symbol(callee, func.FuncOp, op)
    signature = Signature(function, c)
    operands: list[SSAValue] = []
    same_types = True
    for argument, types in zip(arguments, signature.inputs, strict=True):
        if isinstance(array := types[0], emitc.ArrayType):
            operands.append(array_argument(c, c.view(argument), array))
            same_types &= operands[-1].type == array
        else:
            parts = c.components(argument, op)
            operands += parts
            same_types &= [part.type for part in parts] == types
    variables = [
        c.b.variable(pointer.pointee_type, result.name_hint)
        for pointer, result in zip(signature.pointers, op.results, strict=False)
    ]
    operands += [c.b.address_of(variable) for variable in variables]
    name = callee.root_reference.data
    call_op = (
        emitc.CallOp(name, operands, signature.returned)
        if same_types
        # C converts `float *` to a parameter `float x[4]`, and any pointer to a `void *`; the types
        # of emitc.call must be equal.
        else emitc.CallOpaqueOp(name, operands, signature.returned)
    )
    c.b.insert(call_op)
    loaded = [c.b.load(variable) for variable in variables]
    for old, new in zip(op.results, [*call_op.results, *loaded], strict=True):
        c.bind(old, new)


def array_argument(c: FunctionConverter, view: MemRefView, array: emitc.ArrayType) -> SSAValue:
    """The operand for a parameter `T x[4][5]`: the array itself or a pointer of its row type."""
    if view.is_whole_array and view.base.type == array:
        return view.base
    pointer = view.pointer(c.b)
    shape = array.get_shape()
    if len(shape) == 1:
        return pointer
    rows = "".join(f"[{size}]" for size in shape[1:])
    element = type_name(array.element_type)
    return c.b.cast(pointer, emitc.OpaqueType(StringAttr(f"{element} (*){rows}")))


CONVERSIONS: dict[type[Operation], Handler] = {
    func.CallOp: convert_call,
    func.ReturnOp: convert_return,
    CallIndirectOp: convert_call_indirect,
    ConstantOp: lambda c, op: None,
}
