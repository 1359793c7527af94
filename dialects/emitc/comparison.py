"""Comparison and choice: `emitc.cmp` and `emitc.conditional`."""

from enum import IntEnum
from typing import ClassVar

from typing_extensions import override
from xdsl.dialects.builtin import IntegerAttr, IntegerType, i64
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    VarConstraint,
    irdl_op_definition,
    operand_def,
    prop_def,
    result_def,
)
from xdsl.irdl.declarative_assembly_format import (
    AttributeVariable,
    CustomDirective,
    ParsingState,
    PrintingState,
    irdl_custom_directive,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.emitc.arithmetic import BinaryOp
from microaot.dialects.emitc.constraints import I1, EmitCType
from microaot.dialects.emitc.interfaces import CExpressionOp


class CmpPredicate(IntEnum):
    """What `emitc.cmp` asks; the values are those of MLIR's i64 enum attribute."""

    eq = 0
    ne = 1
    lt = 2
    le = 3
    gt = 4
    ge = 5
    three_way = 6

    @property
    def attribute(self) -> IntegerAttr[IntegerType]:
        """The attribute that stores this predicate."""
        return IntegerAttr(self.value, i64)


@irdl_custom_directive
class PredicateKeyword(CustomDirective):
    """A predicate by its name, as a keyword or a string."""

    predicate: AttributeVariable

    @override
    def parse(self, parser: Parser, state: ParsingState) -> None:
        position = parser.pos
        keyword = parser.parse_identifier_or_str_literal()
        if keyword not in CmpPredicate.__members__:
            parser.raise_error(
                f"expected one of {', '.join(CmpPredicate.__members__)}", position, parser.pos
            )
        self.predicate.set(state, CmpPredicate[keyword].attribute)

    @override
    def print(self, printer: Printer, state: PrintingState, op: IRDLOperation) -> None:
        state.print_whitespace(printer)
        predicate = self.predicate.get(op)
        assert isa(predicate, IntegerAttr)
        printer.print_string(CmpPredicate(predicate.value.data).name)


@irdl_op_definition
class CmpOp(BinaryOp):
    """`lhs < rhs` and its kin, `%r = emitc.cmp lt, %a, %b : (i32, i32) -> i1`."""

    name = "emitc.cmp"

    predicate = prop_def(IntegerAttr.constr(IntegerType(64)))

    custom_directives = (PredicateKeyword,)
    assembly_format = (
        "custom<PredicateKeyword>($predicate) `,` operands attr-dict `:` "
        "functional-type(operands, results)"
    )

    def __init__(
        self,
        predicate: CmpPredicate | str,
        lhs: SSAValue | Operation,
        rhs: SSAValue | Operation,
        result_type: Attribute = IntegerType(1),
    ):
        if isinstance(predicate, str):
            predicate = CmpPredicate[predicate]
        super(BinaryOp, self).__init__(
            operands=[lhs, rhs],
            result_types=[result_type],
            properties={"predicate": predicate.attribute},
        )

    @property
    def cmp_predicate(self) -> CmpPredicate:
        """The predicate as an enum."""
        return CmpPredicate(self.predicate.value.data)

    def verify_(self) -> None:
        """Check that the number names a predicate."""
        if self.predicate.value.data not in tuple(CmpPredicate):
            raise VerifyException(
                f"'emitc.cmp' predicate {self.predicate.value.data} is not one of 0 to 6"
            )


@irdl_op_definition
class ConditionalOp(CExpressionOp):
    """`cond ? true_value : false_value`, `%r = emitc.conditional %c, %a, %b : i32`."""

    T: ClassVar = VarConstraint("T", EmitCType)

    name = "emitc.conditional"

    cond = operand_def(I1)
    true_value = operand_def(T)
    false_value = operand_def(T)
    result = result_def(T)

    assembly_format = "operands attr-dict `:` type($result)"

    def __init__(
        self,
        cond: SSAValue | Operation,
        true_value: SSAValue | Operation,
        false_value: SSAValue | Operation,
    ):
        true_value = SSAValue.get(true_value)
        super().__init__(operands=[cond, true_value, false_value], result_types=[true_value.type])

    def has_side_effects(self) -> bool:
        """A choice between two values does nothing else."""
        return False
