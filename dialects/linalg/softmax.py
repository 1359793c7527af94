"""`linalg.softmax`, which is not a structured op: it has no body and no indexing maps."""

from typing import Self

from xdsl.dialects.builtin import IntegerAttr, MemRefType, TensorType, i64
from xdsl.ir import SSAValue
from xdsl.irdl import IRDLOperation, irdl_op_definition, operand_def, prop_def, var_result_def
from xdsl.parser import Parser
from xdsl.printer import Printer

from microaot.dialects.linalg import syntax
from microaot.dialects.linalg.structured import tensor_types


@irdl_op_definition
class SoftmaxOp(IRDLOperation):
    """The softmax along one dimension.

    ```mlir
    linalg.softmax dimension(1) ins(%x : memref<2x8xf32>) outs(%y : memref<2x8xf32>)
    ```
    """

    name = "linalg.softmax"

    input = operand_def(MemRefType | TensorType)
    output = operand_def(MemRefType | TensorType)
    dimension = prop_def(IntegerAttr.constr(type=i64))
    result = var_result_def(TensorType)

    def __init__(self, value: SSAValue, output: SSAValue, dimension: int):
        super().__init__(
            operands=[value, output],
            result_types=[tensor_types([output])],
            properties={"dimension": IntegerAttr(dimension, i64)},
        )

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `dimension(1) ins(..) outs(..) -> type`."""
        attributes = parser.parse_optional_attr_dict()
        parser.parse_keyword("dimension")
        with parser.in_parens():
            dimension = parser.parse_integer()
        (value,) = syntax.parse_operands(parser, "ins")
        (output,) = syntax.parse_operands(parser, "outs")
        syntax.parse_results(parser)
        op = cls(value, output, dimension)
        op.attributes |= attributes
        return op

    def print(self, printer: Printer) -> None:
        """Print `dimension(1) ins(..) outs(..) -> type`."""
        syntax.print_attributes(printer, self.attributes)
        printer.print_string(f" dimension({self.dimension.value.data})")
        syntax.print_operands(printer, "ins", [self.input])
        syntax.print_operands(printer, "outs", [self.output])
        syntax.print_results(printer, self.result.types)
