"""Pieces of custom assembly that several `emitc` operations share."""

from typing_extensions import override
from xdsl.dialects.builtin import (
    AnyFloat,
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    TensorType,
    i1,
)
from xdsl.ir import Attribute, Block, Operation, Region, TypedAttribute
from xdsl.irdl import IRDLOperation
from xdsl.irdl.declarative_assembly_format import (
    AttributeVariable,
    CustomDirective,
    ParsingState,
    PrintingState,
    RegionVariable,
    TypeDirective,
    irdl_custom_directive,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import IsTerminator
from xdsl.utils.hints import isa

from microaot.dialects.emitc.types import ArrayType, LValueType, OpaqueAttr
from microaot.dialects.memref_syntax import ResourceParser


@irdl_custom_directive
class ShortLValueType(CustomDirective):
    """The type of an lvalue operand without its name: `<i32>`. The full type is read as well."""

    type: TypeDirective

    @override
    def parse(self, parser: Parser, state: ParsingState) -> None:
        full_type = parser.parse_optional_type()
        if full_type is None:
            full_type = LValueType.new(LValueType.parse_parameters(parser))
        self.type.set(state, (full_type,))

    @override
    def print(self, printer: Printer, state: PrintingState, op: IRDLOperation) -> None:
        state.print_whitespace(printer)
        (type,) = self.type.get(op)
        assert isinstance(type, LValueType)
        type.print_parameters(printer)


@irdl_custom_directive
class BodyRegion(CustomDirective):
    """A region of one block without terminator; `{}` is an empty block, not an empty region."""

    region: RegionVariable

    @override
    def parse(self, parser: Parser, state: ParsingState) -> None:
        region = parser.parse_region()
        if not region.blocks:
            region.add_block(Block())
        self.region.set(state, region)

    @override
    def print(self, printer: Printer, state: PrintingState, op: IRDLOperation) -> None:
        state.print_whitespace(printer)
        printer.print_region(self.region.get(op), print_empty_block=False)


def ensure_yield(region: Region, implicit_terminator: type[Operation]) -> Region:
    """Complete a parsed region with the terminator that its text left out."""
    if not region.blocks:
        region.add_block(Block())
    last_op = region.block.last_op
    if last_op is None or not last_op.has_trait(IsTerminator, value_if_unregistered=False):
        region.block.add_op(implicit_terminator.create())
    return region


def print_region_without_yield(printer: Printer, region: Region) -> None:
    """Print a region; its terminator is left out unless it says something."""
    terminator = region.blocks.last.last_op if region.blocks.last is not None else None
    printer.print_region(
        region,
        print_entry_block_args=False,
        print_empty_block=False,
        print_block_terminators=terminator is not None
        and bool(terminator.operands or terminator.attributes),
    )


@irdl_custom_directive
class TypeAndInitialValue(CustomDirective):
    """The type and value of a global or field, `i32 = 4`; the value's own type is left out."""

    type: AttributeVariable
    value: AttributeVariable

    @override
    def parse(self, parser: Parser, state: ParsingState) -> None:
        type = parser.parse_type()
        self.type.set(state, type)
        if parser.parse_optional_punctuation("=") is not None:
            self.value.set(state, parse_value_of_type(parser, initializer_type(type)))

    @override
    def print(self, printer: Printer, state: PrintingState, op: IRDLOperation) -> None:
        state.print_whitespace(printer)
        type, value = self.type.get(op), self.value.get(op)
        assert type is not None
        printer.print_attribute(type)
        if value is None:
            return
        printer.print_string(" = ")
        if isinstance(value, TypedAttribute):
            value.print_without_type(printer)
        else:
            printer.print_attribute(value)


def initializer_type(type: Attribute) -> Attribute:
    """The type of the attribute that initialises a variable of this type."""
    if isinstance(type, ArrayType):
        return TensorType(type.element_type, type.get_shape())
    return type


def parse_value_of_type(parser: Parser, type: Attribute) -> Attribute:
    """Parse an initial value whose type is known and not part of the text."""
    position = parser.pos
    value = None
    if parser.parse_optional_keyword("dense") is not None:
        if isa(type, TensorType[IntegerType | IndexType | AnyFloat]):
            return parser.parse_dense_int_or_fp_elements_attr(type)
    elif parser.parse_optional_keyword("dense_resource") is not None:
        if isa(type, TensorType[IntegerType | IndexType | AnyFloat]):
            if not isinstance(parser, ResourceParser):
                parser.raise_error("this tool does not read resources without a type")
            return parser.parse_dense_resource(type)
    elif isa(type, IntegerType | IndexType):
        number = parser.parse_optional_integer(allow_boolean=type == i1)
        value = None if number is None else IntegerAttr(number, type)
    elif isinstance(type, AnyFloat):
        value = _parse_optional_float(parser, type)
    if value is None:
        value = parser.parse_optional_attribute()
        if not isinstance(value, OpaqueAttr):
            parser.raise_error(
                f"expected an opaque attribute or a value of type {type}", position, parser.pos
            )
    return value


def _parse_optional_float(parser: Parser, type: AnyFloat) -> FloatAttr | None:
    """Parse a decimal, or the bits of a float in hexadecimal: the only form of inf and nan."""
    position = parser.pos
    number = parser.parse_optional_number()
    if number is None or isinstance(number, float):
        return None if number is None else FloatAttr(number, type)
    text = parser.lexer.input.content[position : parser.pos]
    if not text.startswith(("0x", "0X")):
        parser.raise_error(
            "unexpected decimal integer literal for a floating-point value", position, parser.pos
        )
    bits = number.to_bytes(type.compile_time_size, "little")
    return FloatAttr(type.unpack(bits, 1)[0], type)
