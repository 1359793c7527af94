"""The tensor ops whose coordinates are data: `gather` and `scatter`."""

from typing import TypeVar

from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    I64,
    DenseArrayBase,
    IndexType,
    IntegerType,
    TensorType,
    UnitAttr,
    i64,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.parser import Parser, UnresolvedOperand
from xdsl.printer import Printer
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.tensor.shapes import Tensor, check_same_elements, ranked

_INDICES = TensorType.constr(IntegerType | IndexType)


@irdl_op_definition
class GatherOp(IRDLOperation):
    """Slices of a tensor at coordinates that are only known at run time.

    ```mlir
    %g = tensor.gather %t[%at] gather_dims([1]) unique
      : (tensor<4x5xf32>, tensor<2x1xindex>) -> tensor<2x4x1xf32>
    ```
    """

    name = "tensor.gather"

    source = operand_def(TensorType)
    indices = operand_def(_INDICES)
    gather_dims = prop_def(DenseArrayBase.constr(i64))
    unique = opt_prop_def(UnitAttr)
    result = result_def(TensorType)

    traits = traits_def(Pure())

    @classmethod
    def parse(cls, parser: Parser) -> "GatherOp":
        """Parse the form above."""
        operands = [parser.parse_unresolved_operand()]
        with parser.in_square_brackets():
            operands.append(parser.parse_unresolved_operand())
        return _parse_rest(cls, parser, "gather_dims", operands)

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.source)
        _print_rest(printer, self, "gather_dims", self.gather_dims)

    def verify_(self) -> None:
        """Check coordinates and the shape of the result."""
        _check_gathered(self.gather_dims, self.indices, ranked(self.source), ranked(self.result))


@irdl_op_definition
class ScatterOp(IRDLOperation):
    """A tensor with other slices at coordinates that are only known at run time, all different.

    ```mlir
    %r = tensor.scatter %s into %t[%at] scatter_dims([1]) unique
      : (tensor<2x4x1xf32>, tensor<4x5xf32>, tensor<2x1xindex>) -> tensor<4x5xf32>
    ```
    """

    name = "tensor.scatter"

    source = operand_def(TensorType)
    dest = operand_def(TensorType)
    indices = operand_def(_INDICES)
    scatter_dims = prop_def(DenseArrayBase.constr(i64))
    unique = opt_prop_def(UnitAttr)
    result = result_def(TensorType)

    traits = traits_def(Pure())

    @classmethod
    def parse(cls, parser: Parser) -> "ScatterOp":
        """Parse the form above."""
        operands = [parser.parse_unresolved_operand()]
        parser.parse_keyword("into")
        operands.append(parser.parse_unresolved_operand())
        with parser.in_square_brackets():
            operands.append(parser.parse_unresolved_operand())
        return _parse_rest(cls, parser, "scatter_dims", operands)

    def print(self, printer: Printer) -> None:
        """Print what `parse` reads."""
        printer.print_string(" ")
        printer.print_ssa_value(self.source)
        printer.print_string(" into ")
        printer.print_ssa_value(self.dest)
        _print_rest(printer, self, "scatter_dims", self.scatter_dims)

    def verify_(self) -> None:
        """Check coordinates and the shape of the source."""
        _check_gathered(self.scatter_dims, self.indices, ranked(self.dest), ranked(self.source))
        if self.unique is None:
            raise VerifyException("expects to be told that its coordinates are unique")
        if self.result.type != self.dest.type:
            raise VerifyException("expects a result of the type of the destination")


Op = TypeVar("Op", GatherOp, ScatterOp)


def _parse_rest(cls: type[Op], parser: Parser, key: str, names: list[UnresolvedOperand]) -> Op:
    """Parse `gather_dims([0, 2]) unique {attributes} : (types) -> type`."""
    properties: dict[str, Attribute] = {}
    parser.parse_keyword(key)
    with parser.in_parens():
        dims = parser.parse_comma_separated_list(parser.Delimiter.SQUARE, parser.parse_integer)
    properties[key] = DenseArrayBase.from_list(i64, dims)
    if parser.parse_optional_keyword("unique") is not None:
        properties["unique"] = UnitAttr()
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation(":")
    position = parser.pos
    types = parser.parse_comma_separated_list(parser.Delimiter.PAREN, parser.parse_type)
    operands = parser.resolve_operands(names, types, position)
    parser.parse_punctuation("->")
    return cls.create(
        operands=operands,
        result_types=[parser.parse_type()],
        properties=properties,
        attributes=attributes,
    )


def _print_rest(
    printer: Printer, op: GatherOp | ScatterOp, key: str, dims: DenseArrayBase[I64]
) -> None:
    with printer.in_square_brackets():
        printer.print_ssa_value(op.indices)
    printer.print_string(f" {key}({list(dims.get_values())})")
    if op.unique is not None:
        printer.print_string(" unique")
    printer.print_op_attributes(op.attributes)
    printer.print_string(" : ")
    printer.print_operation_type(op)


def _check_gathered(
    dims: DenseArrayBase[I64], indices: SSAValue, whole: Tensor, part: Tensor
) -> None:
    """Check that a part has a slice of the whole for each coordinate."""
    gathered, shape = list(dims.get_values()), whole.get_shape()
    if not gathered or gathered != sorted({dim for dim in gathered if 0 <= dim < len(shape)}):
        raise VerifyException("expects dimensions of the tensor, at least one and in order")
    *outer, coordinates = ranked(indices).get_shape() or (DYNAMIC_INDEX,)
    if coordinates != len(gathered):
        raise VerifyException(f"expects coordinates of {len(gathered)} numbers")
    check_same_elements(whole, part)
    full = (*outer, *(1 if dim in gathered else size for dim, size in enumerate(shape)))
    reduced = (*outer, *(size for dim, size in enumerate(shape) if dim not in gathered))
    if part.get_shape() not in (full, reduced):
        expected = TensorType(whole.element_type, full)
        raise VerifyException(f"expects {expected} or that without extents of 1, not {part}")


OPERATIONS = [GatherOp, ScatterOp]
