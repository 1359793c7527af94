"""The header file: what other files may call and use, with a comment for each function."""

from collections.abc import Iterable, Sequence

from xdsl.dialects.builtin import IndexType, IntegerType
from xdsl.ir import Attribute, Operation

from microaot.dialects import emitc
from microaot.dialects.emitc.types import ArrayType, LValueType, PointerType, PtrDiffType, SizeType
from microaot.emitc_backend.printer.c_types import abi_header_of, declare
from microaot.emitc_backend.printer.functions import parameter_names, signature
from microaot.emitc_backend.printer.globals import global_declaration
from microaot.emitc_backend.printer.layout import Lines
from microaot.emitc_backend.printer.module import comment, include_line, taken_names
from microaot.emitc_backend.printer.names import NameScopes
from microaot.emitc_backend.printer.program import (
    DOC,
    Program,
    argument_attribute,
    is_const_argument,
    is_exported,
    text_attribute,
)


def print_header(ops: Sequence[Operation], lines: Lines, guard: str) -> None:
    """Print the header of the source that `print_source` prints for the same ops."""
    program = Program(ops)
    taken = taken_names(ops, program)
    functions = [op for op in program.functions.values() if is_exported(op)]
    variables = [op for op in program.globals.values() if is_exported(op)]
    lines.add(f"#ifndef {guard}")
    lines.add(f"#define {guard}")
    lines.blank()
    for name in _includes(functions, variables):
        lines.add(f"#include {name}")
    lines.blank()
    lines.add_raw(["#ifdef __cplusplus", 'extern "C" {', "#endif", ""])
    for op in variables:
        lines.add(f"{global_declaration(op)};")
    for function in functions:
        names = parameter_names(function, NameScopes(taken))
        lines.blank()
        lines.add_raw(comment(_describe(function, names)))
        lines.add(f"{signature(function, names, storage=False)};")
    lines.blank()
    lines.add_raw(["#ifdef __cplusplus", "}", "#endif", ""])
    lines.add(f"#endif /* {guard} */")


def print_declarations(ops: Sequence[Operation], lines: Lines, guard: str) -> None:
    """Print a header of the declarations in `ops`, behind what they include and say verbatim."""
    program = Program(ops)
    taken = taken_names(ops, program)
    functions, variables = [*program.functions.values()], [*program.globals.values()]
    lines.add(f"#ifndef {guard}")
    lines.add(f"#define {guard}")
    lines.blank()
    for name in _includes(functions, variables):
        lines.add(f"#include {name}")
    for op in ops:
        if isinstance(op, emitc.IncludeOp):
            lines.add(include_line(op))
    lines.blank()
    for op in ops:
        if isinstance(op, emitc.VerbatimOp):
            lines.add_verbatim(op.value.data)
            lines.blank()
    lines.add_raw(["#ifdef __cplusplus", 'extern "C" {', "#endif", ""])
    for variable in variables:
        lines.add(f"{global_declaration(variable)};")
    lines.blank()
    for function in functions:
        names = parameter_names(function, NameScopes(taken))
        lines.add(f"{signature(function, names, storage=False)};")
    lines.blank()
    lines.add_raw(["#ifdef __cplusplus", "}", "#endif", ""])
    lines.add(f"#endif /* {guard} */")


def _describe(function: emitc.FuncOp, names: Sequence[str]) -> str:
    """What the function does and what each argument is."""
    name, doc = function.sym_name.data, text_attribute(function.attributes.get(DOC))
    text = [doc or name]
    for i, (type, argument) in enumerate(zip(function.function_type.inputs, names, strict=True)):
        const = is_const_argument(function, i)
        doc = text_attribute(argument_attribute(function, i, DOC))
        what = f"{declare(type, const_target=const).replace('*', ' *').replace('  *', ' *')}"
        text.append(f"  {argument}: {what}{_direction(type, const)}{f': {doc}' if doc else ''}")
    return "\n".join(text)


def _direction(type: Attribute, const: bool) -> str:
    if not isinstance(type, ArrayType | PointerType):
        return ""
    return ", input" if const else ", written"


def _includes(functions: Iterable[emitc.FuncOp], variables: Iterable[emitc.GlobalOp]) -> list[str]:
    """The headers that define the types of the declarations, as `<stdint.h>`."""
    needed: set[str] = set()
    for function in functions:
        for type in (*function.function_type.inputs, *function.function_type.outputs):
            needed |= _header_of(type)
    for variable in variables:
        needed |= _header_of(variable.type)
    return sorted(needed, key=lambda name: (name[0] == '"', name))


def _header_of(type: Attribute) -> set[str]:
    match type:
        case ArrayType():
            return _header_of(type.element_type)
        case PointerType():
            return _header_of(type.pointee_type)
        case LValueType():
            return _header_of(type.value_type)
        case IntegerType():
            return {"<stdbool.h>" if type.bitwidth == 1 else "<stdint.h>"}
        case IndexType() | SizeType() | PtrDiffType():
            return {"<stddef.h>"}
        case _:
            return {f'"{header}"'} if (header := abi_header_of(type)) else set()
