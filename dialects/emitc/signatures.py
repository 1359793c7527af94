"""The text of a function: name, arguments and results with their attributes, and body."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, FunctionType
from xdsl.ir import Attribute, BlockArgument, Region
from xdsl.parser import Parser
from xdsl.printer import Printer

AttributeDicts = ArrayAttr[DictionaryAttr]


@dataclass
class Signature:
    """The part of a function's text from `(` to its result types.

    xDSL's own helper drops the attributes of a declaration's arguments.
    """

    type: FunctionType
    arguments: list[Parser.Argument] | None
    """The named arguments of a definition; None if the arguments have no names."""
    arg_attrs: AttributeDicts | None
    res_attrs: AttributeDicts | None

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `(%a: i32 {attributes}, ...) -> (i32 {attributes})`, or bare argument types."""
        position = parser.pos
        inputs = parser.parse_comma_separated_list(
            parser.Delimiter.PAREN, lambda: _parse_argument(parser)
        )
        named = [argument for argument, _, _ in inputs if argument is not None]
        if named and len(named) != len(inputs):
            parser.raise_error("expected all arguments to be named or none", position, parser.pos)
        outputs: list[tuple[Attribute, dict[str, Attribute]]] = []
        if parser.parse_optional_punctuation("->") is not None:
            parsed = parser.parse_optional_comma_separated_list(
                parser.Delimiter.PAREN,
                lambda: (parser.parse_type(), parser.parse_optional_dictionary_attr_dict()),
            )
            outputs = [(parser.parse_type(), {})] if parsed is None else list(parsed)
        return cls(
            FunctionType.from_lists([t for _, t, _ in inputs], [t for t, _ in outputs]),
            named or None,
            _pack([attributes for _, _, attributes in inputs]),
            _pack([attributes for _, attributes in outputs]),
        )


def _parse_argument(
    parser: Parser,
) -> tuple[Parser.Argument | None, Attribute, dict[str, Attribute]]:
    argument = parser.parse_optional_argument()
    type = parser.parse_type() if argument is None else argument.type
    attributes = parser.parse_optional_dictionary_attr_dict()
    location = parser.parse_optional_location()
    if argument is not None:
        argument.location = location
    return argument, type, attributes


def _pack(attributes: Sequence[Mapping[str, Attribute]]) -> AttributeDicts | None:
    """Attribute dictionaries as MLIR stores them: not at all if all are empty."""
    if not any(attributes):
        return None
    return ArrayAttr(DictionaryAttr(dict(entry)) for entry in attributes)


def print_signature(
    printer: Printer,
    type: FunctionType,
    body: Region,
    arg_attrs: AttributeDicts | None,
    res_attrs: AttributeDicts | None,
) -> None:
    """Print what `Signature.parse` reads; the arguments have names if there is a body."""
    entry = body.blocks.first
    values = type.inputs.data if entry is None else entry.args

    def print_argument(value: Attribute | BlockArgument, attributes: DictionaryAttr) -> None:
        if isinstance(value, Attribute):
            printer.print_attribute(value)
        else:
            printer.print_ssa_value(value)
            printer.print_string(": ")
            printer.print_attribute(value.type)
        printer.print_op_attributes(attributes.data)
        if printer.print_debuginfo and isinstance(value, BlockArgument):
            printer.print_string(" ")
            printer.print_attribute(value.location)

    def print_result(result: Attribute, attributes: DictionaryAttr) -> None:
        printer.print_attribute(result)
        printer.print_op_attributes(attributes.data)

    with printer.in_parens():
        pairs = zip(values, _unpack(arg_attrs, len(values)), strict=True)
        printer.print_list(pairs, lambda pair: print_argument(*pair))
    outputs = type.outputs.data
    if outputs:
        printer.print_string(" -> ")
        pairs = zip(outputs, _unpack(res_attrs, len(outputs)), strict=True)
        if len(outputs) == 1 and res_attrs is None:
            printer.print_attribute(outputs[0])
        else:
            with printer.in_parens():
                printer.print_list(pairs, lambda pair: print_result(*pair))


def _unpack(attributes: AttributeDicts | None, count: int) -> Sequence[DictionaryAttr]:
    return (DictionaryAttr({}),) * count if attributes is None else attributes.data
