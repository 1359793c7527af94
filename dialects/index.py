"""The index dialect: arithmetic on `index`, whose width is that of the target's pointers.

xDSL 0.74 has no such dialect. Division by zero, and division of the least signed value by -1, are
undefined, so the divisions are free of side effects but may not be moved to where they were not.
"""

from xdsl.dialects.builtin import BoolAttr, IndexType, IndexTypeConstr, IntegerAttr, IntegerType, i1
from xdsl.dialects.utils import EnumAttribute
from xdsl.ir import Attribute, Dialect, Operation, SpacedOpaqueSyntaxAttribute, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_attr_definition,
    irdl_op_definition,
    operand_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import Commutative, ConstantLike, NoMemoryEffect, Pure
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.str_enum import StrEnum

_INDEX = IndexType()


class BinaryOp(IRDLOperation):
    """Base of the ops on two indices."""

    lhs = operand_def(IndexType)
    rhs = operand_def(IndexType)
    result = result_def(IndexType)

    assembly_format = "$lhs `,` $rhs attr-dict"

    def __init__(self, lhs: SSAValue | Operation, rhs: SSAValue | Operation) -> None:
        super().__init__(operands=[lhs, rhs], result_types=[_INDEX])


class PureBinaryOp(BinaryOp):
    """Base of the ops on two indices that may be computed anywhere."""

    traits = traits_def(Pure())


class CommutativeOp(BinaryOp):
    """Base of the pure ops whose operands may be swapped."""

    traits = traits_def(Pure(), Commutative())


class DivisionOp(BinaryOp):
    """Base of the ops that are undefined for some divisors."""

    traits = traits_def(NoMemoryEffect())


@irdl_op_definition
class AddOp(CommutativeOp):
    """Sum; wraps around."""

    name = "index.add"


@irdl_op_definition
class SubOp(PureBinaryOp):
    """Difference; wraps around."""

    name = "index.sub"


@irdl_op_definition
class MulOp(CommutativeOp):
    """Product; wraps around."""

    name = "index.mul"


@irdl_op_definition
class DivSOp(DivisionOp):
    """Signed quotient, rounded towards zero."""

    name = "index.divs"


@irdl_op_definition
class DivUOp(DivisionOp):
    """Unsigned quotient."""

    name = "index.divu"


@irdl_op_definition
class CeilDivSOp(DivisionOp):
    """Signed quotient, rounded up."""

    name = "index.ceildivs"


@irdl_op_definition
class CeilDivUOp(DivisionOp):
    """Unsigned quotient, rounded up."""

    name = "index.ceildivu"


@irdl_op_definition
class FloorDivSOp(DivisionOp):
    """Signed quotient, rounded down."""

    name = "index.floordivs"


@irdl_op_definition
class RemSOp(DivisionOp):
    """Remainder of `divs`; it has the sign of the dividend."""

    name = "index.rems"


@irdl_op_definition
class RemUOp(DivisionOp):
    """Remainder of `divu`."""

    name = "index.remu"


@irdl_op_definition
class MaxSOp(CommutativeOp):
    """Greater of two signed values."""

    name = "index.maxs"


@irdl_op_definition
class MaxUOp(CommutativeOp):
    """Greater of two unsigned values."""

    name = "index.maxu"


@irdl_op_definition
class MinSOp(CommutativeOp):
    """Smaller of two signed values."""

    name = "index.mins"


@irdl_op_definition
class MinUOp(CommutativeOp):
    """Smaller of two unsigned values."""

    name = "index.minu"


@irdl_op_definition
class ShlOp(PureBinaryOp):
    """Shift left; the result is poison if the amount reaches the width."""

    name = "index.shl"


@irdl_op_definition
class ShrSOp(PureBinaryOp):
    """Shift right, filling with copies of the sign."""

    name = "index.shrs"


@irdl_op_definition
class ShrUOp(PureBinaryOp):
    """Shift right, filling with zeros."""

    name = "index.shru"


@irdl_op_definition
class AndOp(CommutativeOp):
    """Bitwise and."""

    name = "index.and"


@irdl_op_definition
class OrOp(CommutativeOp):
    """Bitwise or."""

    name = "index.or"


@irdl_op_definition
class XOrOp(CommutativeOp):
    """Bitwise exclusive or."""

    name = "index.xor"


class CastOp(IRDLOperation):
    """Base of the casts between `index` and an integer type."""

    input = operand_def(IntegerType | IndexType)
    output = result_def(IntegerType | IndexType)

    traits = traits_def(Pure())

    assembly_format = "$input attr-dict `:` type($input) `to` type($output)"

    def __init__(self, input: SSAValue | Operation, result_type: Attribute) -> None:
        super().__init__(operands=[input], result_types=[result_type])

    def verify_(self) -> None:
        """Check that one of the types is `index` and the other is not."""
        if isinstance(self.input.type, IndexType) == isinstance(self.output.type, IndexType):
            raise VerifyException("expects exactly one of operand and result to be an index")


@irdl_op_definition
class CastSOp(CastOp):
    """Cast that copies the sign into a wider result: `index.casts %a : i32 to index`."""

    name = "index.casts"


@irdl_op_definition
class CastUOp(CastOp):
    """Cast that fills a wider result with zeros: `index.castu %a : i32 to index`."""

    name = "index.castu"


class CmpPredicate(StrEnum):
    """How to compare."""

    EQ = "eq"
    NE = "ne"
    SLT = "slt"
    SLE = "sle"
    SGT = "sgt"
    SGE = "sge"
    ULT = "ult"
    ULE = "ule"
    UGT = "ugt"
    UGE = "uge"


@irdl_attr_definition
class CmpPredicateAttr(EnumAttribute[CmpPredicate], SpacedOpaqueSyntaxAttribute):
    """The predicate of `index.cmp`; `#index<cmp_predicate slt>` in generic syntax."""

    name = "index.cmp_predicate"


@irdl_op_definition
class CmpOp(IRDLOperation):
    """Comparison of two indices.

    ```mlir
    %less = index.cmp slt(%a, %b)
    ```
    """

    name = "index.cmp"

    pred = prop_def(CmpPredicateAttr)
    lhs = operand_def(IndexType)
    rhs = operand_def(IndexType)
    result = result_def(i1)

    traits = traits_def(Pure())

    def __init__(
        self, pred: CmpPredicate | str, lhs: SSAValue | Operation, rhs: SSAValue | Operation
    ) -> None:
        super().__init__(
            operands=[lhs, rhs],
            result_types=[i1],
            properties={"pred": CmpPredicateAttr(CmpPredicate(pred))},
        )

    @classmethod
    def parse(cls, parser: Parser) -> "CmpOp":
        """Parse `slt(%a, %b)`."""
        pred = parser.parse_str_enum(CmpPredicate)
        with parser.in_parens():
            lhs = parser.parse_operand(_INDEX)
            parser.parse_punctuation(",")
            rhs = parser.parse_operand(_INDEX)
        op = cls(pred, lhs, rhs)
        op.attributes |= parser.parse_optional_attr_dict()
        return op

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(f" {self.pred.data.value}(")
        printer.print_list(self.operands, printer.print_ssa_value)
        printer.print_string(")")
        printer.print_op_attributes(self.attributes)


@irdl_op_definition
class SizeOfOp(IRDLOperation):
    """Width of `index` in bits on the target: `%w = index.sizeof`."""

    name = "index.sizeof"

    result = result_def(IndexType)

    traits = traits_def(Pure())

    assembly_format = "attr-dict"

    def __init__(self) -> None:
        super().__init__(result_types=[_INDEX])


@irdl_op_definition
class ConstantOp(IRDLOperation):
    """A constant index: `%c = index.constant 42`."""

    name = "index.constant"

    value = prop_def(IntegerAttr.constr(IndexTypeConstr))
    result = result_def(IndexType)

    traits = traits_def(Pure(), ConstantLike())

    def __init__(self, value: int | IntegerAttr[IndexType]) -> None:
        attribute = IntegerAttr(value, _INDEX) if isinstance(value, int) else value
        super().__init__(result_types=[_INDEX], properties={"value": attribute})

    @classmethod
    def parse(cls, parser: Parser) -> "ConstantOp":
        """Parse attributes and a number."""
        attributes = parser.parse_optional_attr_dict()
        op = cls(parser.parse_integer(allow_boolean=False))
        op.attributes |= attributes
        return op

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_op_attributes(self.attributes)
        printer.print_string(f" {self.value.value.data}")


@irdl_op_definition
class BoolConstantOp(IRDLOperation):
    """A constant truth value: `%t = index.bool.constant true`."""

    name = "index.bool.constant"

    value = prop_def(BoolAttr)
    result = result_def(i1)

    traits = traits_def(Pure(), ConstantLike())

    assembly_format = "attr-dict $value"

    def __init__(self, value: bool) -> None:
        super().__init__(result_types=[i1], properties={"value": BoolAttr.from_bool(value)})


INDEX = Dialect(
    "index",
    [
        AddOp,
        SubOp,
        MulOp,
        DivSOp,
        DivUOp,
        CeilDivSOp,
        CeilDivUOp,
        FloorDivSOp,
        RemSOp,
        RemUOp,
        MaxSOp,
        MaxUOp,
        MinSOp,
        MinUOp,
        ShlOp,
        ShrSOp,
        ShrUOp,
        AndOp,
        OrOp,
        XOrOp,
        CastSOp,
        CastUOp,
        CmpOp,
        SizeOfOp,
        ConstantOp,
        BoolConstantOp,
    ],
    [CmpPredicateAttr],
)
