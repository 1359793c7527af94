"""TOSA's control flow: `cond_if`, `while_loop` and their `yield`."""

from collections.abc import Sequence
from typing import Self

from xdsl.dialects.builtin import DYNAMIC_INDEX, IntegerType, TensorType, UnrankedTensorType
from xdsl.dialects.utils import parse_assignment, print_assignment
from xdsl.ir import Attribute, Block, Region, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    lazy_traits_def,
    operand_def,
    region_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.parser import Parser, UnresolvedOperand
from xdsl.printer import Printer
from xdsl.traits import (
    HasParent,
    IsTerminator,
    Pure,
    RecursiveMemoryEffect,
    SingleBlockImplicitTerminator,
)
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.extension import parse_types
from microaot.dialects.linalg.syntax import print_results
from microaot.dialects.tosa.constraints import KINDS


@irdl_op_definition
class YieldOp(IRDLOperation):
    """Ends a branch or the body of a loop: `tosa.yield %a, %b : tensor<i32>, tensor<2xf32>`."""

    name = "tosa.yield"

    inputs = var_operand_def(KINDS["nd"])

    traits = lazy_traits_def(lambda: (IsTerminator(), HasParent(IfOp, WhileOp), Pure()))

    assembly_format = "($inputs^ `:` type($inputs))? attr-dict"


def _terminated(op: IRDLOperation, region: Region) -> YieldOp:
    last = region.block.last_op
    if not isinstance(last, YieldOp):
        raise VerifyException(f"expects every region of '{op.name}' to end in a tosa.yield")
    return last


def compatible(left: Attribute, right: Attribute) -> bool:
    """Whether two types of tensors may be the same one: equal elements and equal known extents."""
    tensors = TensorType[Attribute] | UnrankedTensorType[Attribute]
    if not isa(left, tensors) or not isa(right, tensors):
        return left == right
    if left.element_type != right.element_type:
        return False
    if not isa(left, TensorType[Attribute]) or not isa(right, TensorType[Attribute]):
        return True
    extents = (left.get_shape(), right.get_shape())
    return len(extents[0]) == len(extents[1]) and all(
        a == b or DYNAMIC_INDEX in (a, b) for a, b in zip(*extents, strict=True)
    )


def _check_types(what: str, actual: Sequence[Attribute], expected: Sequence[Attribute]) -> None:
    if len(actual) != len(expected):
        raise VerifyException(f"require same number of {what} ({len(actual)} and {len(expected)})")
    for left, right in zip(actual, expected, strict=True):
        if not compatible(left, right):
            raise VerifyException(f"require same types of {what} ({left} vs {right})")


def _check_condition(what: str, type: Attribute) -> None:
    if not isa(type, TensorType[Attribute] | UnrankedTensorType[Attribute]) or (
        type.element_type != IntegerType(1)
    ):
        raise VerifyException(f"{what} must be a boolean tensor, got {type}")
    if isa(type, TensorType[Attribute]) and any(
        extent not in (1, DYNAMIC_INDEX) for extent in type.get_shape()
    ):
        raise VerifyException(f"{what} must be a size 1 tensor, got {type}")


def _parse_assignments(
    parser: Parser,
) -> tuple[list[Parser.UnresolvedArgument], list[UnresolvedOperand]]:
    """Parse `(%inner = %outer, ...)`, or nothing."""
    pairs = parser.parse_optional_comma_separated_list(
        Parser.Delimiter.PAREN, lambda: parse_assignment(parser)
    )
    return [argument for argument, _ in pairs or ()], [operand for _, operand in pairs or ()]


def _print_assignments(printer: Printer, block: Block, operands: Sequence[SSAValue]) -> None:
    pairs = list(zip(block.args, operands, strict=True))
    with printer.in_parens():
        printer.print_list(pairs, lambda pair: print_assignment(printer, *pair))


@irdl_op_definition
class IfOp(IRDLOperation):
    """One of two graphs, by a condition.

    ```mlir
    %r = tosa.cond_if %condition : tensor<i1> -> tensor<4xf32> {
      tosa.yield %a : tensor<4xf32>
    } else {
      tosa.yield %b : tensor<4xf32>
    }
    ```

    The graphs may take arguments instead of using outer values: `tosa.cond_if %c (%x = %y) : ..`.
    """

    name = "tosa.cond_if"

    condition = operand_def(KINDS["bool"])
    input_list = var_operand_def(KINDS["nd"])
    output_list = var_result_def(KINDS["nd"])
    then_graph = region_def("single_block")
    else_graph = region_def("single_block")

    traits = traits_def(RecursiveMemoryEffect(), SingleBlockImplicitTerminator(YieldOp))

    def verify_(self) -> None:
        """Check that both graphs take the inputs and give the results."""
        _check_condition("'condition'", self.condition.type)
        inputs, outputs = self.input_list.types, self.output_list.types
        for name, region in (("then_graph", self.then_graph), ("else_graph", self.else_graph)):
            _check_types(f"'{name}' arguments and 'input_list'", region.block.arg_types, inputs)
            results = _terminated(self, region).inputs.types
            _check_types(f"'{name}' results and 'output_list'", results, outputs)

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse the custom syntax."""
        position = parser.pos
        condition = parser.parse_unresolved_operand()
        _, inputs = _parse_assignments(parser)
        parser.parse_punctuation(":")
        types: list[Attribute] = [parser.parse_type()]
        if inputs:
            types += parser.parse_comma_separated_list(Parser.Delimiter.PAREN, parser.parse_type)
        results = parse_types(parser)
        then_graph = parser.parse_region()
        parser.parse_keyword("else")
        else_graph = parser.parse_region()
        attributes = parser.parse_optional_attr_dict()
        return cls.create(
            operands=parser.resolve_operands([condition, *inputs], types, position),
            result_types=results,
            attributes=attributes,
            regions=[then_graph, else_graph],
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.condition)
        if self.input_list:
            printer.print_string(" ")
            _print_assignments(printer, self.then_graph.block, self.input_list)
        printer.print_string(" : ")
        printer.print_attribute(self.condition.type)
        if self.input_list:
            printer.print_string(" ")
            with printer.in_parens():
                printer.print_list(self.input_list.types, printer.print_attribute)
        print_results(printer, self.output_list.types)
        printer.print_string(" ")
        printer.print_region(self.then_graph)
        printer.print_string(" else ")
        printer.print_region(self.else_graph)
        printer.print_op_attributes(self.attributes)


@irdl_op_definition
class WhileOp(IRDLOperation):
    """A loop: while the first graph of the state gives true, the second makes the next state.

    ```mlir
    %r = tosa.while_loop (%i = %start) : (tensor<i32>) -> tensor<i32> {
      %go = tosa.greater %limit, %i : (tensor<i32>, tensor<i32>) -> tensor<i1>
      tosa.yield %go : tensor<i1>
    } do {
    ^bb0(%i: tensor<i32>):
      %next = tosa.add %i, %one : (tensor<i32>, tensor<i32>) -> tensor<i32>
      tosa.yield %next : tensor<i32>
    }
    ```
    """

    name = "tosa.while_loop"

    input_list = var_operand_def(KINDS["nd"])
    output_list = var_result_def(KINDS["nd"])
    cond_graph = region_def("single_block")
    body_graph = region_def("single_block")

    traits = traits_def(RecursiveMemoryEffect(), SingleBlockImplicitTerminator(YieldOp))

    def verify_(self) -> None:
        """Check that both graphs take the state, and what they give."""
        inputs, outputs = self.input_list.types, self.output_list.types
        _check_types("'input_list' and 'output_list'", inputs, outputs)
        for name, region in (("cond_graph", self.cond_graph), ("body_graph", self.body_graph)):
            _check_types(f"'{name}' arguments and 'input_list'", region.block.arg_types, inputs)
        condition = _terminated(self, self.cond_graph).inputs.types
        if len(condition) != 1:
            raise VerifyException("require 'cond_graph' only have one result")
        _check_condition("'cond_graph' result", condition[0])
        results = _terminated(self, self.body_graph).inputs.types
        _check_types("'body_graph' results and 'input_list'", results, inputs)

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse the custom syntax."""
        position = parser.pos
        arguments, inputs = _parse_assignments(parser)
        parser.parse_punctuation(":")
        type = parser.parse_function_type()
        named = [
            argument.resolve(argument_type)
            for argument, argument_type in zip(arguments, type.inputs, strict=True)
        ]
        cond_graph = parser.parse_region(named)
        parser.parse_keyword("do")
        body_graph = parser.parse_region()
        attributes = parser.parse_optional_attr_dict_with_keyword()
        return cls.create(
            operands=parser.resolve_operands(inputs, type.inputs.data, position),
            result_types=type.outputs.data,
            attributes=attributes.data if attributes else {},
            regions=[cond_graph, body_graph],
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        _print_assignments(printer, self.cond_graph.block, self.input_list)
        printer.print_string(" : ")
        printer.print_operation_type(self)
        printer.print_string(" ")
        printer.print_region(self.cond_graph, print_entry_block_args=False)
        printer.print_string(" do ")
        printer.print_region(self.body_graph)
        printer.print_op_attributes(self.attributes, print_keyword=True)


OPERATIONS = [IfOp, WhileOp, YieldOp]
