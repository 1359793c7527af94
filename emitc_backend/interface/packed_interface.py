"""A packed function that runs a model: `run(x, y)` for everybody who knows the ABI.

Its arguments are the inputs, the outputs and the pools of the application, in the order of the
header. The passes for packed functions make it, with all checks; it calls the C interface.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from math import prod

from xdsl.context import Context
from xdsl.dialects import func, memref
from xdsl.dialects.builtin import (
    FunctionType,
    IntegerType,
    MemRefType,
    ModuleOp,
    Signedness,
    i32,
)
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import aot, emitc, packed, type_erased
from microaot.dialects.packed.entry import ABI
from microaot.dialects.packed.types import data_type
from microaot.emitc_backend.interface.descriptor import uniform_run
from microaot.emitc_backend.interface.signatures import element_name
from microaot.emitc_backend.pipeline import plain_to_emitc
from microaot.emitc_backend.printer.targets import CTarget, HeaderTarget, include_guard
from microaot.emitc_backend.runtime.helpers import with_requirements
from microaot.passes.make_packed_api import MakePackedAPI
from microaot.tools.errors import OperationError

BYTE = IntegerType(8, Signedness.UNSIGNED)

_RUN, _CALL = "run", "run_on"
"""The packed function, and the one in C that it calls."""


@dataclass(frozen=True)
class PackedInterface:
    """How the packed function is to be.

    `has_messages`: errors have texts. `raises`: a model that fails has not told anybody so far.
    """

    abi: ABI
    has_messages: bool = True
    raises: bool = True


def print_packed_interface(
    context: Context, model: aot.ModelOp, interface: PackedInterface
) -> dict[str, str]:
    """The texts of source and header by their paths; refuses what no packed function can take."""
    if model.devices:
        raise OperationError(model, "has devices, whose handles no packed function can give it")
    header = f"{model.header.removesuffix('.h')}_packed.h"
    module = ModuleOp([*_functions(model)])
    for op in module.walk():
        op.location = model.location
    messages = "full" if interface.has_messages else "none"
    MakePackedAPI(interface.abi, (_RUN,), messages).apply(context, module)
    for step in plain_to_emitc(model.prefix.data):
        step.apply(context, module)
    _define_call(module, model, interface)
    source, declarations = StringIO(), StringIO()
    CTarget(header).emit(context, module, source)
    HeaderTarget(include_guard(header)).emit(context, module, declarations)
    name = model.model_name.data
    return {f"include/{header}": declarations.getvalue(), f"src/{name}_packed.c": source.getvalue()}


def _buffer_type(line: aot.TensorOp | aot.PoolOp) -> packed.BufferType:
    """What the caller hands over."""
    if isinstance(line, aot.PoolOp):
        shape, element = [line.size.value.data], BYTE
    else:
        shape, element = [*line.value_type.get_shape()], line.value_type.element_type
    if data_type(element) is None:
        raise OperationError(line, f"has elements of {element}, which no descriptor describes")
    return packed.BufferType(shape, element, alignment=line.alignment.value.data)


def _functions(model: aot.ModelOp) -> Iterator[func.FuncOp]:
    lines = [*model.tensors, *model.app_pools]
    types = [_buffer_type(line) for line in lines]
    block = Block(arg_types=types)
    pointers: list[SSAValue] = []
    for line, argument, type in zip(lines, block.args, types, strict=True):
        argument.name_hint = line.c_name.data
        data = packed.DataOp(argument)
        flat = MemRefType(type.element_type, [_count(type)])
        row = memref.ReinterpretCastOp.from_dynamic(data.result, [0], [_count(type)], [1], flat)
        block.add_ops([data, row])
        pointers.append(row.results[0])
    call = func.CallOp(_CALL, pointers, [i32])
    block.add_ops([call, type_erased.ReturnFailureOp(call.results[0]), func.ReturnOp()])
    yield func.FuncOp.external(_CALL, [pointer.type for pointer in pointers], [i32])
    none = list[Attribute]()
    yield func.FuncOp(_RUN, FunctionType.from_lists(types, none), Region(block))


def _count(type: packed.BufferType) -> int:
    return prod(type.get_shape())


def _define_call(module: ModuleOp, model: aot.ModelOp, interface: PackedInterface) -> None:
    """Put C in the place of the declaration of what the packed function calls."""
    helper = _error_helper(interface)
    (declaration,) = (
        op for op in module.body.ops if isinstance(op, emitc.FuncOp) and op.sym_name.data == _CALL
    )
    ops = [*module.body.ops]
    included = {op.include.data for op in ops if isinstance(op, emitc.IncludeOp)}
    defined = {op.value.data for op in ops if isinstance(op, emitc.VerbatimOp)}
    standard = ("stddef.h", "stdint.h", *(("string.h",) if model.io_in_workspace else ()))
    needed: list[Operation] = [
        *(emitc.IncludeOp(h, is_standard=True) for h in standard if h not in included),
        emitc.IncludeOp(model.header, is_standard=False),
    ]
    helpers = with_requirements([helper]) if helper else []
    definitions = [emitc.VerbatimOp(h.text) for h in helpers if h.text not in defined]
    definitions.append(emitc.VerbatimOp("\n".join(_call_lines(model, interface))))
    Rewriter.insert_op(needed, InsertPoint.at_start(module.body.block))
    Rewriter.insert_op(definitions, InsertPoint.before(declaration))
    Rewriter.erase_op(declaration)


def _error_helper(interface: PackedInterface) -> str | None:
    """The helper that reports that the model has failed, if anybody is to hear of it."""
    if not interface.raises:
        return None
    if interface.has_messages:
        return f"packed_error_{interface.abi}"
    return "packed_failure_ffi" if interface.abi is ABI.FFI else None


def _call_lines(model: aot.ModelOp, interface: PackedInterface) -> Iterator[str]:
    """The C function that the packed function calls with pointers."""
    yield from uniform_run(model, "run_model")
    groups = {"inputs": model.inputs, "outputs": model.outputs, "pools": model.app_pools}
    names: dict[str, list[str]] = {}
    parameters: list[str] = []
    for kind, lines in groups.items():
        names[kind] = [f"{kind[:-1]}_{i}" for i in range(len(lines))]
        for name, line in zip(names[kind], lines, strict=True):
            element = "uint8_t" if isinstance(line, aot.PoolOp) else element_name(line)
            parameters.append(f"{element} *{name}")
    yield ""
    yield f"static int32_t {_CALL}({', '.join(parameters) or 'void'})"
    yield "{"
    for kind, values in names.items():
        if values:
            const = "const " if kind == "inputs" else ""
            yield f"    {const}void *{kind}[{len(values)}];"
    arguments = ", ".join([*(kind if values else "NULL" for kind, values in names.items()), "NULL"])
    yield "    int32_t status;"
    for kind, values in names.items():
        yield from (f"    {kind}[{i}] = {value};" for i, value in enumerate(values))
    yield f"    status = run_model({arguments});"
    if (helper := _error_helper(interface)) is not None:
        text = ', "run", NULL, NULL, "the model failed"' if interface.has_messages else ""
        yield "    if (status != 0) {"
        yield f'        (void){helper}("RuntimeError"{text});'
        yield "    }"
    yield "    return status;"
    yield "}"
