"""What a C file holds besides functions and variables: includes and verbatim lines."""

from collections.abc import Sequence
from typing import Self

from xdsl.dialects.builtin import StringAttr, UnitAttr
from xdsl.ir import Operation, Region, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    opt_prop_def,
    prop_def,
    region_def,
    traits_def,
    var_operand_def,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import IsolatedFromAbove, NoTerminator, SymbolTable
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.emitc.constraints import EmitCTypeOrLValue, NoArguments
from microaot.dialects.emitc.syntax import BodyRegion


@irdl_op_definition
class FileOp(IRDLOperation):
    """One of several files in a module, `emitc.file "main" { ... }`."""

    name = "emitc.file"

    id = prop_def(StringAttr)
    body = region_def("single_block", entry_args=NoArguments)

    traits = traits_def(IsolatedFromAbove(), SymbolTable(), NoTerminator())

    custom_directives = (BodyRegion,)
    assembly_format = "$id attr-dict-with-keyword custom<BodyRegion>($body)"

    def __init__(self, id: str | StringAttr, body: Region):
        id = StringAttr(id) if isinstance(id, str) else id
        super().__init__(properties={"id": id}, regions=[body])


@irdl_op_definition
class IncludeOp(IRDLOperation):
    """`emitc.include <"stdint.h">` is `#include <stdint.h>`; without `<>` it has quotes in C."""

    name = "emitc.include"

    include = prop_def(StringAttr)
    is_standard_include = opt_prop_def(UnitAttr)

    def __init__(self, name: str | StringAttr, is_standard: bool):
        name = StringAttr(name) if isinstance(name, str) else name
        super().__init__(
            properties={
                "include": name,
                "is_standard_include": UnitAttr() if is_standard else None,
            }
        )

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `<"name">` or `"name"`."""
        is_standard = parser.parse_optional_punctuation("<") is not None
        name = parser.parse_str_literal()
        if is_standard:
            parser.parse_punctuation(">")
        op = cls(name, is_standard)
        op.attributes |= parser.parse_optional_attr_dict()
        return op

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads; MLIR has no place for further attributes here."""
        opening, closing = ("", "") if self.is_standard_include is None else ("<", ">")
        printer.print_string(f" {opening}")
        printer.print_string_literal(self.include.data)
        printer.print_string(closing)
        printer.print_op_attributes(self.attributes)


@irdl_op_definition
class VerbatimOp(IRDLOperation):
    """A line of C as it is, with the names of the operands in place of each `{}`.

    `emitc.verbatim "#pragma use {} and {{" args %x : i32`; `{{` stands for `{`. Without operands
    the text is not interpreted.
    """

    name = "emitc.verbatim"

    value = prop_def(StringAttr)
    fmt_args = var_operand_def(EmitCTypeOrLValue)

    assembly_format = "$value (`args` $fmt_args^ `:` type($fmt_args))? attr-dict"

    def __init__(self, text: str | StringAttr, fmt_args: Sequence[SSAValue | Operation] = ()):
        value = StringAttr(text) if isinstance(text, str) else text
        super().__init__(operands=[fmt_args], properties={"value": value})

    def text_parts(self) -> list[str]:
        """The text between the placeholders: one more part than there are operands."""
        text = self.value.data
        if not self.fmt_args:
            return [text]
        parts, position = [""], 0
        while (brace := text.find("{", position)) >= 0:
            parts[-1] += text[position:brace]
            position = brace + 2
            match text[brace + 1 : position]:
                case "{":
                    parts[-1] += "{"
                case "}":
                    parts.append("")
                case "":
                    raise VerifyException(
                        "'emitc.verbatim' expected '}' after unescaped '{' at end of string"
                    )
                case _:
                    raise VerifyException("'emitc.verbatim' expected '}' after unescaped '{'")
        parts[-1] += text[position:]
        return parts

    def verify_(self) -> None:
        """Check that there is one operand for each placeholder."""
        if len(self.text_parts()) != len(self.fmt_args) + 1:
            raise VerifyException(
                "'emitc.verbatim' requires operands for each placeholder in the format string"
            )
