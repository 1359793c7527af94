"""Checks of packed entries to emitc: `if (wrong) { return error; }`."""

from xdsl.ir import Operation, SSAValue

from microaot.dialects import emitc, packed
from microaot.dialects.packed import descriptors, entry
from microaot.dialects.packed.checks import ErrorKind
from microaot.emitc_backend.conversions.cf import c_string
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.packed_entry import EntryConverter, entry_of
from microaot.emitc_backend.conversions.types import F32, F64

C_ERROR_KINDS = {kind: "".join(word.title() for word in kind.split("_")) for kind in ErrorKind}
"""`type_error` is `TypeError` in C and in Python."""


def convert_check_argument(c: FunctionConverter, op: entry.CheckArgumentOp) -> None:
    """`if (!condition) { return packed_error_ffi(...); }`."""
    names, operands = "NULL", list[SSAValue]()
    if op.actual is not None:
        names, operands = describe_actual(entry_of(c, op), op.actual)
    argument = c_string(op.argument.data) if op.argument.data else "NULL"
    texts = (argument, c_string(op.expected.data), names)
    fail_unless(c, op, op.condition, op.kind, texts, operands)


def convert_check(c: FunctionConverter, op: packed.CheckOp) -> None:
    """The same, of a condition that a function itself sets."""
    texts = ("NULL", c_string(op.message.data), "NULL")
    fail_unless(c, op, op.condition, op.kind, texts, [])


def fail_unless(
    c: FunctionConverter,
    op: Operation,
    condition: SSAValue,
    kind: packed.ErrorKindAttr,
    texts: tuple[str, str, str],
    operands: list[SSAValue],
) -> None:
    """Leave the function with an error if the condition does not hold."""
    function = entry_of(c, op)
    then, _ = c.b.if_else(negation(c, c.value(condition)), otherwise=False)
    name, function_name = c_string(C_ERROR_KINDS[kind.data]), c_string(function.function)
    argument, expected, actual = (text.replace("{", "{{") if operands else text for text in texts)
    actual = actual.replace("{{}", "{}")
    if function.has_messages:
        start = f"return {function.abi.error}({name}, {function_name}, {argument},"
        end = f"{expected}, {actual});"
        is_long = len(start) + len(end) > LINE
        text = start + ("\n        " if is_long else " ") + end
    else:
        text = f"return {function.abi.failure(C_ERROR_KINDS[kind.data])};"
        operands = []
    with c.b.at_end_of(then):
        c.b.insert(emitc.VerbatimOp(text, operands))


def describe_actual(c: EntryConverter, actual: SSAValue) -> tuple[str, list[SSAValue]]:
    """C that names what kind of value there is, and its operands."""
    match owner := actual.owner:
        case entry.TypeIndexOp():
            return f"{c.abi.kind_of}({{}})", [c.abi.type_index(owner.index)]
        case descriptors.FieldOp() if owner.field.data is descriptors.DescriptorField.DTYPE:
            return "packed_kind_of_dtype({})", [c.value(actual)]
        case _:
            return "NULL", []


LINE = 80
"""How many characters of a call fit a line; what stands before and for operands is not counted."""

OPPOSITE = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}


def negation(c: FunctionConverter, condition: SSAValue) -> SSAValue:
    """The opposite of a truth value; of a comparison that was made for this, its opposite."""
    owner = condition.owner
    if (
        isinstance(owner, emitc.CmpOp)
        and not condition.uses
        and owner.lhs.type not in (F32, F64)
        and (opposite := OPPOSITE.get(owner.cmp_predicate.name)) is not None
    ):
        lhs, rhs = owner.lhs, owner.rhs
        return c.b.compare(opposite, lhs, rhs)
    return c.b.logical_not(condition)


CONVERSIONS: dict[type[Operation], Handler] = {
    entry.CheckArgumentOp: convert_check_argument,
    packed.CheckOp: convert_check,
}
