"""A file of packed functions that hold a model's inputs and outputs, and run it.

The entries that copy tensors are made by the passes for packed functions, with all their checks.
"""

from io import StringIO

from xdsl.context import Context
from xdsl.dialects import func, memref
from xdsl.dialects.builtin import (
    ArrayAttr,
    FunctionType,
    ModuleOp,
    StringAttr,
    SymbolRefAttr,
    UnitAttr,
)
from xdsl.ir import Attribute, Block, Operation, Region
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import aot, emitc
from microaot.dialects.packed.entry import ABI
from microaot.emitc_backend.c_symbol_names import FIXED_NAME
from microaot.emitc_backend.conversions.packed_entry import FUNCTION
from microaot.emitc_backend.interface.module_abi import MODULE_ABIS
from microaot.emitc_backend.interface.module_text import (
    buffer_name,
    entry_name,
    print_module_functions,
)
from microaot.emitc_backend.pipeline import plain_to_emitc
from microaot.emitc_backend.printer.targets import CTarget
from microaot.emitc_backend.runtime.helpers import with_requirements
from microaot.passes.generate_packed_wrappers import GeneratePackedWrappers
from microaot.passes.make_packed_api import is_entry
from microaot.tools.errors import OperationError

SPOKEN_NAMES = {"input": "set_input", "output": "get_output"}


def print_module_runtime(context: Context, model: aot.ModelOp, abi: ABI) -> str:
    """The text of `<library>_module.c`; refuses models whose devices need handles."""
    if model.devices:
        raise OperationError(model, "has devices, whose handles no packed function can give it")
    module = ModuleOp([])
    for kind, tensors in (("input", model.inputs), ("output", model.outputs)):
        for index, tensor in enumerate(tensors):
            module.body.block.add_ops(_copying(kind, index, tensor))
    _make_entries(context, module, abi)
    for step in plain_to_emitc():
        step.apply(context, module)
    _hide_entries(module)
    _add_functions(module, model, abi)
    output = StringIO()
    CTarget(model.header).emit(context, module, output)
    return output.getvalue()


def _copying(kind: str, index: int, tensor: aot.TensorOp) -> list[Operation]:
    """The buffer of a tensor, and the function that copies there or from there."""
    type = tensor.value_type
    buffer = memref.GlobalOp.get(
        StringAttr(buffer_name(kind, index)),
        type,
        UnitAttr(),
        StringAttr("private"),
        alignment=tensor.alignment.value.data,
    )
    block = Block(arg_types=[type])
    block.args[0].name_hint = tensor.c_name.data
    held = memref.GetGlobalOp(SymbolRefAttr(buffer_name(kind, index)), type)
    given = block.args[0]
    ends = (given, held.memref) if kind == "input" else (held.memref, given)
    block.add_ops([held, memref.CopyOp(*ends), func.ReturnOp()])
    function_type = FunctionType.from_lists([type], list[Attribute]())
    function = func.FuncOp(f"copy_{kind}_{index}", function_type, Region(block))
    for op in (buffer, *function.walk()):
        op.location = tensor.location
    return [buffer, function]


def _make_entries(context: Context, module: ModuleOp, abi: ABI) -> None:
    """Packed entries of the functions that copy, under names that nobody else sees."""
    functions = [op for op in module.body.ops if isinstance(op, func.FuncOp)]
    names = [function.sym_name.data for function in functions]
    if not names:
        return
    GeneratePackedWrappers(abi=abi, functions=tuple(names)).apply(context, module)
    for function in functions:
        function.properties["sym_visibility"] = StringAttr("private")
    entries = [op for op in module.body.ops if isinstance(op, func.FuncOp) and is_entry(op)]
    for entry, name in zip(entries, names, strict=True):
        _, kind, index = name.split("_")
        entry.properties["sym_name"] = StringAttr(entry_name(kind, int(index)))
        entry.attributes[FIXED_NAME] = UnitAttr()
        entry.attributes[FUNCTION] = StringAttr(SPOKEN_NAMES[kind])


def _hide_entries(module: ModuleOp) -> None:
    for op in module.body.ops:
        if isinstance(op, emitc.FuncOp) and op.specifiers is None:
            op.properties["specifiers"] = ArrayAttr([StringAttr("static")])


def _add_functions(module: ModuleOp, model: aot.ModelOp, abi: ABI) -> None:
    """The functions of the runtime behind the entries, and in front what they need."""
    words = MODULE_ABIS[abi]
    defined = {op.value.data for op in module.body.ops if isinstance(op, emitc.VerbatimOp)}
    included = {op.include.data for op in module.body.ops if isinstance(op, emitc.IncludeOp)}
    needed = [
        *(emitc.IncludeOp(h, is_standard=True) for h in _STANDARD if h not in included),
        *(emitc.IncludeOp(h, is_standard=False) for h in (words.header,) if h not in included),
        *(
            emitc.VerbatimOp(helper.text)
            for helper in with_requirements([words.error])
            if helper.text not in defined
        ),
    ]
    Rewriter.insert_op(needed, InsertPoint.at_start(module.body.block))
    module.body.block.add_op(emitc.VerbatimOp(print_module_functions(model, words)))


_STANDARD = ("stdbool.h", "stddef.h", "stdint.h", "string.h")
