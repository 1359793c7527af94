"""What all of TOSA's ops share: custom syntax, and reading operands and attributes by name."""

from collections.abc import Mapping
from typing import ClassVar, Self

from xdsl.dialects.builtin import BoolAttr, DenseArrayBase, IntegerAttr, IntegerType, TensorType
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import IRDLOperation
from xdsl.parser import Parser, UnresolvedOperand
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.tosa.fields import CHOICES, DEFAULTS, ChoiceAttr, Row


class TosaOp(IRDLOperation):
    """An op of the table, whose operands, results and attributes go by the names in its row.

    ```mlir
    %y = tosa.clamp %x {max_val = 6.0 : f32, min_val = 0.0 : f32, nan_mode = IGNORE}
      : (tensor<4xf32>) -> tensor<4xf32>
    ```
    """

    ROW: ClassVar[Row]

    def value(self, name: str) -> SSAValue:
        """The operand or result of this name, which is not one of any number."""
        for index, field in enumerate(self.ROW.operands):
            if field.name == name:
                return self.operands[index]
        return self.results[[field.name for field in self.ROW.results].index(name)]

    def tensor(self, name: str) -> TensorType[Attribute]:
        """The type of an operand or result whose rank is known."""
        type = self.value(name).type
        if not isa(type, TensorType[Attribute]):
            raise VerifyException(f"expects a ranked tensor as {name}, not {type}")
        return type

    def attribute(self, name: str) -> Attribute:
        """An attribute, or what it is by default."""
        return self.properties[name] if name in self.properties else DEFAULTS[name]

    def integers(self, name: str) -> tuple[int, ...]:
        """The elements of an array attribute."""
        array = self.attribute(name)
        assert isa(array, DenseArrayBase[IntegerType])
        return tuple(array.iter_values())

    def integer(self, name: str) -> int:
        """An integer attribute such as the axis."""
        number = self.attribute(name)
        assert isinstance(number, IntegerAttr)
        return number.value.data

    def flag(self, name: str) -> bool:
        """A boolean attribute."""
        return self.attribute(name) == BoolAttr.from_bool(True)

    def choice(self, name: str) -> str:
        """An attribute that is one of some keywords."""
        choice = self.attribute(name)
        assert isinstance(choice, ChoiceAttr)
        return choice.data.value


class CustomSyntaxOp(TosaOp):
    """An op written `%a, %b {name = value} : (types) -> type`; only `const` has no such syntax."""

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `%a, %b {name = value} : (types) -> type`."""
        position = parser.pos
        operands = parse_operands(parser)
        fields = cls.parse_fields(parser)
        parser.parse_punctuation(":")
        type = parser.parse_function_type()
        known = cls.get_irdl_definition().properties
        return cls.create(
            operands=parser.resolve_operands(operands, type.inputs.data, position),
            result_types=type.outputs.data,
            properties={name: value for name, value in fields.items() if name in known},
            attributes={name: value for name, value in fields.items() if name not in known},
        )

    @classmethod
    def parse_fields(cls, parser: Parser) -> dict[str, Attribute]:
        """Parse `{name = value, flag, mode = KEYWORD}`, or nothing."""
        kinds = {field.name: field.kind for field in cls.ROW.attributes}

        def entry() -> tuple[str, Attribute]:
            return parse_field(parser, kinds)

        fields = parser.parse_optional_comma_separated_list(Parser.Delimiter.BRACES, entry)
        return dict(fields or ())

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        if self.operands:
            printer.print_string(" ")
            printer.print_list(self.operands, printer.print_ssa_value)
        kinds = {field.name: field.kind for field in self.ROW.attributes}
        print_fields(printer, {**self.properties, **self.attributes}, kinds)
        printer.print_string(" : ")
        printer.print_operation_type(self)


def parse_operands(parser: Parser) -> list[UnresolvedOperand]:
    """Parse `%a, %b`, or nothing."""
    operands = parser.parse_optional_undelimited_comma_separated_list(
        parser.parse_optional_unresolved_operand, parser.parse_unresolved_operand
    )
    return operands or []


def parse_field(parser: Parser, kinds: Mapping[str, str]) -> tuple[str, Attribute]:
    """Parse one entry of a dictionary, in which modes are bare keywords."""
    name = parser.parse_identifier_or_str_literal()
    if parser.parse_optional_punctuation("=") is None:
        return name, BoolAttr.from_bool(True)
    choices = CHOICES.get(kinds.get(name, ""))
    if choices is not None:
        keywords = [choice.value for choice in choices[0]]
        keyword = parser.parse_optional_keyword_in(keywords)
        if keyword is not None:
            return name, choices[1](keyword)
    return name, parser.parse_attribute()


def print_fields(
    printer: Printer, fields: Mapping[str, Attribute], kinds: Mapping[str, str]
) -> None:
    """Print ` {name = value, mode = KEYWORD}` without what is as by default."""
    shown = [
        name for name in sorted(fields) if name not in kinds or DEFAULTS.get(name) != fields[name]
    ]
    if not shown:
        return
    printer.print_string(" {")
    for index, name in enumerate(shown):
        if index:
            printer.print_string(", ")
        printer.print_identifier_or_string_literal(name)
        value = fields[name]
        printer.print_string(" = ")
        if isinstance(value, ChoiceAttr) and kinds.get(name) in CHOICES:
            printer.print_string(value.data.value)
        else:
            printer.print_attribute(value)
    printer.print_string("}")
