"""linalg's structured ops that are not in the table of named ops, because they carry a body, a
permutation or a kind of their own.

Of `map` and `reduce`, the short form with one payload op (`linalg.map { arith.addf } ins(..)`) is
read, and the long form with a block is printed; MLIR reads both.
"""

from collections.abc import Sequence
from typing import Self

from xdsl.dialects.builtin import (
    AffineMapAttr,
    ArrayAttr,
    DenseArrayBase,
    MemRefType,
    TensorType,
    i64,
)
from xdsl.dialects.linalg.attrs import IteratorTypeAttr
from xdsl.ir import Attribute, Region, SSAValue
from xdsl.ir.affine import AffineMap
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    SameVariadicOperandSize,
    irdl_op_definition,
    operand_def,
    prop_def,
    region_def,
    var_operand_def,
    var_result_def,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException

from microaot.dialects.linalg import syntax
from microaot.dialects.linalg.bodies import BODIES
from microaot.dialects.linalg.structured import (
    StructuredOp,
    element_type,
    hidden_region,
    iterator_types,
    rank,
    shape,
    tensor_types,
)


def _select(num_dims: int, dims: Sequence[int]) -> AffineMap:
    return AffineMap(num_dims, 0, tuple(AffineMap.identity(num_dims).results[d] for d in dims))


class _DimensionListOp(StructuredOp):
    """One input (or several) and as many outputs, related by a list of dimensions."""

    irdl_options = (SameVariadicOperandSize(), ParsePropInAttrDict())


@irdl_op_definition
class BroadcastOp(_DimensionListOp):
    """Copies the input along new dimensions.

    ```mlir
    linalg.broadcast ins(%bias : memref<8xi32>) outs(%acc : memref<4x8xi32>) dimensions = [0]
    ```
    """

    name = "linalg.broadcast"
    dimensions = prop_def(DenseArrayBase.constr(i64))

    def __init__(
        self,
        value: SSAValue,
        init: SSAValue,
        dimensions: Sequence[int],
        attributes: dict[str, Attribute] | None = None,
    ):
        super().__init__(
            operands=[[value], [init]],
            result_types=[tensor_types([init])],
            properties={"dimensions": DenseArrayBase.from_list(i64, dimensions)},
            attributes=attributes,
            regions=[hidden_region(BODIES["copy"], (value, init))],
        )

    def maps(self) -> Sequence[AffineMap]:
        """The input skips the added dimensions."""
        num_loops = rank(self.outputs[0])
        added = self.dimensions.get_values()
        kept = [dim for dim in range(num_loops) if dim not in added]
        return [_select(num_loops, kept), AffineMap.identity(num_loops)]

    def reductions(self) -> Sequence[bool]:
        """All loops are parallel."""
        return (False,) * rank(self.outputs[0])

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `ins(..) outs(..) dimensions = [..]`."""
        (value,), (init,) = (syntax.parse_operands(parser, k) for k in ("ins", "outs"))
        dimensions = syntax.parse_int_list(parser, "dimensions")
        return cls(value, init, dimensions, parser.parse_optional_attr_dict())

    def print(self, printer: Printer) -> None:
        """Print `ins(..) outs(..) dimensions = [..]`."""
        syntax.print_operands(printer, "ins", self.inputs)
        syntax.print_operands(printer, "outs", self.outputs)
        syntax.print_int_list(printer, "dimensions", self.dimensions.get_values())
        syntax.print_attributes(printer, self.attributes)


@irdl_op_definition
class TransposeOp(_DimensionListOp):
    """Permutes dimensions: dimension k of the output is dimension permutation[k] of the input.

    ```mlir
    linalg.transpose ins(%a : memref<4x8xf32>) outs(%b : memref<8x4xf32>) permutation = [1, 0]
    ```
    """

    name = "linalg.transpose"
    permutation = prop_def(DenseArrayBase.constr(i64))

    def __init__(
        self,
        value: SSAValue,
        init: SSAValue,
        permutation: Sequence[int],
        attributes: dict[str, Attribute] | None = None,
    ):
        super().__init__(
            operands=[[value], [init]],
            result_types=[tensor_types([init])],
            properties={"permutation": DenseArrayBase.from_list(i64, permutation)},
            attributes=attributes,
            regions=[hidden_region(BODIES["copy"], (value, init))],
        )

    def maps(self) -> Sequence[AffineMap]:
        """The loops are those of the output; the input uses the inverse permutation."""
        permutation = self.permutation.get_values()
        inverse = [permutation.index(dim) for dim in range(len(permutation))]
        return [_select(len(permutation), inverse), AffineMap.identity(len(permutation))]

    def reductions(self) -> Sequence[bool]:
        """All loops are parallel."""
        return (False,) * rank(self.outputs[0])

    def verify_(self) -> None:
        """The permutation must be one before the maps mean anything."""
        values = self.permutation.get_values()
        if sorted(values) != list(range(rank(self.outputs[0]))):
            raise VerifyException(f"{list(values)} is not a permutation of the dimensions")
        super().verify_()

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `ins(..) outs(..) permutation = [..]`."""
        (value,), (init,) = (syntax.parse_operands(parser, k) for k in ("ins", "outs"))
        permutation = syntax.parse_int_list(parser, "permutation")
        return cls(value, init, permutation, parser.parse_optional_attr_dict())

    def print(self, printer: Printer) -> None:
        """Print `ins(..) outs(..) permutation = [..]`."""
        syntax.print_operands(printer, "ins", self.inputs)
        syntax.print_operands(printer, "outs", self.outputs)
        syntax.print_int_list(printer, "permutation", self.permutation.get_values())
        syntax.print_attributes(printer, self.attributes)


@irdl_op_definition
class ReduceOp(_DimensionListOp):
    """Combines the elements along some dimensions; several inputs reduce together.

    ```mlir
    linalg.reduce ins(%a : memref<4x8xf32>) outs(%sum : memref<4xf32>) dimensions = [1]
      (%in: f32, %init: f32) {
        %0 = arith.addf %init, %in : f32
        linalg.yield %0 : f32
      }
    ```
    """

    name = "linalg.reduce"
    dimensions = prop_def(DenseArrayBase.constr(i64))

    def __init__(
        self,
        inputs: Sequence[SSAValue],
        inits: Sequence[SSAValue],
        dimensions: Sequence[int],
        combiner: Region,
        attributes: dict[str, Attribute] | None = None,
    ):
        super().__init__(
            operands=[inputs, inits],
            result_types=[tensor_types(inits)],
            properties={"dimensions": DenseArrayBase.from_list(i64, dimensions)},
            attributes=attributes,
            regions=[combiner],
        )

    def maps(self) -> Sequence[AffineMap]:
        """The loops are those of the inputs; the outputs skip the reduced dimensions."""
        num_loops = rank(self.inputs[0])
        kept = [dim for dim, reduced in enumerate(self.reductions()) if not reduced]
        num = len(self.inputs)
        return [AffineMap.identity(num_loops)] * num + [_select(num_loops, kept)] * num

    def reductions(self) -> Sequence[bool]:
        """The listed dimensions are reductions."""
        reduced = self.dimensions.get_values()
        return [dim in reduced for dim in range(rank(self.inputs[0]))]

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse the short form with one payload op, or the long form with a block."""
        payload = syntax.parse_payload(parser)
        inputs = syntax.parse_operands(parser, "ins")
        inits = syntax.parse_operands(parser, "outs")
        dimensions = syntax.parse_int_list(parser, "dimensions")
        attributes = parser.parse_optional_attr_dict()
        if payload is None:
            region = syntax.parse_mapper(parser)
        else:
            types = [element_type(operand) for operand in (*inputs, *inits)]
            split = len(inputs)
            region = payload.region(types, lambda args: (*args[split:], *args[:split]))
        return cls(inputs, inits, dimensions, region, attributes)

    def print(self, printer: Printer) -> None:
        """Print the long form."""
        syntax.print_operands(printer, "ins", self.inputs)
        syntax.print_operands(printer, "outs", self.outputs)
        syntax.print_int_list(printer, "dimensions", self.dimensions.get_values())
        syntax.print_attributes(printer, self.attributes)
        syntax.print_mapper(printer, self.body)


@irdl_op_definition
class MapOp(IRDLOperation):
    """Computes each element of the output from the same element of every input.

    ```mlir
    linalg.map outs(%a : memref<4xi8>)
      (%init: i8) {
        linalg.yield %c : i8
      }
    ```

    It has the methods of a structured op but cannot share its base class: MLIR gives it no
    operand segment sizes, because it always has exactly one output.
    """

    name = "linalg.map"

    inputs = var_operand_def()
    init = operand_def(MemRefType | TensorType)
    res = var_result_def(TensorType)
    body = region_def("single_block")

    def __init__(
        self,
        inputs: Sequence[SSAValue],
        init: SSAValue,
        mapper: Region,
        attributes: dict[str, Attribute] | None = None,
    ):
        super().__init__(
            operands=[inputs, init],
            result_types=[tensor_types([init])],
            attributes=attributes,
            regions=[mapper],
        )

    @property
    def outputs(self) -> Sequence[SSAValue]:
        """The one output."""
        return (self.init,)

    def get_indexing_maps(self) -> ArrayAttr[AffineMapAttr]:
        """The identity for every operand."""
        identity = AffineMapAttr(AffineMap.identity(rank(self.init)))
        return ArrayAttr([identity] * len(self.operands))

    def get_iterator_types(self) -> ArrayAttr[IteratorTypeAttr]:
        """All loops are parallel."""
        return iterator_types((False,) * rank(self.init))

    def verify_(self) -> None:
        """All shapes agree, and the block takes one scalar per operand."""
        shapes = {shape(operand) for operand in self.operands}
        if len(shapes) != 1:
            raise VerifyException("expected all operands to have the shape of the init")
        expected = [element_type(operand) for operand in self.operands]
        if [arg.type for arg in self.body.block.args] != expected:
            raise VerifyException("expected one block argument per operand, of its element type")

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse the short form with one payload op, or the long form with a block."""
        payload = syntax.parse_payload(parser)
        inputs = syntax.parse_operands(parser, "ins")
        (init,) = syntax.parse_operands(parser, "outs")
        attributes = parser.parse_optional_attr_dict()
        if payload is None:
            region = syntax.parse_mapper(parser)
        else:
            types = [element_type(operand) for operand in (*inputs, init)]
            region = payload.region(types, lambda args: args[:-1])
        return cls(inputs, init, region, attributes)

    def print(self, printer: Printer) -> None:
        """Print the long form."""
        syntax.print_operands(printer, "ins", self.inputs)
        syntax.print_operands(printer, "outs", self.outputs)
        syntax.print_attributes(printer, self.attributes)
        syntax.print_mapper(printer, self.body)
