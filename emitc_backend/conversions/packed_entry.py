"""Packed entries to emitc: the C function of an ABI, its arguments, its result."""

from collections.abc import Mapping

from xdsl.dialects import func
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, FunctionType, StringAttr, UnitAttr
from xdsl.ir import Block, Operation, Region

from microaot.dialects import emitc
from microaot.dialects.packed import entry
from microaot.emitc_backend.conversions.cf import convert_blocks
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.packed_entry_abi import ENTRY_ABIS, INT, EntryABI
from microaot.emitc_backend.conversions.types import I32
from microaot.emitc_backend.pointer_flow import FIXED_SIGNATURE
from microaot.emitc_backend.printer.program import CONST, DOC, NAME
from microaot.tools.errors import OperationError

FUNCTION = "packed.function"
"""String attribute of a packed entry: the function that messages speak of."""

SIGNATURE = "packed.signature"
"""String attribute of a packed entry: what it takes, for the header."""

ERROR_MESSAGES = "packed.error_messages"
"""Attribute of a packed entry: `"none"` if a status is all that callers get to know."""


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
        _specifiers(function),
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


def _specifiers(function: func.FuncOp) -> list[str]:
    if function.is_declaration:
        return ["extern"]
    is_private = function.sym_visibility == StringAttr("private")
    return ["static"] if is_private else []


def convert_return(c: FunctionConverter, op: func.ReturnOp) -> None:
    """0 is success."""
    success = c.b.insert(emitc.LiteralOp("0", INT))
    c.b.insert(emitc.ReturnOp(success.results[0]))


def entry_of(c: FunctionConverter, op: Operation) -> EntryConverter:
    """The entry that `op` is in."""
    if not isinstance(c, EntryConverter):
        raise OperationError(op, "stands in a function that is no packed entry")
    return c


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


CONVERSIONS: dict[type[Operation], Handler] = {
    entry.ArgumentCountOp: convert_argument_count,
    entry.HasArgumentsOp: convert_has_arguments,
    entry.HasResultOp: convert_has_result,
    entry.ReturnValueOp: convert_return_value,
    entry.ScalarArgumentOp: convert_scalar_argument,
    entry.TensorArgumentOp: convert_tensor_argument,
    entry.TypeIndexOp: convert_type_index,
}
