"""Signatures of C functions."""

from collections.abc import Sequence

from microaot.dialects.emitc import FuncOp
from microaot.emitc_backend.printer.c_types import NoCTypeError, declare
from microaot.emitc_backend.printer.layout import COMMA
from microaot.emitc_backend.printer.names import NameScopes
from microaot.emitc_backend.printer.program import (
    NAME,
    argument_attribute,
    is_const_argument,
    specifiers,
    text_attribute,
)
from microaot.tools.errors import OperationError


def parameter_names(function: FuncOp, scopes: NameScopes) -> list[str]:
    """The C names of the arguments: `emitc.name`, else the name in the IR, else `arg0`, ..."""
    hints: list[str] = []
    for i in range(len(function.function_type.inputs)):
        hint = text_attribute(argument_attribute(function, i, NAME))
        if not hint and not function.is_declaration:
            hint = function.args[i].name_hint or ""
        hints.append(hint or f"arg{i}")
    return [scopes.take(hint) for hint in hints]


def signature(function: FuncOp, names: Sequence[str], *, storage: bool = True) -> str:
    """`static void f(const float x[4])`, without what follows."""
    try:
        parameters = [
            declare(type, name, const_target=is_const_argument(function, i))
            for i, (type, name) in enumerate(zip(function.function_type.inputs, names, strict=True))
        ]
        outputs = function.function_type.outputs.data
        declarator = f"{function.sym_name.data}({COMMA.join(parameters) or 'void'})"
        result = declare(outputs[0], declarator) if outputs else f"void {declarator}"
    except NoCTypeError as error:
        raise OperationError(function, str(error)) from None
    words = [word for word in specifiers(function) if storage or word not in ("extern", "inline")]
    return " ".join([*words, result])
