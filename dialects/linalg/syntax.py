"""Pieces of custom syntax that linalg's ops share: `ins(..) outs(..)`, results, maps and lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import AffineMapAttr, ArrayAttr
from xdsl.dialects.linalg.ops import YieldOp
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.irdl import IRDLOperation
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.utils.hints import isa

ELIDED = frozenset({"operandSegmentSizes", "linalg.memoized_indexing_maps"})
"""Attributes that custom syntax never shows."""


def parse_operands(parser: Parser, keyword: str) -> list[SSAValue]:
    """Parse `ins(%a, %b : type, type)`, or nothing."""
    position = parser.pos
    if parser.parse_optional_keyword(keyword) is None:
        return []
    parser.parse_punctuation("(")
    operands = parser.parse_optional_undelimited_comma_separated_list(
        parser.parse_optional_unresolved_operand, parser.parse_unresolved_operand
    )
    types: list[Attribute] = []
    if operands:
        parser.parse_punctuation(":")
        types = parser.parse_comma_separated_list(Parser.Delimiter.NONE, parser.parse_type)
    parser.parse_punctuation(")")
    return list(parser.resolve_operands(operands or [], types, position))


def print_operands(printer: Printer, keyword: str, operands: Sequence[SSAValue]) -> None:
    """Print ` ins(%a, %b : type, type)`, or nothing for no operands."""
    if not operands:
        return
    printer.print_string(f" {keyword}(")
    printer.print_list(operands, printer.print_ssa_value)
    printer.print_string(" : ")
    printer.print_list([operand.type for operand in operands], printer.print_attribute)
    printer.print_string(")")


def parse_results(parser: Parser) -> list[Attribute]:
    """Parse `-> type` or `-> (type, type)`, or nothing."""
    if parser.parse_optional_punctuation("->") is None:
        return []
    types = parser.parse_optional_comma_separated_list(Parser.Delimiter.PAREN, parser.parse_type)
    return [parser.parse_type()] if types is None else list(types)


def print_results(printer: Printer, types: Sequence[Attribute]) -> None:
    """Print ` -> type` or ` -> (type, type)`, or nothing for no results."""
    if not types:
        return
    printer.print_string(" -> ")
    if len(types) == 1:
        printer.print_attribute(types[0])
    else:
        with printer.in_parens():
            printer.print_list(types, printer.print_attribute)


def parse_attributes(parser: Parser) -> dict[str, Attribute]:
    """Parse `<{properties}> {attributes}`, both optional, into one dictionary."""
    return {**parser.parse_optional_properties_dict(), **parser.parse_optional_attr_dict()}


def print_attributes(
    printer: Printer, attributes: Mapping[str, Attribute | None], elided: Sequence[str] = ()
) -> None:
    """Print ` {name = value}` without the hidden and the given attributes."""
    shown = {
        name: value
        for name, value in sorted(attributes.items())
        if value is not None and name not in ELIDED and name not in elided
    }
    printer.print_op_attributes(shown)


def parse_indexing_maps(parser: Parser) -> ArrayAttr[AffineMapAttr] | None:
    """Parse `indexing_maps = [affine_map<..>, ..]`, or nothing."""
    if parser.parse_optional_keyword("indexing_maps") is None:
        return None
    parser.parse_punctuation("=")
    position = parser.pos
    maps = parser.parse_attribute()
    if not isa(maps, ArrayAttr[AffineMapAttr]):
        parser.raise_error("expected an array of affine maps", position)
    return maps


def print_indexing_maps(printer: Printer, maps: ArrayAttr[AffineMapAttr]) -> None:
    """Print ` indexing_maps = [..]`."""
    printer.print_string(" indexing_maps = ")
    printer.print_attribute(maps)


def parse_int_list(parser: Parser, keyword: str) -> list[int]:
    """Parse `keyword = [1, 0]`."""
    parser.parse_keyword(keyword)
    parser.parse_punctuation("=")
    return parser.parse_comma_separated_list(Parser.Delimiter.SQUARE, parser.parse_integer)


def print_int_list(printer: Printer, keyword: str, values: Sequence[int]) -> None:
    """Print ` keyword = [1, 0]`."""
    printer.print_string(f" {keyword} = ")
    with printer.in_square_brackets():
        printer.print_list(values, printer.print_int)


def parse_mapper(parser: Parser) -> Region:
    """Parse the long form of a scalar body, `(%in: f32, %init: f32) { .. }`."""
    arguments = parser.parse_comma_separated_list(Parser.Delimiter.PAREN, parser.parse_argument)
    return parser.parse_region(arguments)


def print_mapper(printer: Printer, region: Region) -> None:
    """Print the long form of a scalar body."""
    printer.print_string(" ")
    with printer.in_parens():
        printer.print_list(region.block.args, printer.print_block_argument)
    printer.print_string(" ")
    printer.print_region(region, print_entry_block_args=False)


@dataclass(frozen=True)
class Payload:
    """The one op that the short form of `map` and `reduce` gives as its body."""

    op_class: type[Operation]
    attributes: dict[str, Attribute]

    def region(
        self,
        types: Sequence[Attribute],
        operands: Callable[[Sequence[SSAValue]], Sequence[SSAValue]],
    ) -> Region:
        """The long form: a block over `types` that applies the op to `operands(arguments)`."""
        block = Block(arg_types=types)
        names: Sequence[str] = ()
        if issubclass(self.op_class, IRDLOperation):
            names = list(self.op_class.get_irdl_definition().properties)
        op = self.op_class.create(
            operands=operands(block.args),
            result_types=[types[-1]],
            properties={n: a for n, a in self.attributes.items() if n in names},
            attributes={n: a for n, a in self.attributes.items() if n not in names},
        )
        block.add_ops([op, YieldOp(op.results[0])])
        return Region(block)


def parse_payload(parser: Parser) -> Payload | None:
    """Parse `{ arith.addf {attributes} }`, or nothing."""
    if parser.parse_optional_punctuation("{") is None:
        return None
    name = parser.parse_identifier()
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation("}")
    return Payload(parser.ctx.get_op(name), attributes)
