"""The C source file: includes, declarations, variables, functions."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation

from microaot.dialects import emitc
from microaot.dialects.emitc.types import OpaqueAttr
from microaot.emitc_backend.printer.functions import parameter_names, signature
from microaot.emitc_backend.printer.globals import print_global
from microaot.emitc_backend.printer.layout import Lines
from microaot.emitc_backend.printer.names import NameScopes, declared, identifiers
from microaot.emitc_backend.printer.program import (
    DOC,
    Program,
    is_exported,
    text_attribute,
)
from microaot.emitc_backend.printer.statements import FunctionPrinter, verbatim_text
from microaot.emitc_backend.source_files import DECLARED_IN
from microaot.tools.errors import OperationError


def file_ops(module: ModuleOp, file_id: str | None) -> list[Operation]:
    """The ops of the module, or of its `emitc.file` of this id."""
    if file_id is None:
        return list(module.ops)
    for op in module.ops:
        if isinstance(op, emitc.FileOp) and op.id.data == file_id:
            return list(op.body.block.ops)
    raise OperationError(module, f'has no emitc.file "{file_id}"')


def taken_names(ops: Sequence[Operation], program: Program) -> set[str]:
    """All names of file scope: symbols, called functions, and whatever verbatim C mentions."""
    taken = {*program.functions, *program.globals}
    for top in ops:
        if isinstance(top, emitc.VerbatimOp):
            taken |= declared(top.value.data)
            continue
        for op in top.walk():
            match op:
                case emitc.CallOpaqueOp():
                    taken.update(identifiers(op.callee.data))
                case emitc.VerbatimOp() | emitc.LiteralOp():
                    taken.update(identifiers(op.value.data))
                case emitc.ConstantOp() | emitc.VariableOp() if isinstance(op.value, OpaqueAttr):
                    taken.update(identifiers(op.value.value.data))
                case _:
                    pass
    return taken


def print_source(ops: Sequence[Operation], lines: Lines, header: str | None) -> None:
    """Print the file."""
    program = Program(ops)
    taken = taken_names(ops, program)
    if header is not None:
        lines.add(f'#include "{header}"')
        lines.blank()
    for op in ops:
        if isinstance(op, emitc.IncludeOp):
            lines.add(include_line(op))
    lines.blank()
    rest = [op for op in ops if not isinstance(op, emitc.IncludeOp)]
    helpers = list(takewhile(lambda op: isinstance(op, emitc.VerbatimOp), rest))
    for op in helpers:
        _print_verbatim(op, lines)
    lines.blank()
    for function in _needs_prototype(rest, program, has_header=header is not None):
        names = parameter_names(function, NameScopes(taken))
        lines.add(f"{signature(function, names)};", function.location)
    lines.blank()
    for op in _globals_first(rest[len(helpers) :]):
        _print_top_level(op, program, taken, lines)


def include_line(op: emitc.IncludeOp) -> str:
    """The directive."""
    name = op.include.data
    return f"#include <{name}>" if op.is_standard_include is not None else f'#include "{name}"'


def _print_verbatim(op: Operation, lines: Lines) -> None:
    assert isinstance(op, emitc.VerbatimOp)
    text = verbatim_text(op, [])
    is_definition = "{" in text
    if is_definition:
        lines.blank()
    lines.add_verbatim(text)
    if is_definition:
        lines.blank()


def _globals_first(ops: Sequence[Operation]) -> Iterator[Operation]:
    """The same ops, but globals that come after a function before the first one."""
    before = list(takewhile(lambda op: not isinstance(op, emitc.FuncOp), ops))
    after = ops[len(before) :]
    yield from before
    yield from (op for op in after if isinstance(op, emitc.GlobalOp))
    yield from (op for op in after if not isinstance(op, emitc.GlobalOp))


def _needs_prototype(
    ops: Sequence[Operation], program: Program, *, has_header: bool
) -> list[emitc.FuncOp]:
    """Functions that are defined elsewhere or called before they are defined."""
    needed: dict[emitc.FuncOp, None] = {}
    defined: set[emitc.FuncOp] = set()
    declared = {op for op in program.functions.values() if DECLARED_IN in op.attributes}

    def need(name: str) -> None:
        function = program.functions.get(name)
        if function is not None and function not in defined | declared:
            if not (has_header and is_exported(function)):
                needed[function] = None

    for op in ops:
        if isinstance(op, emitc.DeclareFuncOp):
            need(op.sym_name.root_reference.data)
        elif isinstance(op, emitc.FuncOp):
            if op.is_declaration:
                if DECLARED_IN not in op.attributes:
                    needed[op] = None
                continue
            for inner in op.walk():
                if isinstance(inner, emitc.CallOp):
                    need(inner.callee.root_reference.data)
            defined.add(op)
    return list(needed)


def _print_top_level(op: Operation, program: Program, taken: set[str], lines: Lines) -> None:
    match op:
        case emitc.FuncOp():
            if op.is_declaration:
                return
            lines.blank()
            if doc := text_attribute(op.attributes.get(DOC)):
                lines.add_raw(comment(doc))
            FunctionPrinter(op, program, taken, lines).print()
            lines.blank()
        case emitc.GlobalOp():
            print_global(op, lines)
        case emitc.VerbatimOp():
            _print_verbatim(op, lines)
        case emitc.DeclareFuncOp() | emitc.FileOp():
            pass
        case _:
            raise OperationError(op, "cannot be printed as C99")


def comment(text: str) -> list[str]:
    """A comment of one line or several."""
    first, *rest = text.replace("*/", "* /").strip().split("\n")
    if not rest:
        return [f"/* {first} */"]
    return ["/*", *(f" * {line}".rstrip() for line in (first, *rest)), " */"]
