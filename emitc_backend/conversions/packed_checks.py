"""Checks to emitc: `if (wrong) { return error; }`."""

from collections.abc import Sequence

from xdsl.dialects.builtin import StringAttr
from xdsl.ir import Operation, SSAValue

from microaot.dialects import emitc, packed, type_erased
from microaot.dialects.packed import descriptors, entry
from microaot.dialects.packed.checks import ErrorKind
from microaot.dialects.packed.descriptors import DescriptorField
from microaot.emitc_backend.conversions.cf import c_string
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.packed_entry import EntryConverter, entry_of
from microaot.emitc_backend.conversions.packed_entry_abi import ENTRY_ABIS, EntryABI
from microaot.emitc_backend.conversions.types import F32, F64
from microaot.emitc_backend.runtime.abi_headers import STATUS_OF_KIND

C_ERROR_KINDS = {kind: "".join(word.title() for word in kind.split("_")) for kind in ErrorKind}
"""`type_error` is `TypeError` in C and in Python."""


def convert_check_argument(c: FunctionConverter, op: entry.CheckArgumentOp) -> None:
    """`if (!condition) { return packed_error_ffi(...); }`."""
    function = entry_of(c, op)
    kind, abi = C_ERROR_KINDS[op.kind.data], function.abi
    if not function.has_messages:
        fail_unless(c, op.condition, f"return {abi.failure(kind)};", [])
        return
    argument = c_string(op.argument.data) if op.argument.data else "NULL"
    texts = [c_string(function.function), argument, c_string(op.expected.data)]
    if op.actual is None:
        fail_unless(c, op.condition, report(abi.error, [f'"{kind}"', *texts, "NULL"]), [])
    elif (name := name_of_kind(function, op.actual)) is not None:
        text, operand = name
        call = report(abi.error, [f'"{kind}"', *map(escape, texts), text])
        fail_unless(c, op.condition, call, [operand])
    else:
        text, operand = number(function, op.actual)
        call = report(abi.value_error, [*map(escape, texts), text])
        fail_unless(c, op.condition, call, [operand])


def convert_check(c: FunctionConverter, op: packed.CheckOp) -> None:
    """The same, of a condition that a function itself sets."""
    function = entry_of(c, op)
    message = op.message if function.has_messages else None
    call = reporting_call(function.abi, op.kind, function.function, message)
    fail_unless(c, op.condition, f"return {call};", [])


def convert_plain_check(c: FunctionConverter, op: type_erased.CheckOp) -> None:
    """The same in a function that returns a status, once more for each ABI.

    The status is a number here, so that C compilers see that it is not 0 when results are missing.
    """
    then, _ = c.b.if_else(negation(c, c.value(op.condition)), otherwise=False)
    with c.b.at_end_of(then):
        for abi in op.abis or ():
            call = reporting_call(ENTRY_ABIS[abi.data], op.kind, op.function.data, op.message)
            if not call.isdigit():
                c.b.insert(emitc.VerbatimOp(f"{call};"))
        status = STATUS_OF_KIND[C_ERROR_KINDS[op.kind.data]]
        c.b.insert(emitc.VerbatimOp(f"return {status};"))


def reporting_call(
    abi: type[EntryABI] | EntryABI,
    kind: packed.ErrorKindAttr,
    function: str,
    message: StringAttr | None,
) -> str:
    """C that reports an error, if that is how the ABI wants it, and whose value is the status."""
    name = C_ERROR_KINDS[kind.data]
    if message is None:
        return abi.failure(name)
    texts = f"{c_string(function)}, NULL, NULL, {c_string(message.data)}"
    return f'{abi.error}("{name}", {texts})'


def fail_unless(
    c: FunctionConverter, condition: SSAValue, text: str, operands: list[SSAValue]
) -> None:
    """Leave the function by the C `text` if the condition does not hold."""
    then, _ = c.b.if_else(negation(c, c.value(condition)), otherwise=False)
    with c.b.at_end_of(then):
        c.b.insert(emitc.VerbatimOp(text, operands))


def report(helper: str, arguments: Sequence[str]) -> str:
    """`return helper(...);`, in two lines if it is long."""
    start, end = ", ".join(arguments[:-2]), ", ".join(arguments[-2:])
    is_long = len(f"return {helper}({start},{end});") > LINE
    return f"return {helper}({start}," + ("\n        " if is_long else " ") + f"{end});"


def escape(text: str) -> str:
    """The text within a verbatim op that has operands."""
    return text.replace("{", "{{")


def name_of_kind(c: EntryConverter, actual: SSAValue) -> tuple[str, SSAValue] | None:
    """C that names what kind of value there is, and its operand; None if it is a number."""
    match owner := actual.owner:
        case entry.TypeIndexOp():
            return f"{c.abi.kind_of}({{}})", c.abi.type_index(owner.index)
        case descriptors.FieldOp() if owner.field.data is DescriptorField.DTYPE:
            return "packed_kind_of_dtype({})", c.value(actual)
        case _:
            return None


MEMBERS = {
    DescriptorField.NDIM: "ndim",
    DescriptorField.BYTE_OFFSET: "byte_offset",
    DescriptorField.DEVICE_TYPE: "device.device_type",
    DescriptorField.DEVICE_ID: "device.device_id",
}


def number(c: EntryConverter, actual: SSAValue) -> tuple[str, SSAValue]:
    """C that is a number, and its operand: one of a descriptor is read again."""
    if not isinstance(owner := actual.owner, descriptors.FieldOp):
        return "{}", c.value(actual)
    field = owner.field.data
    text = MEMBERS.get(field, f"{field}[{owner.dimension.value.data}]")
    cast = "(int64_t)" if field is DescriptorField.BYTE_OFFSET else ""
    return f"{cast}{{}}->{text}", c.value(owner.descriptor)


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
    type_erased.CheckOp: convert_plain_check,
}
