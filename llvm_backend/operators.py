"""The operators of a program as a module of their own."""

from xdsl.dialects import func, memref
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    MemRefType,
    ModuleOp,
    StringAttr,
    UnitAttr,
)
from xdsl.ir import Region
from xdsl.rewriter import Rewriter
from xdsl.utils.hints import isa

from microaot.emitc_backend.printer.program import NAME
from microaot.passes.call_graph import call_graph
from microaot.passes.devices.steps import READ_ONLY
from microaot.passes.memory.accesses import Accesses
from microaot.passes.module_functions import is_public
from microaot.passes.outline_operators import OPERATOR
from microaot.passes.worklist import spread


def extract_operators(module: ModuleOp) -> ModuleOp:
    """Take the bodies of all operators out of a module, with what only they use.

    They stay declared there, with the names of arguments, and `const` as the bodies have it. In the
    module that is returned they are public, so that the others can be linked with them; functions
    that they call and constants that they use are private copies.
    """
    accesses = Accesses(module)
    functions = {
        op.sym_name.data: op
        for op in module.body.ops
        if isinstance(op, func.FuncOp) and not op.is_declaration
    }
    operators = {name: f for name, f in functions.items() if OPERATOR in f.attributes}
    attributes = {name: _declared_arguments(f, accesses) for name, f in operators.items()}
    callees = call_graph(module)
    reached = spread(operators, lambda name: callees[name] & functions.keys())
    result = ModuleOp([])
    for name, function in functions.items():
        if name in reached:
            clone = function.clone()
            if name in operators:
                clone.properties.pop("sym_visibility", None)
            else:
                clone.properties["sym_visibility"] = StringAttr("private")
            result.body.block.add_op(clone)
    for name, function in operators.items():
        function.detach_region(function.body)
        function.add_region(Region())
        function.properties["arg_attrs"] = attributes[name]
    _drop_helpers(module, [functions[name] for name in reached if name not in operators])
    _move_constants(module, result)
    return result


def _drop_helpers(module: ModuleOp, helpers: list[func.FuncOp]) -> None:
    """Erase private functions that nobody in the module calls any more."""
    while True:
        called = {name for callees in call_graph(module).values() for name in callees}
        unused = [f for f in helpers if not is_public(f) and f.sym_name.data not in called]
        if not unused:
            return
        for function in unused:
            helpers.remove(function)
            Rewriter.erase_op(function)


def _move_constants(module: ModuleOp, operators: ModuleOp) -> None:
    """Copy the globals that operators name, and erase those that nobody else does."""
    names, others = _named_globals(operators), _named_globals(module)
    for op in [*module.body.ops]:
        if isinstance(op, memref.GlobalOp) and op.sym_name.data in names:
            operators.body.block.add_op(op.clone())
            if op.sym_name.data not in others and op.sym_visibility.data == "private":
                Rewriter.erase_op(op)


def _named_globals(module: ModuleOp) -> set[str]:
    gets = (op for op in module.walk() if isinstance(op, memref.GetGlobalOp))
    return {op.name_.string_value() for op in gets}


def _declared_arguments(function: func.FuncOp, accesses: Accesses) -> ArrayAttr[DictionaryAttr]:
    """The attributes of the arguments, which say what they are called and what is only read."""
    inputs = function.function_type.inputs.data
    given = function.arg_attrs or [DictionaryAttr({})] * len(inputs)
    name = function.sym_name.data
    arguments: list[DictionaryAttr] = []
    for index, (type, entry) in enumerate(zip(inputs, given, strict=True)):
        attributes = dict(entry.data)
        if isa(type, MemRefType) and not accesses.effects(name, index)[1]:
            attributes[READ_ONLY] = UnitAttr()
        if hint := function.body.blocks[0].args[index].name_hint:
            attributes.setdefault(NAME, StringAttr(hint))
        arguments.append(DictionaryAttr(attributes))
    return ArrayAttr(arguments)
