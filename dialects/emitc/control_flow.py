"""Structured control flow: `emitc.for`, `emitc.if`, `emitc.switch`, `emitc.do`."""

from collections.abc import Sequence
from typing import ClassVar, Self

from typing_extensions import override
from xdsl.dialects.builtin import DenseArrayBase, IndexType, IntegerType, i1, i64
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    VarConstraint,
    irdl_op_definition,
    operand_def,
    prop_def,
    region_def,
    traits_def,
    var_region_def,
)
from xdsl.irdl.declarative_assembly_format import (
    AttributeVariable,
    CustomDirective,
    ParsingState,
    PrintingState,
    RegionVariable,
    VariadicRegionVariable,
    irdl_custom_directive,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import NoTerminator, RecursiveMemoryEffect, SingleBlockImplicitTerminator
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.emitc.constraints import I1, IntegerIndexOrOpaque, NoArguments
from microaot.dialects.emitc.expressions import ExpressionOp
from microaot.dialects.emitc.syntax import (
    BodyRegion,
    ensure_yield,
    print_region_without_yield,
)
from microaot.dialects.emitc.yields import YieldOp


@irdl_custom_directive
class YieldingRegion(CustomDirective):
    """A region whose `emitc.yield` may be left out."""

    region: RegionVariable

    @override
    def parse(self, parser: Parser, state: ParsingState) -> None:
        self.region.set(state, ensure_yield(parser.parse_region(), YieldOp))

    @override
    def print(self, printer: Printer, state: PrintingState, op: IRDLOperation) -> None:
        state.print_whitespace(printer)
        print_region_without_yield(printer, self.region.get(op))


@irdl_custom_directive
class ElseRegion(CustomDirective):
    """`else {...}`, or nothing for a region without blocks."""

    region: RegionVariable

    @override
    def parse(self, parser: Parser, state: ParsingState) -> None:
        if parser.parse_optional_keyword("else") is None:
            self.region.set_empty(state)
        else:
            self.region.set(state, ensure_yield(parser.parse_region(), YieldOp))

    @override
    def print(self, printer: Printer, state: PrintingState, op: IRDLOperation) -> None:
        region = self.region.get(op)
        if region.blocks:
            printer.print_string(" else ")
            print_region_without_yield(printer, region)


@irdl_custom_directive
class SwitchCases(CustomDirective):
    """`case 2 {...} case 5 {...}`; the regions end in an explicit `emitc.yield`."""

    cases: AttributeVariable
    regions: VariadicRegionVariable

    @override
    def parse(self, parser: Parser, state: ParsingState) -> None:
        values: list[int] = []
        regions: list[Region] = []
        while parser.parse_optional_keyword("case") is not None:
            values.append(parser.parse_integer(allow_boolean=False))
            regions.append(parser.parse_region())
        self.cases.set(state, DenseArrayBase.from_list(i64, values))
        self.regions.set(state, regions)

    @override
    def print(self, printer: Printer, state: PrintingState, op: IRDLOperation) -> None:
        cases = self.cases.get(op)
        assert isa(cases, DenseArrayBase[IntegerType])
        for value, region in zip(cases.get_values(), self.regions.get(op), strict=True):
            printer.print_string(f"\ncase {value} ")
            printer.print_region(region, print_entry_block_args=False)
        printer.print_string("\n")
        state.last_was_punctuation, state.should_emit_space = True, False


@irdl_op_definition
class ForOp(IRDLOperation):
    """`for (T i = lb; i < ub; i += step)`.

    `emitc.for %i = %lb to %ub step %step : !emitc.size_t { ... }`; without a type it is `index`.
    """

    T: ClassVar = VarConstraint("T", IntegerIndexOrOpaque)

    name = "emitc.for"

    lb = operand_def(T)
    ub = operand_def(T)
    step = operand_def(T)
    body = region_def("single_block")

    traits = traits_def(SingleBlockImplicitTerminator(YieldOp), RecursiveMemoryEffect())

    def __init__(
        self,
        lb: SSAValue | Operation,
        ub: SSAValue | Operation,
        step: SSAValue | Operation,
        body: Region,
    ):
        super().__init__(operands=[lb, ub, step], regions=[ensure_yield(body, YieldOp)])

    def verify_(self) -> None:
        """Check the induction variable."""
        arguments = self.body.block.args
        if len(arguments) != 1:
            raise VerifyException(
                "'emitc.for' expected body to have a single block argument for the induction "
                "variable"
            )
        if arguments[0].type != self.lb.type:
            raise VerifyException(
                "'emitc.for' expected induction variable to be same type as bounds and step"
            )

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `%i = %lb to %ub step %step (: type)? {...} {attributes}?`."""
        induction = parser.parse_argument(expect_type=False)
        parser.parse_punctuation("=")
        lb = parser.parse_unresolved_operand()
        parser.parse_keyword("to")
        ub = parser.parse_unresolved_operand()
        parser.parse_keyword("step")
        step = parser.parse_unresolved_operand()
        has_type = parser.parse_optional_punctuation(":") is not None
        type = parser.parse_type() if has_type else IndexType()
        op = cls(
            parser.resolve_operand(lb, type),
            parser.resolve_operand(ub, type),
            parser.resolve_operand(step, type),
            parser.parse_region((induction.resolve(type),)),
        )
        op.attributes |= parser.parse_optional_attr_dict()
        return op

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        induction = self.body.block.args[0]
        printer.print_string(" ")
        printer.print_ssa_value(induction)
        for word, operand in (("=", self.lb), ("to", self.ub), ("step", self.step)):
            printer.print_string(f" {word} ")
            printer.print_ssa_value(operand)
        if not isinstance(induction.type, IndexType):
            printer.print_string(" : ")
            printer.print_attribute(induction.type)
        printer.print_string(" ")
        print_region_without_yield(printer, self.body)
        printer.print_op_attributes(self.attributes)


@irdl_op_definition
class IfOp(IRDLOperation):
    """`if (cond) {...} else {...}`, `emitc.if %cond { ... } else { ... }`."""

    name = "emitc.if"

    cond = operand_def(I1)
    then_region = region_def("single_block", entry_args=NoArguments)
    else_region = region_def()

    traits = traits_def(SingleBlockImplicitTerminator(YieldOp), RecursiveMemoryEffect())

    custom_directives = (YieldingRegion, ElseRegion)
    assembly_format = (
        "$cond custom<YieldingRegion>($then_region) custom<ElseRegion>($else_region) attr-dict"
    )

    def __init__(
        self, cond: SSAValue | Operation, then_region: Region, else_region: Region | None = None
    ):
        regions = [ensure_yield(then_region, YieldOp)]
        regions.append(Region() if else_region is None else ensure_yield(else_region, YieldOp))
        super().__init__(operands=[cond], regions=regions)

    def verify_(self) -> None:
        """Check that neither branch takes arguments."""
        for region in self.regions:
            if region.blocks and region.block.args:
                raise VerifyException("'emitc.if' regions should have no arguments")


@irdl_op_definition
class SwitchOp(IRDLOperation):
    """`switch (arg)`; no case falls through to the next.

    `emitc.switch %x : i32 case 2 { ... emitc.yield } default { ... }`
    """

    name = "emitc.switch"

    arg = operand_def(IntegerIndexOrOpaque)
    cases = prop_def(DenseArrayBase.constr(i64))
    default_region = region_def("single_block")
    case_regions = var_region_def("single_block")

    traits = traits_def(SingleBlockImplicitTerminator(YieldOp), RecursiveMemoryEffect())

    custom_directives = (SwitchCases, YieldingRegion)
    assembly_format = (
        "$arg `:` type($arg) attr-dict custom<SwitchCases>($cases, $case_regions) "
        "`default` custom<YieldingRegion>($default_region)"
    )

    def __init__(
        self,
        arg: SSAValue | Operation,
        cases: Sequence[int],
        default_region: Region,
        case_regions: Sequence[Region],
    ):
        super().__init__(
            operands=[arg],
            properties={"cases": DenseArrayBase.from_list(i64, cases)},
            regions=[
                ensure_yield(default_region, YieldOp),
                [ensure_yield(region, YieldOp) for region in case_regions],
            ],
        )

    def verify_(self) -> None:
        """Check that each case has one region and no case comes twice."""
        values = self.cases.get_values()
        if len(values) != len(self.case_regions):
            raise VerifyException(
                f"'emitc.switch' has {len(self.case_regions)} case regions but {len(values)} "
                "case values"
            )
        for i, value in enumerate(values):
            if value in values[:i]:
                raise VerifyException(f"'emitc.switch' has duplicate case value: {value}")


@irdl_op_definition
class DoOp(IRDLOperation):
    """`do {...} while (condition);`; the condition region yields one `emitc.expression`.

    `emitc.do { ... } while { %c = emitc.expression ... emitc.yield %c : i1 }`
    """

    name = "emitc.do"

    body = region_def("single_block", entry_args=NoArguments)
    condition = region_def("single_block", entry_args=NoArguments)

    traits = traits_def(NoTerminator())

    custom_directives = (BodyRegion,)
    assembly_format = "custom<BodyRegion>($body) `while` $condition attr-dict-with-keyword"

    def __init__(self, body: Region, condition: Region):
        super().__init__(regions=[body, condition])

    def verify_(self) -> None:
        """Check that the condition is one expression, and that the body just ends."""
        ops = list(self.condition.block.ops)
        if len(ops) != 2:
            raise VerifyException(
                "'emitc.do' condition region must contain exactly two operations: "
                f"'emitc.expression' followed by 'emitc.yield', but found {len(ops)} operations"
            )
        expression, end = ops
        if not isinstance(expression, ExpressionOp):
            raise VerifyException(
                "'emitc.do' expected first op in condition region to be 'emitc.expression', "
                f"but got {expression.name}"
            )
        if expression.result.type != i1:
            raise VerifyException(
                "'emitc.do' emitc.expression in condition region must return 'i1', but returns "
                f"'{expression.result.type}'"
            )
        if not isinstance(end, YieldOp):
            raise VerifyException(
                "'emitc.do' expected last op in condition region to be 'emitc.yield', but got "
                f"{end.name}"
            )
        if end.value != expression.result:
            raise VerifyException(
                "'emitc.yield' must return result of 'emitc.expression' from this condition region"
            )
        if _has_yield(self.body.block):
            raise VerifyException("'emitc.do' body region must not contain terminator")


def _has_yield(block: Block) -> bool:
    return isinstance(block.last_op, YieldOp)
