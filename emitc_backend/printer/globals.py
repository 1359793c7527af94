"""Global variables of C."""

from microaot.dialects.emitc import GlobalOp
from microaot.dialects.emitc.types import ArrayType
from microaot.emitc_backend.printer.alignment import alignment, section
from microaot.emitc_backend.printer.c_types import NoCTypeError, declare
from microaot.emitc_backend.printer.initializers import array_initializer
from microaot.emitc_backend.printer.layout import Lines
from microaot.emitc_backend.printer.literals import literal
from microaot.emitc_backend.source_files import DECLARED_IN
from microaot.tools.errors import OperationError


def global_declaration(op: GlobalOp) -> str:
    """`extern const int8_t w[4]`."""
    try:
        return f"extern {_declarator(op)}"
    except NoCTypeError as error:
        raise OperationError(op, str(error)) from None


def print_global(op: GlobalOp, lines: Lines) -> None:
    """Print the definition, or the declaration if the variable is defined elsewhere."""
    if DECLARED_IN in op.attributes:
        return
    if op.extern_specifier is not None and op.initial_value is None:
        lines.add(f"{global_declaration(op)};", op.location)
        return
    try:
        storage = "static " if op.static_specifier is not None else ""
        target = f"{storage}{_declarator(op)}{section(op)}{alignment(op, op.type)}"
        first, *rest = _initial_value(op, len(target))
    except NoCTypeError as error:
        raise OperationError(op, str(error)) from None
    lines.add(f"{target}{first}", op.location)
    lines.add_raw(rest)


def _declarator(op: GlobalOp) -> str:
    return declare(op.type, op.sym_name.data, const=op.const_specifier is not None)


def _initial_value(op: GlobalOp, column: int) -> list[str]:
    """The lines from `=`, which comes at `column`, to `;`."""
    if op.initial_value is None:
        return [";"]
    if isinstance(op.type, ArrayType):
        lines = array_initializer(op.initial_value, op.type, "", column=column + len(" = "))
    else:
        lines = [literal(op.initial_value, op.type).loosest.text]
    lines[0] = f" = {lines[0]}"
    lines[-1] += ";"
    return lines
