"""Packed entries to emitc: the C function of an ABI, its checks, its arguments, its result."""

from collections.abc import Mapping

from xdsl.dialects import func
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, FunctionType, StringAttr, UnitAttr
from xdsl.ir import Block, Operation, Region, SSAValue

from microaot.dialects import emitc, packed
from microaot.dialects.packed import entry
from microaot.dialects.packed.checks import ErrorKind
from microaot.emitc_backend.conversions.cf import c_string, convert_blocks
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.packed_descriptor import (
    ask,
    field_of,
    member,
    pointee,
    pointer_of,
)
from microaot.emitc_backend.conversions.packed_entry_abi import (
    ENTRY_ABIS,
    INT,
    EntryABI,
    is_not_null,
)
from microaot.emitc_backend.conversions.types import BOOL, F32, F64, I32, U32, U64
from microaot.emitc_backend.pointer_flow import FIXED_SIGNATURE
from microaot.emitc_backend.printer.program import CONST, DOC, NAME
from microaot.tools.errors import OperationError

FUNCTION = "packed.function"
"""String attribute of a packed entry: the function that messages speak of."""

SIGNATURE = "packed.signature"
"""String attribute of a packed entry: what it takes, for the header."""

ERROR_MESSAGES = "packed.error_messages"
"""Attribute of a packed entry: `"none"` if a status is all that callers get to know."""

C_ERROR_KINDS = {kind: "".join(word.title() for word in kind.split("_")) for kind in ErrorKind}
"""`type_error` is `TypeError` in C and in Python."""


class EntryConverter(FunctionConverter):
    """Converts a packed entry; knows the parameters of its ABI."""

    def __init__(
        self,
        function: func.FuncOp,
        block: Block,
        handlers: Mapping[type[Operation], Handler],
        symbols: Mapping[str, Operation],
        abi: type[EntryABI],
    ) -> None:
        super().__init__(block, {**handlers, func.ReturnOp: convert_return}, symbols)
        name = function.attributes.get(FUNCTION)
        self.function = name.data if isinstance(name, StringAttr) else function.sym_name.data
        self.has_messages = ERROR_MESSAGES not in function.attributes
        self.abi = abi(self.b, block.args)


def packed_abi_of(function: func.FuncOp) -> type[EntryABI] | None:
    """The ABI of a packed entry, None if the function is none."""
    match function.function_type.inputs.data:
        case (entry.ArgumentsType() as arguments,):
            return ENTRY_ABIS[arguments.abi.data]
        case _:
            return None


def convert_entry(
    function: func.FuncOp,
    abi: type[EntryABI],
    handlers: Mapping[type[Operation], Handler],
    symbols: Mapping[str, Operation],
) -> emitc.FuncOp:
    """The C function that an ABI prescribes."""
    if function.function_type.outputs:
        raise OperationError(function, "returns a value: a packed entry has `packed.return_value`")
    types = [type for _, type in abi.parameters]
    attributes = [
        DictionaryAttr(
            {NAME: StringAttr(name)} | ({CONST: UnitAttr()} if name in abi.read_only else {})
        )
        for name, _ in abi.parameters
    ]
    block = Block(arg_types=types)
    region = Region() if function.is_declaration else Region(block)
    result = emitc.FuncOp(
        function.sym_name.data,
        FunctionType.from_lists(types, [INT]),
        region,
        ["extern"] if function.is_declaration else [],
        arg_attrs=ArrayAttr(attributes),
    )
    result.location = function.location
    result.attributes[FIXED_SIGNATURE] = UnitAttr()
    if isinstance(doc := function.attributes.get(SIGNATURE), StringAttr):
        result.attributes[DOC] = doc
    if function.is_declaration:
        return result
    c = EntryConverter(function, block, handlers, symbols, abi)
    c.b.location = function.location
    if len(function.body.blocks) == 1:
        c.convert_block(function.body.block)
    else:
        convert_blocks(c, function.body, region)
    return result


def convert_return(c: FunctionConverter, op: func.ReturnOp) -> None:
    """0 is success."""
    success = c.b.insert(emitc.LiteralOp("0", INT))
    c.b.insert(emitc.ReturnOp(success.results[0]))


def entry_of(c: FunctionConverter, op: Operation) -> EntryConverter:
    """The entry that `op` is in."""
    if not isinstance(c, EntryConverter):
        raise OperationError(op, "stands in a function that is no packed entry")
    return c


# Checks


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
        case entry.FieldOp() if owner.field.data is entry.DescriptorField.DTYPE:
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


# Arguments


def convert_has_arguments(c: FunctionConverter, op: entry.HasArgumentsOp) -> None:
    """A comparison with NULL."""
    c.bind(op.result, entry_of(c, op).abi.has_arguments())


def convert_has_result(c: FunctionConverter, op: entry.HasResultOp) -> None:
    """A comparison with NULL."""
    c.bind(op.result, entry_of(c, op).abi.has_result())


def convert_argument_count(c: FunctionConverter, op: entry.ArgumentCountOp) -> None:
    """A parameter."""
    c.bind(op.result, entry_of(c, op).abi.count())


def convert_type_index(c: FunctionConverter, op: entry.TypeIndexOp) -> None:
    """A member or an array element."""
    index = c.b.load(entry_of(c, op).abi.type_index(op.index))
    c.bind(op.result, c.b.cast(index, I32))


def convert_tensor_argument(c: FunctionConverter, op: entry.TensorArgumentOp) -> None:
    """A pointer."""
    c.bind(op.result, entry_of(c, op).abi.tensor(op.index))


def convert_scalar_argument(c: FunctionConverter, op: entry.ScalarArgumentOp) -> None:
    """A number."""
    type = c.scalar_type(op.result.type, op)
    c.bind(op.result, entry_of(c, op).abi.scalar(op.index, type))


def convert_return_value(c: FunctionConverter, op: entry.ReturnValueOp) -> None:
    """Assignments to the place of the result."""
    entry_of(c, op).abi.return_value(c.value(op.value))


# Descriptors


def convert_has_tensor(c: FunctionConverter, op: entry.HasTensorOp) -> None:
    """A comparison with NULL."""
    c.bind(op.result, is_not_null(c.b, c.value(op.descriptor)))


def convert_field(c: FunctionConverter, op: entry.FieldOp) -> None:
    """A member."""
    dimension = op.dimension.value.data
    field = field_of(c.b, c.value(op.descriptor), op.field.data, dimension)
    c.bind(op.result, c.b.cast(field, c.scalar_type(op.result.type, op)))


def convert_has_pointer(c: FunctionConverter, op: entry.HasPointerOp) -> None:
    """A comparison of a member with NULL."""
    c.bind(op.result, is_not_null(c.b, pointer_of(c.b, c.value(op.descriptor), op.pointer.data)))


def convert_is_compact(c: FunctionConverter, op: entry.IsCompactOp) -> None:
    """A helper that knows about NULL and about extents of 1 and 0."""
    tensor = c.value(op.descriptor)
    shape, strides = (pointer_of(c.b, tensor, name) for name in ("shape", "strides"))
    rank = c.b.load(member(c.b, pointee(c.b, tensor), "ndim", I32))
    c.bind(op.result, ask(c.b, "packed_is_compact", [shape, strides, rank], BOOL))


def convert_extents_fit(c: FunctionConverter, op: entry.ExtentsFitOp) -> None:
    """A helper that multiplies the extents."""
    tensor = c.value(op.descriptor)
    shape = pointer_of(c.b, tensor, "shape")
    rank = c.b.load(member(c.b, pointee(c.b, tensor), "ndim", I32))
    bytes = c.b.constant(op.bytes.value.data, I32)
    c.bind(op.result, ask(c.b, "packed_extents_fit", [shape, rank, bytes], BOOL))


def convert_is_aligned(c: FunctionConverter, op: entry.IsAlignedOp) -> None:
    """A helper that looks at the address."""
    tensor = c.value(op.descriptor)
    data = pointer_of(c.b, tensor, "data")
    offset = c.b.load(member(c.b, pointee(c.b, tensor), "byte_offset", U64))
    bytes = c.b.constant(op.bytes.value.data, U32)
    c.bind(op.result, ask(c.b, "packed_is_aligned", [data, offset, bytes], BOOL))


def convert_stride_is(c: FunctionConverter, op: entry.StrideIsOp) -> None:
    """A helper that knows about NULL and about extents of 1 and 0."""
    numbers = (op.dimension.value.data, op.expected.value.data)
    operands = [c.value(op.descriptor), *(c.b.constant(number, I32) for number in numbers)]
    c.bind(op.result, ask(c.b, "packed_stride_is", operands, BOOL))


def convert_assume_buffer(c: FunctionConverter, op: entry.AssumeBufferOp) -> None:
    """The same pointer."""
    c.bind(op.result, c.value(op.descriptor))


CONVERSIONS: dict[type[Operation], Handler] = {
    entry.ArgumentCountOp: convert_argument_count,
    entry.AssumeBufferOp: convert_assume_buffer,
    entry.CheckArgumentOp: convert_check_argument,
    entry.ExtentsFitOp: convert_extents_fit,
    entry.FieldOp: convert_field,
    entry.HasArgumentsOp: convert_has_arguments,
    entry.HasPointerOp: convert_has_pointer,
    entry.HasResultOp: convert_has_result,
    entry.IsAlignedOp: convert_is_aligned,
    entry.IsCompactOp: convert_is_compact,
    entry.HasTensorOp: convert_has_tensor,
    entry.ReturnValueOp: convert_return_value,
    entry.ScalarArgumentOp: convert_scalar_argument,
    entry.StrideIsOp: convert_stride_is,
    entry.TensorArgumentOp: convert_tensor_argument,
    entry.TypeIndexOp: convert_type_index,
    packed.CheckOp: convert_check,
}
