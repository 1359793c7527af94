"""The affine dialect: xDSL's ops, those it lacks, and the syntax it cannot read."""

from collections.abc import Sequence

from xdsl.dialects import affine
from xdsl.dialects.affine import (
    _print_affine_map_of_ssa_ids as print_operand_map,  # pyright: ignore[reportPrivateUsage]  # xDSL prints maps with it
)
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    AffineMapAttr,
    DenseArrayBase,
    IndexType,
    UnitAttr,
    i32,
    i64,
)
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.irdl import (
    AttrSizedOperandSegments,
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.affine_expressions import parse_operand_map
from microaot.dialects.affine_syntax import SYNTAX, ReducingParallelOp
from microaot.dialects.extension import extend_dialect, keep_flags, with_syntax
from microaot.dialects.memref_ops import PrefetchBase, parse_prefetch_hints

__all__ = [
    "AFFINE",
    "DelinearizeIndexOp",
    "LinearizeIndexOp",
    "MaxOp",
    "PrefetchOp",
    "ReducingParallelOp",
]

_INDEX = IndexType()


@irdl_op_definition
class MaxOp(IRDLOperation):
    """The greatest result of a map.

    ```mlir
    %r = affine.max affine_map<(d0)[s0] -> (d0 + 1, s0, 0)>(%a)[%n]
    ```
    """

    name = "affine.max"

    arguments = var_operand_def(IndexType)
    map = prop_def(AffineMapAttr)
    result = result_def(IndexType)

    traits = traits_def(Pure())

    def __init__(self, operands: Sequence[SSAValue | Operation], map: AffineMapAttr) -> None:
        super().__init__(operands=[operands], properties={"map": map}, result_types=[_INDEX])

    @classmethod
    def parse(cls, parser: Parser) -> "MaxOp":
        """Parse a map with its operands, which is what `affine.min` has as well."""
        like = affine.MinOp.parse(parser)
        op = cls([*like.operands], like.map)
        like.erase()
        op.attributes |= parser.parse_optional_attr_dict()
        return op

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        dims = self.map.data.num_dims
        printer.print_string(" ")
        printer.print_attribute(self.map)
        with printer.in_parens():
            printer.print_list(self.arguments[:dims], printer.print_ssa_value)
        if self.map.data.num_symbols:
            with printer.in_square_brackets():
                printer.print_list(self.arguments[dims:], printer.print_ssa_value)
        printer.print_op_attributes(self.attributes)

    def verify_(self) -> None:
        """Check that there are results, and an operand for each variable of the map."""
        if len(self.arguments) != self.map.data.num_dims + self.map.data.num_symbols:
            raise VerifyException("expects an operand for each dimension and symbol of the map")
        if not self.map.data.results:
            raise VerifyException("expects a map with results")


class BasisOp(IRDLOperation):
    """Base of the ops between one index and several: the basis has an extent per dimension.

    The first extent may be left out; it only tells how great the index can be.
    """

    dynamic_basis = var_operand_def(IndexType)
    static_basis = prop_def(DenseArrayBase.constr(i64))

    traits = traits_def(Pure())

    def print_basis(self, printer: Printer) -> None:
        """Print `(4, %n, 8)`."""
        dynamic = iter(self.dynamic_basis)

        def print_extent(extent: int) -> None:
            if extent == DYNAMIC_INDEX:
                printer.print_ssa_value(next(dynamic))
            else:
                printer.print_string(str(extent))

        with printer.in_parens():
            printer.print_list(self.static_basis.get_values(), print_extent)

    def verify_basis(self, count: int) -> None:
        """Check the basis for `count` indices."""
        basis = self.static_basis.get_values()
        if basis.count(DYNAMIC_INDEX) != len(self.dynamic_basis):
            raise VerifyException("expects an operand for each dynamic extent")
        if len(basis) not in (count, count - 1):
            raise VerifyException(f"expects {count} extents, or one less without the outermost")


def _parse_basis(parser: Parser) -> tuple[list[int], list[SSAValue]]:
    static: list[int] = []
    dynamic: list[SSAValue] = []

    def parse_extent() -> None:
        if (operand := parser.parse_optional_operand(_INDEX)) is not None:
            dynamic.append(operand)
            static.append(DYNAMIC_INDEX)
        else:
            static.append(parser.parse_integer(allow_boolean=False))

    parser.parse_comma_separated_list(parser.Delimiter.PAREN, parse_extent)
    return static, dynamic


@irdl_op_definition
class DelinearizeIndexOp(BasisOp):
    """The indices of the element with this number, in row-major order.

    ```mlir
    %i, %j = affine.delinearize_index %n into (4, 8) : index, index
    ```
    """

    name = "affine.delinearize_index"

    linear_index = operand_def(IndexType)
    multi_index = var_result_def(IndexType)

    @classmethod
    def parse(cls, parser: Parser) -> "DelinearizeIndexOp":
        """Parse the form above."""
        linear = parser.parse_operand(_INDEX)
        parser.parse_keyword("into")
        static, dynamic = _parse_basis(parser)
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(":")
        types = parser.parse_comma_separated_list(parser.Delimiter.NONE, parser.parse_type)
        return cls.create(
            operands=[linear, *dynamic],
            result_types=types,
            properties={"static_basis": DenseArrayBase.from_list(i64, static)},
            attributes=attributes,
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.linear_index)
        printer.print_string(" into ")
        self.print_basis(printer)
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_list(self.result_types, printer.print_attribute)

    def verify_(self) -> None:
        """Check the basis."""
        self.verify_basis(len(self.multi_index))


@irdl_op_definition
class LinearizeIndexOp(BasisOp):
    """The number of the element with these indices, in row-major order.

    `disjoint` promises that each index is within its extent.

    ```mlir
    %n = affine.linearize_index disjoint [%i, %j] by (4, 8) : index
    ```
    """

    name = "affine.linearize_index"

    multi_index = var_operand_def(IndexType)
    disjoint = opt_prop_def(UnitAttr)
    linear_index = result_def(IndexType)

    irdl_options = (AttrSizedOperandSegments(as_property=True),)

    @classmethod
    def parse(cls, parser: Parser) -> "LinearizeIndexOp":
        """Parse the form above."""
        properties: dict[str, Attribute] = {}
        if parser.parse_optional_keyword("disjoint") is not None:
            properties["disjoint"] = UnitAttr()
        indices = parser.parse_comma_separated_list(
            parser.Delimiter.SQUARE, lambda: parser.parse_operand(_INDEX)
        )
        parser.parse_keyword("by")
        static, dynamic = _parse_basis(parser)
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(":")
        segments = DenseArrayBase.from_list(i32, (len(indices), len(dynamic)))
        return cls.create(
            operands=[*indices, *dynamic],
            result_types=[parser.parse_type()],
            properties=properties
            | {
                "static_basis": DenseArrayBase.from_list(i64, static),
                "operandSegmentSizes": segments,
            },
            attributes=attributes,
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" disjoint [" if self.disjoint is not None else " [")
        printer.print_list(self.multi_index, printer.print_ssa_value)
        printer.print_string("] by ")
        self.print_basis(printer)
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_attribute(self.linear_index.type)

    def verify_(self) -> None:
        """Check the basis."""
        self.verify_basis(len(self.multi_index))


@irdl_op_definition
class PrefetchOp(PrefetchBase):
    """A hint that an element will be used soon.

    ```mlir
    affine.prefetch %m[%i + 3], read, locality<3>, data : memref<16xf32>
    ```
    """

    name = "affine.prefetch"

    map = prop_def(AffineMapAttr)

    @classmethod
    def parse(cls, parser: Parser) -> "PrefetchOp":
        """Parse the form above."""
        memref = parser.parse_unresolved_operand()
        map, indices = parse_operand_map(parser)
        properties = parse_prefetch_hints(parser) | {"map": AffineMapAttr(map)}
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(":")
        operands = [parser.resolve_operand(memref, parser.parse_type()), *indices]
        return cls.create(operands=operands, properties=properties, attributes=attributes)

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.memref)
        print_operand_map(printer, self.map.data, self.indices)
        self.print_hints(printer)
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_attribute(self.memref.type)


AFFINE = extend_dialect(
    affine.Affine,
    operations=[
        MaxOp,
        DelinearizeIndexOp,
        with_syntax(LinearizeIndexOp, normalize=keep_flags("disjoint")),
        PrefetchOp,
    ],
    replacing=SYNTAX,
)
