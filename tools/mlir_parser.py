"""The parser of microaot's front end: xDSL's, with locations, resources and large constants."""

from xdsl.context import Context
from xdsl.dialects.builtin import (
    AnyDenseElement,
    DenseIntOrFPElementsAttr,
    ModuleOp,
    RankedStructure,
)
from xdsl.ir.affine import AffineMap, AffineSet
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.mlir_lexer import MLIRTokenKind

from microaot.dialects.affine_expressions import SemiAffineParser
from microaot.tools.dense_literals import BytesLiteral, read_hex_literal, read_number_literal
from microaot.tools.located_parser import LocatedParser


class MLIRParser(LocatedParser):
    """Reads constants as real models carry them, in time linear in their size."""

    def __init__(self, ctx: Context, input: str | bytes, name: str = "<unknown>") -> None:
        super().__init__(ctx, input, name)
        self._resources: dict[str, bytes] | None = None

    def parse_module(self, allow_implicit_module: bool = True) -> ModuleOp:
        """Parse the whole input; whatever is wrong with it is an error at a place in the text."""
        try:
            return super().parse_module(allow_implicit_module)
        except RecursionError:
            self.raise_error("the input is nested too deeply")
        except (NotImplementedError, OverflowError, ValueError, VerifyException) as error:
            # Classes of attributes check themselves, and know no places.
            self.raise_error(str(error))

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

    def _parse_builtin_dense_resource_attr(self) -> DenseIntOrFPElementsAttr:  # pyright: ignore[reportIncompatibleMethodOverride]  # a constant in the reference's place
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
                with self.jump_to(metadata):
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
