"""xDSL's parser with what MLIR prints and xDSL 0.74 does not read: locations, resources, constants.

`LocatedParser` gives every operation a source location, so that later stages can say
`file:line:col`, and reads the constants that real models carry in time linear in their size.
"""

import re
from bisect import bisect_right
from collections.abc import Generator
from contextlib import contextmanager

from xdsl.context import Context
from xdsl.dialects.builtin import (
    AnyDenseElement,
    ArrayAttr,
    CallSiteLoc,
    DenseIntOrFPElementsAttr,
    FileLineColLoc,
    FusedLoc,
    IntAttr,
    LocationAttr,
    ModuleOp,
    NameLoc,
    NoneAttr,
    RankedStructure,
    StringAttr,
    UnknownLoc,
)
from xdsl.ir import Attribute, Operation
from xdsl.ir.affine import AffineMap, AffineSet
from xdsl.parser import Parser
from xdsl.utils.lexer import Position
from xdsl.utils.mlir_lexer import MLIRTokenKind

from microaot.dialects.affine_expressions import SemiAffineParser
from microaot.tools.dense_literals import BytesLiteral, read_hex_literal, read_number_literal

_LOCATION_ALIAS = re.compile(r"^[ \t]*(#[\w.$-]+)[ \t]*=[ \t]*(?=loc\()", re.MULTILINE)
"""The definition of a location alias, which MLIR prints at the end of a file, after its uses."""


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
        self._resources: dict[str, bytes] | None = None

    # Operations

    def parse_module(self, allow_implicit_module: bool = True) -> ModuleOp:
        """Parse the whole input; several operations, or one that is no module, get a module."""
        if self._current_token.kind == MLIRTokenKind.EOF:
            self.raise_error("expected an operation, found the end of the input")
        start = self.pos
        module = super().parse_module(allow_implicit_module)
        if isinstance(module.location, UnknownLoc):
            module.location = self._location_at(start)
        return module

    def parse_operation(self) -> Operation:
        """Parse one operation and its nested ones, each with its location."""
        start = self.pos
        op = super().parse_operation()
        if isinstance(op.location, UnknownLoc):
            op.location = self._location_at(start)
        return op

    def _location_at(self, position: Position) -> FileLineColLoc:
        line = bisect_right(self._line_starts, position)
        column = position - self._line_starts[line - 1] + 1
        return FileLineColLoc(self._file_name, IntAttr(line), IntAttr(column))

    # Locations

    def _parse_alias_def(self) -> None:
        # A location alias that was looked up ahead of its definition is known already.
        if (name := self._current_token.text) in self._aliases_read_early:
            self._aliases_read_early.remove(name)
            del self.attribute_aliases[name]
        super()._parse_alias_def()

    @contextmanager
    def _jump_to(self, position: Position) -> Generator[None]:
        """Parse something elsewhere in the input, then come back."""
        back = self.pos
        self._resume_from(position)
        yield
        self._resume_from(back)

    def _parse_location_alias(self) -> LocationAttr:
        name = self._current_token.text
        if name not in self.attribute_aliases and name in self._location_aliases:
            with self._jump_to(self._location_aliases[name]):
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

    # Affine maps

    def parse_affine_map(self) -> AffineMap:
        """Parse `(d0)[s0] -> (d0 * s0)`; xDSL's own parser takes no semi-affine expressions."""
        return SemiAffineParser(self._parser_state).parse_affine_map()

    def parse_affine_set(self) -> AffineSet:
        """Parse `(d0)[s0] : (d0 - s0 >= 0)`."""
        return SemiAffineParser(self._parser_state).parse_affine_set()

    # Constants

    def parse_dense_int_or_fp_elements_attr(
        self, type: RankedStructure[AnyDenseElement] | None
    ) -> DenseIntOrFPElementsAttr:
        """Parse the literal of a `dense` attribute, taking short cuts through large ones."""
        text, less = self.lexer.input.content, self._current_token.span
        found = read_hex_literal(text, less.end) or read_number_literal(text, less.end)
        if found is not None:
            literal, end = found
            self._resume_from(end)
            self.parse_punctuation(">", " in dense attribute")
            literal_type = self._parse_elements_type(type)
            if (attribute := literal.of_type(literal_type)) is not None:
                return attribute
            # Whatever is unusual or wrong about the literal, xDSL's parser knows how to say it.
            self._resume_from(less.start)
        return super().parse_dense_int_or_fp_elements_attr(type)

    def _parse_elements_type(
        self, type: RankedStructure[AnyDenseElement] | None
    ) -> RankedStructure[AnyDenseElement]:
        if type is not None:
            return type
        self.parse_punctuation(":", " in dense attribute")
        return self._parse_dense_literal_type()

    def _parse_builtin_dense_resource_attr(self) -> DenseIntOrFPElementsAttr:  # pyright: ignore[reportIncompatibleMethodOverride]
        return self.parse_dense_resource(None)

    def parse_dense_resource(
        self, type: RankedStructure[AnyDenseElement] | None
    ) -> DenseIntOrFPElementsAttr:
        """Parse the rest of `dense_resource<key>` into a constant with the resource's bytes.

        xDSL keeps resources in one global table, where files that use the same keys meet. Here
        a reference becomes the constant itself, and no later stage needs to know of resources.
        """
        start = self.pos
        with self.in_angle_brackets():
            key = self.parse_identifier_or_str_literal(" for resource handle")
        end = self.pos
        elements_type = self._parse_elements_type(type)
        if (data := self._find_resource(key)) is None:
            self.raise_error(f"the resource '{key}' has no data in this file", start, end)
        # The first four bytes of a resource tell its alignment.
        constant = BytesLiteral(data[4:], may_repeat=False).of_type(elements_type)
        if constant is None:
            self.raise_error(
                f"the resource '{key}' has {len(data) - 4} bytes, which does not fit the type "
                f"{elements_type}",
                start,
                end,
            )
        return constant

    def _find_resource(self, key: str) -> bytes | None:
        if self._resources is None:
            self._resources = {}
            metadata = self.lexer.input.content.rfind("{-#")
            if metadata != -1:
                with self._jump_to(metadata):
                    self._parse_file_metadata_dictionary()
        return self._resources.get(key)

    # Metadata after the module

    def _parse_single_dialect_resources(self) -> None:
        dialect = self.parse_identifier(" for the dialect of resources")
        self.parse_punctuation(":")

        def parse_resource() -> None:
            key = self.parse_identifier_or_str_literal(" for resource handle")
            self.parse_punctuation(":")
            value = self.parse_str_literal()
            if dialect != "builtin" or self._resources is None:
                return
            try:
                self._resources[key] = bytes.fromhex(value.removeprefix("0x"))
            except ValueError:
                self.raise_error(f"the resource '{key}' is not a hexadecimal string")

        self.parse_comma_separated_list(self.Delimiter.BRACES, parse_resource)

    def _parse_external_resources(self) -> None:
        """Skip resources of tools, such as the pipeline of a crash reproducer."""
        self._skip_braces()

    def _skip_braces(self) -> None:
        depth = 0
        while True:
            match self._consume_token().kind:
                case MLIRTokenKind.L_BRACE:
                    depth += 1
                case MLIRTokenKind.R_BRACE:
                    depth -= 1
                case MLIRTokenKind.EOF:
                    self.raise_error("expected '}'")
                case _:
                    pass
            if depth == 0:
                return
