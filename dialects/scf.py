"""The scf dialect: xDSL's ops, `scf.forall`, and the syntax that xDSL cannot read."""

from collections.abc import Sequence

from xdsl.dialects import scf
from xdsl.dialects.builtin import DYNAMIC_INDEX, ArrayAttr, DenseArrayBase, IndexType, i32, i64
from xdsl.dialects.utils import parse_assignment, print_assignment
from xdsl.ir import Attribute, Block, Region, SSAValue
from xdsl.irdl import (
    AttrSizedOperandSegments,
    IRDLOperation,
    irdl_op_definition,
    lazy_traits_def,
    opt_prop_def,
    prop_def,
    region_def,
    var_operand_def,
    var_result_def,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import (
    HasParent,
    IsTerminator,
    NoTerminator,
    Pure,
    RecursiveMemoryEffect,
    SingleBlockImplicitTerminator,
)
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.extension import add_terminator, extend_dialect, parse_types
from microaot.dialects.scf_syntax import SYNTAX, SeveralReduceOp, UnsignedForOp

__all__ = ["SCF", "ForallOp", "InParallelOp", "SeveralReduceOp", "UnsignedForOp"]

_INDEX = IndexType()

Bounds = tuple[Sequence[int], Sequence[SSAValue]]
"""Bounds as attributes, with a marker for each of the operands that follow."""


@irdl_op_definition
class InParallelOp(IRDLOperation):
    """What the threads of a `scf.forall` do with the shared results, in any order.

    ```mlir
    scf.forall.in_parallel {
      tensor.parallel_insert_slice %v into %o[%i] [1] [1] : tensor<1xf32> into tensor<4xf32>
    }
    ```
    """

    name = "scf.forall.in_parallel"

    region = region_def("single_block")

    traits = lazy_traits_def(lambda: (HasParent(ForallOp), IsTerminator(), NoTerminator(), Pure()))

    @classmethod
    def create_empty(cls) -> "InParallelOp":
        """The terminator of a loop without shared results."""
        return cls.create(regions=[Region(Block())])

    @classmethod
    def parse(cls, parser: Parser) -> "InParallelOp":
        """Parse the form above."""
        region = parser.parse_region()
        if not region.blocks:
            region.add_block(Block())
        return cls.create(regions=[region], attributes=parser.parse_optional_attr_dict())

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_region(self.region)
        printer.print_op_attributes(self.attributes)


@irdl_op_definition
class ForallOp(IRDLOperation):
    """A loop nest whose iterations do not depend on one another.

    ```mlir
    scf.forall (%i, %j) in (4, %n) { ... }
    scf.forall (%i) = (0) to (%n) step (2) { ... }
    ```
    """

    name = "scf.forall"

    dynamicLowerBound = var_operand_def(IndexType)
    dynamicUpperBound = var_operand_def(IndexType)
    dynamicStep = var_operand_def(IndexType)
    outputs = var_operand_def()
    staticLowerBound = prop_def(DenseArrayBase.constr(i64))
    staticUpperBound = prop_def(DenseArrayBase.constr(i64))
    staticStep = prop_def(DenseArrayBase.constr(i64))
    mapping = opt_prop_def(ArrayAttr)
    results_ = var_result_def()
    region = region_def("single_block")

    irdl_options = (AttrSizedOperandSegments(as_property=True),)

    traits = lazy_traits_def(
        lambda: (RecursiveMemoryEffect(), SingleBlockImplicitTerminator(InParallelOp))
    )

    @classmethod
    def parse(cls, parser: Parser) -> "ForallOp":
        """Parse either form above, with `shared_outs(%o = %t) -> (type)` and attributes."""
        names = parser.parse_comma_separated_list(
            parser.Delimiter.PAREN, lambda: parser.parse_argument(expect_type=False)
        )
        if parser.parse_optional_keyword("in") is not None:
            upper = _parse_bounds(parser)
            lower: Bounds = ([0] * len(names), ())
            step: Bounds = ([1] * len(names), ())
        else:
            parser.parse_punctuation("=")
            lower = _parse_bounds(parser)
            parser.parse_keyword("to")
            upper = _parse_bounds(parser)
            parser.parse_keyword("step")
            step = _parse_bounds(parser)
        position = parser.pos
        pairs = (
            parser.parse_comma_separated_list(
                parser.Delimiter.PAREN, lambda: parse_assignment(parser)
            )
            if parser.parse_optional_keyword("shared_outs") is not None
            else []
        )
        types = parse_types(parser)
        outputs = parser.resolve_operands([name for _, name in pairs], types, position)
        arguments = [name.resolve(_INDEX) for name in names]
        arguments += [name.resolve(type) for (name, _), type in zip(pairs, types, strict=True)]
        region = parser.parse_region(arguments)
        add_terminator(region, InParallelOp, InParallelOp.create_empty)
        attributes = parser.parse_optional_attr_dict()
        groups = (lower[1], upper[1], step[1], outputs)
        properties: dict[str, Attribute] = {
            "staticLowerBound": DenseArrayBase.from_list(i64, lower[0]),
            "staticUpperBound": DenseArrayBase.from_list(i64, upper[0]),
            "staticStep": DenseArrayBase.from_list(i64, step[0]),
            "operandSegmentSizes": DenseArrayBase.from_list(i32, [len(g) for g in groups]),
        }
        if "mapping" in attributes:
            properties["mapping"] = attributes.pop("mapping")
        return cls.create(
            operands=[value for group in groups for value in group],
            result_types=types,
            properties=properties,
            attributes=attributes,
            regions=[region],
        )

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        rank = len(self.staticUpperBound)
        arguments = self.region.block.args
        lower, step = self.staticLowerBound.get_values(), self.staticStep.get_values()
        printer.print_string(" (")
        printer.print_list(arguments[:rank], printer.print_ssa_value)
        if set(lower) <= {0} and set(step) <= {1}:
            printer.print_string(") in ")
            _print_bounds(printer, self.staticUpperBound.get_values(), self.dynamicUpperBound)
        else:
            printer.print_string(") = ")
            _print_bounds(printer, lower, self.dynamicLowerBound)
            printer.print_string(" to ")
            _print_bounds(printer, self.staticUpperBound.get_values(), self.dynamicUpperBound)
            printer.print_string(" step ")
            _print_bounds(printer, step, self.dynamicStep)
        if self.outputs:
            printer.print_string(" shared_outs(")
            pairs = zip(arguments[rank:], self.outputs, strict=True)
            printer.print_list(pairs, lambda pair: print_assignment(printer, *pair))
            printer.print_string(") -> (")
            printer.print_list(self.result_types, printer.print_attribute)
            printer.print_string(")")
        printer.print_string(" ")
        printer.print_region(self.region, print_entry_block_args=False)
        mapping = {"mapping": self.mapping} if self.mapping is not None else {}
        printer.print_op_attributes(self.attributes | mapping)

    def verify_(self) -> None:
        """Check that bounds, arguments and results have matching numbers and types."""
        rank = len(self.staticUpperBound)
        for static, dynamic in (
            (self.staticLowerBound, self.dynamicLowerBound),
            (self.staticUpperBound, self.dynamicUpperBound),
            (self.staticStep, self.dynamicStep),
        ):
            if len(static) != rank:
                raise VerifyException(f"expects {rank} lower bounds, upper bounds and steps")
            if static.get_values().count(DYNAMIC_INDEX) != len(dynamic):
                raise VerifyException("expects an operand for each dynamic bound")
        if self.outputs.types != self.result_types:
            raise VerifyException("expects results of the types of the shared outputs")
        if self.region.block.arg_types != (*[_INDEX] * rank, *self.result_types):
            raise VerifyException("expects an index argument per dimension, then the outputs")


def _parse_bounds(parser: Parser) -> Bounds:
    """Parse `(4, %n)`."""
    static: list[int] = []
    dynamic: list[SSAValue] = []

    def parse_bound() -> None:
        if (operand := parser.parse_optional_operand(_INDEX)) is not None:
            dynamic.append(operand)
            static.append(DYNAMIC_INDEX)
        else:
            static.append(parser.parse_integer(allow_boolean=False))

    parser.parse_comma_separated_list(parser.Delimiter.PAREN, parse_bound)
    return static, dynamic


def _print_bounds(printer: Printer, static: Sequence[int], dynamic: Sequence[SSAValue]) -> None:
    operands = iter(dynamic)

    def print_bound(bound: int) -> None:
        if bound == DYNAMIC_INDEX:
            printer.print_ssa_value(next(operands))
        else:
            printer.print_string(str(bound))

    with printer.in_parens():
        printer.print_list(static, print_bound)


SCF = extend_dialect(scf.Scf, operations=[ForallOp, InParallelOp], replacing=SYNTAX)
