"""xDSL's parser with a source location on every operation, and with all forms of `loc(...)`.

Later stages say `file:line:col` about an operation; xDSL sets a location only where the text has
one, knows neither ranges nor metadata, and no alias that is defined after its use.
"""

import re
from bisect import bisect_right
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from xdsl.context import Context
from xdsl.dialects.builtin import (
    ArrayAttr,
    CallSiteLoc,
    FileLineColLoc,
    FusedLoc,
    IntAttr,
    LocationAttr,
    ModuleOp,
    NameLoc,
    NoneAttr,
    StringAttr,
    UnknownLoc,
)
from xdsl.ir import Attribute, AttributeInvT, Operation, SSAValue
from xdsl.parser import Parser, UnresolvedOperand
from xdsl.utils.exceptions import ParseError
from xdsl.utils.lexer import Position, Span
from xdsl.utils.mlir_lexer import MLIRTokenKind

_LOCATION_ALIAS = re.compile(r"^[ \t]*(#[\w.$-]+)[ \t]*=[ \t]*(?=loc\()", re.MULTILINE)
"""The definition of a location alias, which MLIR prints at the end of a file, after its uses."""


def _locate_implicit(op: Operation) -> None:
    """Give nested ops that the text leaves out (a terminator, a body) the location of `op`."""
    for region in op.regions:
        for block in region.blocks:
            for inner in block.ops:
                if isinstance(inner.location, UnknownLoc):
                    inner.location = op.location
                    _locate_implicit(inner)


@dataclass
class _LocatedArgument(Parser.UnresolvedArgument):
    location: LocationAttr | None

    def resolve(self, type: Attribute) -> Parser.Argument:
        return Parser.Argument(self.name, type, self.location)


class LocatedParser(Parser):
    """A parser that sets the location of each operation to the position of its first token.

    A location written in the text (`loc(...)`) wins, except `loc(unknown)`, which says nothing.

    ```python
    module = LocatedParser(context, text, "model.mlir").parse_module()
    ```
    """

    def __init__(self, ctx: Context, input: str | bytes, name: str = "<unknown>") -> None:
        super().__init__(ctx, input, name)
        text = self.lexer.input.content
        self._file_name = StringAttr(name)
        self._line_starts = [0, *(newline.end() for newline in re.finditer("\n", text))]
        self._location_aliases = {m[1]: m.end() for m in _LOCATION_ALIAS.finditer(text)}
        self._aliases_read_early: set[str] = set()
        self._first_uses: dict[str, Span] = {}
        """Where names stand that are used before they are defined, if ever."""

    # Operations

    def parse_module(self, allow_implicit_module: bool = True) -> ModuleOp:
        """Parse the whole input; several operations, or one that is no module, get a module."""
        if self._is_at_end():
            self.raise_error("expected an operation, found the end of the input")
        start = self.pos
        try:
            module = super().parse_module(allow_implicit_module)
        except ParseError:
            if self._is_at_end():
                self._refuse_undefined_values()
            raise
        if isinstance(module.location, UnknownLoc):
            module.location = self._location_at(start)
        return module

    def _is_at_end(self) -> bool:
        return self._current_token.kind == MLIRTokenKind.EOF

    def _refuse_undefined_values(self) -> None:
        """Blame the use of a value that is not defined; xDSL blames the end of the file."""
        for name in self.forward_ssa_references:
            if (span := self._first_uses.get(name)) is not None:
                raise ParseError(span, f"value %{name} is used but not defined")

    def parse_operation(self) -> Operation:
        """Parse one operation and its nested ones, each with its location."""
        start = self.pos
        op = super().parse_operation()
        if isinstance(op.location, UnknownLoc):
            op.location = self._location_at(start)
        _locate_implicit(op)
        return op

    def resolve_operand(
        self, operand: UnresolvedOperand, type: AttributeInvT
    ) -> SSAValue[AttributeInvT]:
        """Find the value of an operand, and remember where a name was first used."""
        if operand.operand_name not in self.ssa_values:
            self._first_uses.setdefault(operand.operand_name, operand.span)
        return super().resolve_operand(operand, type)

    def _get_op_by_name(self, name: str) -> type[Operation]:
        stack = self._parser_state.dialect_stack
        if (op := self.ctx.get_optional_op(name, dialect_stack=stack)) is not None:
            return op
        # The name has been read already; xDSL would blame what follows it.
        start = self.lexer.input.content.rfind(name, 0, self.pos)
        self.raise_error(f"Operation {name} is not registered", start, start + len(name))

    def _location_at(self, position: Position) -> FileLineColLoc:
        line = bisect_right(self._line_starts, position)
        column = position - self._line_starts[line - 1] + 1
        return FileLineColLoc(self._file_name, IntAttr(line), IntAttr(column))

    # Locations

    def parse_optional_argument(self, expect_type: bool = True) -> Any:
        """Parse a block argument; one without a type may have a location: `%i loc("f":1:2)`."""
        if expect_type:
            return super().parse_optional_argument(True)
        if (argument := super().parse_optional_argument(False)) is None:
            return None
        return _LocatedArgument(argument.name, self.parse_optional_location())

    def _parse_alias_def(self) -> None:
        # A location alias that was looked up ahead of its definition is known already.
        if (name := self._current_token.text) in self._aliases_read_early:
            self._aliases_read_early.remove(name)
            del self.attribute_aliases[name]
        super()._parse_alias_def()

    @contextmanager
    def jump_to(self, position: Position) -> Generator[None]:
        """Parse something elsewhere in the input, then come back."""
        back = self.pos
        self._resume_from(position)
        yield
        self._resume_from(back)

    def _parse_location_alias(self) -> LocationAttr:
        name = self._current_token.text
        if name not in self.attribute_aliases and name in self._location_aliases:
            with self.jump_to(self._location_aliases[name]):
                self.attribute_aliases[name] = self.parse_attribute()
            self._aliases_read_early.add(name)
        location = self.parse_attribute()
        if not isinstance(location, LocationAttr):
            self.raise_error(f"'{name}' is not a location")
        return location

    def _parse_location(self) -> LocationAttr:
        if self._current_token.kind == MLIRTokenKind.HASH_IDENT:
            return self._parse_location_alias()
        if (text := self.parse_optional_str_literal()) is not None:
            if self.parse_optional_punctuation(":") is not None:
                return self._parse_position_in(StringAttr(text))
            child: Attribute = NoneAttr()
            if self._current_token.kind == MLIRTokenKind.L_PAREN:
                with self.in_parens():
                    child = self._parse_location()
            return NameLoc(StringAttr(text), child)
        if self.parse_optional_keyword("callsite") is not None:
            with self.in_parens():
                callee = self._parse_location()
                self.parse_keyword("at")
                return CallSiteLoc(callee, self._parse_location())
        if self.parse_optional_keyword("fused") is not None:
            metadata: Attribute = NoneAttr()
            if self._current_token.kind == MLIRTokenKind.LESS:
                with self.in_angle_brackets():
                    metadata = self.parse_attribute()
            parts = self.parse_comma_separated_list(self.Delimiter.SQUARE, self._parse_location)
            return FusedLoc(ArrayAttr[Attribute](parts), metadata)
        self.parse_keyword("unknown", " or another location")
        return UnknownLoc()

    def _parse_position_in(self, file_name: StringAttr) -> FileLineColLoc:
        """Parse `line:col`; of a range (`3:4 to 5:6`, `3:4 to :6`) only the start is kept."""
        line = self.parse_integer(allow_boolean=False, allow_negative=False)
        self.parse_punctuation(":")
        column = self.parse_integer(allow_boolean=False, allow_negative=False)
        if self.parse_optional_keyword("to") is not None:
            self.parse_optional_integer(allow_boolean=False, allow_negative=False)
            self.parse_punctuation(":")
            self.parse_integer(allow_boolean=False, allow_negative=False)
        return FileLineColLoc(file_name, IntAttr(line), IntAttr(column))
