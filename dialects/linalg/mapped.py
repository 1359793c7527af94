"""linalg's ops with a fixed scalar body and free indexing maps."""

from collections.abc import Sequence
from typing import Self

from xdsl.dialects.builtin import AffineMapAttr, ArrayAttr
from xdsl.ir import Attribute, SSAValue
from xdsl.ir.affine import AffineMap
from xdsl.irdl import irdl_op_definition, opt_prop_def, prop_def
from xdsl.parser import Parser
from xdsl.printer import Printer

from microaot.dialects.linalg import syntax
from microaot.dialects.linalg.attrs import ElementwiseKindAttr, TypeFn, TypeFnAttr
from microaot.dialects.linalg.bodies import BODIES, UnsupportedBody
from microaot.dialects.linalg.structured import (
    SegmentedOp,
    hidden_region,
    rank,
    reductions_of,
    tensor_types,
)


@irdl_op_definition
class ContractOp(SegmentedOp):
    """A sum of products over explicit maps, the general form of a matrix multiplication.

    ```mlir
    linalg.contract indexing_maps = [#a, #b, #c] ins(%a, %b : memref<4x8xf32>, memref<8x2xf32>)
      outs(%c : memref<4x2xf32>)
    ```
    """

    name = "linalg.contract"
    indexing_maps = prop_def(ArrayAttr[AffineMapAttr])
    cast = opt_prop_def(TypeFnAttr)

    def __init__(
        self,
        inputs: Sequence[SSAValue],
        outputs: Sequence[SSAValue],
        indexing_maps: ArrayAttr[AffineMapAttr],
        cast: TypeFnAttr | None = None,
        attributes: dict[str, Attribute] | None = None,
    ):
        unsigned = cast is not None and cast.data == TypeFn.CAST_UNSIGNED
        super().__init__(
            operands=[inputs, outputs],
            result_types=[tensor_types(outputs)],
            properties={"indexing_maps": indexing_maps, "cast": cast},
            attributes=attributes,
            regions=[hidden_region(BODIES["multiply_add"], (*inputs, *outputs), unsigned)],
        )

    def maps(self) -> Sequence[AffineMap]:
        """The explicit maps."""
        return [attribute.data for attribute in self.indexing_maps]

    def reductions(self) -> Sequence[bool]:
        """The loops that the output does not use."""
        maps = self.maps()
        return reductions_of(maps[-1].num_dims, maps[-1:])

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `indexing_maps = [..] {attributes} ins(..) outs(..)`."""
        position = parser.pos
        maps = syntax.parse_indexing_maps(parser)
        if maps is None:
            parser.raise_error("expected 'indexing_maps'", position)
        attributes = syntax.parse_attributes(parser)
        cast = attributes.pop("cast", None)
        inputs = syntax.parse_operands(parser, "ins")
        outputs = syntax.parse_operands(parser, "outs")
        syntax.parse_results(parser)
        try:
            return cls(
                inputs, outputs, maps, cast if isinstance(cast, TypeFnAttr) else None, attributes
            )
        except UnsupportedBody as error:
            parser.raise_error(f"'{cls.name}': {error}", position)

    def print(self, printer: Printer) -> None:
        """Print the op without its region, which the kinds of the operands regenerate."""
        syntax.print_indexing_maps(printer, self.indexing_maps)
        syntax.print_attributes(printer, {**self.attributes, "cast": self.cast})
        syntax.print_operands(printer, "ins", self.inputs)
        syntax.print_operands(printer, "outs", self.outputs)
        syntax.print_results(printer, self.res.types)


@irdl_op_definition
class ElementwiseOp(SegmentedOp):
    """An elementwise function with optional maps for transposed or broadcast inputs.

    ```mlir
    linalg.elementwise kind=#linalg.elementwise_kind<add>
      ins(%a, %b : memref<4xf32>, memref<4xf32>) outs(%c : memref<4xf32>)
    ```
    """

    name = "linalg.elementwise"
    kind = prop_def(ElementwiseKindAttr)
    indexing_maps = prop_def(ArrayAttr[AffineMapAttr])

    def __init__(
        self,
        inputs: Sequence[SSAValue],
        outputs: Sequence[SSAValue],
        kind: ElementwiseKindAttr,
        indexing_maps: ArrayAttr[AffineMapAttr] | None = None,
        attributes: dict[str, Attribute] | None = None,
    ):
        body = BODIES[kind.data.body_kind]
        identity = AffineMapAttr(AffineMap.identity(rank(outputs[0])))
        maps = indexing_maps or ArrayAttr([identity] * (len(inputs) + len(outputs)))
        super().__init__(
            operands=[inputs, outputs],
            result_types=[tensor_types(outputs)],
            properties={"kind": kind, "indexing_maps": maps},
            attributes=attributes,
            regions=[hidden_region(body, (*inputs, *outputs))],
        )

    def maps(self) -> Sequence[AffineMap]:
        """The maps that are written down; the constructor makes them up if there are none."""
        return [attribute.data for attribute in self.indexing_maps]

    def reductions(self) -> Sequence[bool]:
        """All loops are parallel."""
        return (False,) * rank(self.outputs[0])

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `kind=#linalg.elementwise_kind<..> indexing_maps = [..] ins(..) outs(..)`."""
        position = parser.pos
        parser.parse_keyword("kind")
        parser.parse_punctuation("=")
        kind = parser.parse_attribute()
        if not isinstance(kind, ElementwiseKindAttr):
            parser.raise_error("expected an elementwise kind", position)
        maps = syntax.parse_indexing_maps(parser)
        attributes = syntax.parse_attributes(parser)
        inputs = syntax.parse_operands(parser, "ins")
        outputs = syntax.parse_operands(parser, "outs")
        syntax.parse_results(parser)
        try:
            return cls(inputs, outputs, kind, maps, attributes)
        except (UnsupportedBody, ValueError) as error:
            parser.raise_error(f"'{cls.name}': {error}", position)

    def print(self, printer: Printer) -> None:
        """Print the op without its region, which the kind regenerates."""
        printer.print_string(" kind=")
        printer.print_attribute(self.kind)
        identity = AffineMap.identity(rank(self.outputs[0]))
        if any(map_ != identity for map_ in self.maps()):
            syntax.print_indexing_maps(printer, self.indexing_maps)
        syntax.print_attributes(printer, self.attributes)
        syntax.print_operands(printer, "ins", self.inputs)
        syntax.print_operands(printer, "outs", self.outputs)
        syntax.print_results(printer, self.res.types)
