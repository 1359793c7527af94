"""The arith dialect: xDSL's ops and those it lacks, with every flag that MLIR prints."""

from xdsl.dialects import arith
from xdsl.dialects.arith import FastMathFlagsAttr
from xdsl.dialects.builtin import AnyFloatConstr, IndexType, IntegerAttr, IntegerType, i32
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    result_def,
    traits_def,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.arith_syntax import ROUNDING_MODES, SYNTAX, parse_flags
from microaot.dialects.extension import extend_dialect


@irdl_op_definition
class RemFOp(arith.FloatingPointLikeBinaryOperation):
    """Remainder of a float division, with the sign of the dividend, as C's `fmod`.

    ```mlir
    %r = arith.remf %a, %b : f32
    ```
    """

    name = "arith.remf"

    traits = traits_def(Pure())


@irdl_op_definition
class IndexCastUIOp(IRDLOperation):
    """Cast between `index` and an integer type; a wider result is filled with zeros.

    ```mlir
    %i = arith.index_castui %a : i8 to index
    ```
    """

    name = "arith.index_castui"

    input = operand_def(IntegerType | IndexType)
    result = result_def(IntegerType | IndexType)

    traits = traits_def(Pure())

    assembly_format = "$input attr-dict `:` type($input) `to` type($result)"

    def verify_(self) -> None:
        """Check that one of the types is `index` and the other is not."""
        if isinstance(self.input.type, IndexType) == isinstance(self.result.type, IndexType):
            raise VerifyException("expects exactly one of operand and result to be an index")


class ScalingOp(IRDLOperation):
    """Base of the casts from and to small floats that share a scale."""

    input = operand_def(AnyFloatConstr)
    scale = operand_def(AnyFloatConstr)
    fastmath = opt_prop_def(FastMathFlagsAttr)
    roundingmode = opt_prop_def(IntegerAttr.constr(i32))
    result = result_def(AnyFloatConstr)

    traits = traits_def(Pure())

    @classmethod
    def parse(cls, parser: Parser) -> "ScalingOp":
        """Parse `%a, %scale upward fastmath<fast> : f4E2M1FN, f8E8M0FNU to f32`."""
        value = parser.parse_unresolved_operand()
        parser.parse_punctuation(",")
        scale = parser.parse_unresolved_operand()
        properties = parse_flags(parser)
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(":")
        value_type = parser.parse_type()
        parser.parse_punctuation(",")
        scale_type = parser.parse_type()
        parser.parse_keyword("to")
        return cls.create(
            operands=[
                parser.resolve_operand(value, value_type),
                parser.resolve_operand(scale, scale_type),
            ],
            result_types=[parser.parse_type()],
            properties=properties,
            attributes=attributes,
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_list(self.operands, printer.print_ssa_value)
        if self.roundingmode is not None:
            printer.print_string(f" {ROUNDING_MODES[self.roundingmode.value.data]}")
        if self.fastmath is not None and self.fastmath.data:
            printer.print_string(" fastmath")
            self.fastmath.print_parameter(printer)
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_list(self.operand_types, printer.print_attribute)
        printer.print_string(" to ")
        printer.print_attribute(self.result.type)


@irdl_op_definition
class ScalingExtFOp(ScalingOp):
    """Widen a float and multiply it by a power of two.

    ```mlir
    %r = arith.scaling_extf %a, %scale : f4E2M1FN, f8E8M0FNU to f32
    ```
    """

    name = "arith.scaling_extf"


@irdl_op_definition
class ScalingTruncFOp(ScalingOp):
    """Divide a float by a power of two and narrow it.

    ```mlir
    %r = arith.scaling_truncf %a, %scale : f32, f8E8M0FNU to f4E2M1FN
    ```
    """

    name = "arith.scaling_truncf"


ARITH = extend_dialect(
    arith.Arith,
    operations=[RemFOp, IndexCastUIOp, ScalingExtFOp, ScalingTruncFOp],
    replacing=SYNTAX,
)
