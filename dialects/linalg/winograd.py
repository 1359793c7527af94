"""linalg's transforms for Winograd convolutions."""

from typing import Self

from xdsl.dialects.builtin import IntegerAttr, TensorType, i32
from xdsl.irdl import IRDLOperation, irdl_op_definition, operand_def, prop_def, result_def
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.linalg import syntax

SIZES = ("F_2_3", "F_4_3", "F_2_5")
"""Outputs of a tile and width of the filter: the attribute is the index here."""


class _TransformOp(IRDLOperation):
    """One of the three transforms.

    ```mlir
    linalg.winograd_filter_transform fmr(F_4_3) ins(%f : tensor<2x3x3x5xf32>)
      outs(%o : tensor<6x6x5x2xf32>) -> tensor<6x6x5x2xf32>
    ```
    """

    input = operand_def(TensorType)
    output = operand_def(TensorType)
    fmr = prop_def(IntegerAttr.constr(type=i32))
    result = result_def(TensorType)

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `{attributes} fmr(F_4_3) ins(..) outs(..) -> type`."""
        attributes = parser.parse_optional_attr_dict()
        parser.parse_keyword("fmr")
        position = parser.pos
        with parser.in_parens():
            size = parser.parse_identifier()
        if size not in SIZES:
            parser.raise_error(f"expected one of {', '.join(SIZES)}", position)
        (value,) = syntax.parse_operands(parser, "ins")
        (output,) = syntax.parse_operands(parser, "outs")
        return cls.create(
            operands=[value, output],
            result_types=syntax.parse_results(parser),
            properties={"fmr": IntegerAttr(SIZES.index(size), i32)},
            attributes=attributes,
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        syntax.print_attributes(printer, self.attributes)
        printer.print_string(f" fmr({SIZES[self.fmr.value.data]})")
        syntax.print_operands(printer, "ins", [self.input])
        syntax.print_operands(printer, "outs", [self.output])
        syntax.print_results(printer, [self.result.type])

    def verify_(self) -> None:
        """Check that the sizes are known ones, and the type of the result."""
        if not 0 <= self.fmr.value.data < len(SIZES):
            raise VerifyException(f"expects one of {', '.join(SIZES)}")
        if self.result.type != self.output.type:
            raise VerifyException("expects a result of the type of the output")


@irdl_op_definition
class WinogradFilterTransformOp(_TransformOp):
    """`linalg.winograd_filter_transform`: the filter, for multiplications element by element."""

    name = "linalg.winograd_filter_transform"


@irdl_op_definition
class WinogradInputTransformOp(_TransformOp):
    """`linalg.winograd_input_transform`: the image in tiles."""

    name = "linalg.winograd_input_transform"


@irdl_op_definition
class WinogradOutputTransformOp(_TransformOp):
    """`linalg.winograd_output_transform`: tiles of products as an image."""

    name = "linalg.winograd_output_transform"


OPERATIONS = [WinogradFilterTransformOp, WinogradInputTransformOp, WinogradOutputTransformOp]
