"""The symbols of a module: what functions and globals there are, and what is `const` about them."""

from collections.abc import Iterable

from xdsl.dialects.builtin import StringAttr
from xdsl.ir import Attribute, Operation

from microaot.dialects.emitc import ExpressionOp, FuncOp, GlobalOp
from microaot.emitc_backend.c_names import KEYWORDS, is_identifier
from microaot.tools.errors import OperationError

CONST = "emitc.const"
"""Unit attribute of arguments and of ops that make pointers: nothing is written through it."""

NAME = "emitc.name"
"""String attribute of a function argument: its name in C."""

DOC = "emitc.doc"
"""String attribute of a function or an argument: what to say about it."""


class Program:
    """Functions and globals by name."""

    def __init__(self, ops: Iterable[Operation]) -> None:
        self.functions: dict[str, FuncOp] = {}
        self.globals: dict[str, GlobalOp] = {}
        for op in ops:
            if isinstance(op, FuncOp):
                self.functions.setdefault(op.sym_name.data, op)
            elif isinstance(op, GlobalOp):
                self.globals[op.sym_name.data] = op
        for name, op in (*self.functions.items(), *self.globals.items()):
            if not is_identifier(name) or name in KEYWORDS:
                raise OperationError(op, f"@{name} is no name that C and C++ accept")


def argument_attribute(function: FuncOp, index: int, name: str) -> Attribute | None:
    """An attribute of one argument."""
    return None if function.arg_attrs is None else function.arg_attrs.data[index].data.get(name)


def is_const_argument(function: FuncOp, index: int) -> bool:
    """Whether the function promises not to write through this argument."""
    return argument_attribute(function, index, CONST) is not None


def attribute_place(op: Operation) -> Operation:
    """The op that carries what is said about the value that `op` makes.

    MLIR cannot read attributes of an `emitc.expression`: its root carries them.
    """
    return op.root_op if isinstance(op, ExpressionOp) else op


def is_const_pointer(op: Operation) -> bool:
    """Whether nothing is written through the pointer that `op` makes."""
    return CONST in attribute_place(op).attributes


def text_attribute(value: Attribute | None) -> str:
    """The text of an optional string attribute."""
    return value.data if isinstance(value, StringAttr) else ""


def is_exported(op: FuncOp | GlobalOp) -> bool:
    """Whether this module defines the symbol and lets other files use it."""
    if isinstance(op, GlobalOp):
        declared_only = op.extern_specifier is not None and op.initial_value is None
        return op.static_specifier is None and not declared_only
    return not op.is_declaration and "static" not in specifiers(op)


def specifiers(op: FuncOp) -> list[str]:
    """`static`, `inline` and the like."""
    return [s.data for s in op.specifiers or ()]
