"""The named ops of linalg: one class per row of the table."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Self

from xdsl.dialects.builtin import (
    AffineMapAttr,
    ArrayAttr,
    DenseIntOrFPElementsAttr,
    IntegerAttr,
    TensorType,
    i64,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.ir.affine import AffineMap
from xdsl.irdl import irdl_op_definition, opt_prop_def
from xdsl.parser import Parser
from xdsl.printer import Printer

from microaot.dialects.linalg import syntax
from microaot.dialects.linalg.attrs import TypeFn, TypeFnAttr
from microaot.dialects.linalg.bodies import UnsupportedBody
from microaot.dialects.linalg.structured import SegmentedOp, hidden_region, rank, tensor_types
from microaot.dialects.linalg.table import NAMED_OPS, NamedOpSpec


class NamedOp(SegmentedOp):
    """A named op: its maps and its body follow from the table.

    ```mlir
    linalg.add ins(%a, %b : memref<4xf32>, memref<4xf32>) outs(%c : memref<4xf32>)
    ```
    """

    SPEC: ClassVar[NamedOpSpec]

    def __init__(
        self,
        inputs: Sequence[SSAValue],
        outputs: Sequence[SSAValue],
        *,
        properties: Mapping[str, Attribute | None] | None = None,
        attributes: Mapping[str, Attribute | None] | None = None,
        result_types: Sequence[Attribute] | None = None,
    ):
        properties = properties or {}
        unsigned = properties.get("cast") == TypeFnAttr(TypeFn.CAST_UNSIGNED)
        if len(inputs) != self.SPEC.num_inputs or len(outputs) != 1:
            raise UnsupportedBody(f"expected {self.SPEC.num_inputs} input(s) and 1 output")
        super().__init__(
            operands=[inputs, outputs],
            result_types=[tensor_types(outputs) if result_types is None else result_types],
            properties=properties,
            attributes=attributes,
            regions=[hidden_region(self.SPEC.body, (*inputs, *outputs), unsigned)],
        )

    def maps(self) -> Sequence[AffineMap]:
        """The maps of the table's row, or the identity for elementwise ops."""
        space = self.SPEC.space
        if space is not None:
            return space.maps()
        num_loops = rank(self.outputs[0])
        return [
            AffineMap.identity(num_loops) if rank(operand) else AffineMap(num_loops, 0, ())
            for operand in self.operands
        ]

    def reductions(self) -> Sequence[bool]:
        """The loops that the output does not use."""
        space = self.SPEC.space
        return space.reductions() if space else (False,) * rank(self.outputs[0])

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """Parse `{attributes} ins(..) outs(..) -> type`."""
        position = parser.pos
        maps = syntax.parse_indexing_maps(parser)
        attributes = syntax.parse_attributes(parser)
        if maps is not None:
            attributes["indexing_maps"] = maps
        inputs = syntax.parse_operands(parser, "ins")
        outputs = syntax.parse_operands(parser, "outs")
        results = syntax.parse_results(parser)
        known = cls.get_irdl_definition().properties
        try:
            return cls(
                inputs,
                outputs,
                properties={name: attributes.pop(name) for name in known if name in attributes},
                attributes=attributes,
                result_types=results,
            )
        except UnsupportedBody as error:
            parser.raise_error(f"'{cls.name}': {error}", position)

    def print(self, printer: Printer) -> None:
        """Print the op without its region, which the table regenerates."""
        maps = self.properties.get("indexing_maps")
        if isinstance(self, MappedNamedOp) and maps is not None and not self.has_default_maps():
            printer.print_string(" indexing_maps = ")
            printer.print_attribute(maps)
        syntax.print_attributes(
            printer, {**self.attributes, **self.properties}, elided=("indexing_maps",)
        )
        syntax.print_operands(printer, "ins", self.inputs)
        syntax.print_operands(printer, "outs", self.outputs)
        syntax.print_results(printer, self.res.types)


class WindowedNamedOp(NamedOp):
    """A convolution or pooling, with a stride and a dilation per spatial dimension.

    ```mlir
    linalg.pooling_nhwc_max
      {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>}
      ins(%x, %window : memref<1x8x8x4xf32>, memref<2x2xf32>) outs(%y : memref<1x4x4x4xf32>)
    ```
    """

    strides = opt_prop_def(DenseIntOrFPElementsAttr)
    dilations = opt_prop_def(DenseIntOrFPElementsAttr)

    def maps(self) -> Sequence[AffineMap]:
        """The maps of the table's row for the op's strides and dilations."""
        space = self.SPEC.space
        assert space is not None
        return space.maps(_integers(self.strides), _integers(self.dilations))


class CastNamedOp(NamedOp):
    """A named op that says how its inputs convert.

    ```mlir
    linalg.copy {cast = #linalg.type_fn<cast_unsigned>}
      ins(%a : memref<4xi8>) outs(%b : memref<4xi32>)
    ```
    """

    cast = opt_prop_def(TypeFnAttr)


class MappedNamedOp(CastNamedOp):
    """A matrix multiplication whose operands may be transposed or broadcast by explicit maps."""

    indexing_maps = opt_prop_def(ArrayAttr[AffineMapAttr])

    def maps(self) -> Sequence[AffineMap]:
        """The explicit maps if there are any, else the table's."""
        if self.indexing_maps is None:
            return super().maps()
        return [attribute.data for attribute in self.indexing_maps]

    def has_default_maps(self) -> bool:
        """Whether the maps are those of the table, so that they need not be printed."""
        return tuple(self.maps()) == tuple(super().maps())


def window(values: Sequence[int]) -> DenseIntOrFPElementsAttr:
    """Strides or dilations as an attribute: `window([2, 1])` is `dense<[2, 1]> : tensor<2xi64>`."""
    return DenseIntOrFPElementsAttr.from_list(TensorType(i64, [len(values)]), list(values))


def _integers(values: DenseIntOrFPElementsAttr | None) -> tuple[int, ...]:
    if values is None:
        return ()
    return tuple(int(v.value.data) for v in values.iter_attrs() if isinstance(v, IntegerAttr))


_MAPPED = ("matmul", "batch_matmul", "batch_reduce_matmul")


def _base(spec: NamedOpSpec) -> type[NamedOp]:
    if spec.space is not None and spec.space.num_windows:
        return WindowedNamedOp
    if spec.name in _MAPPED:
        return MappedNamedOp
    return CastNamedOp if spec.name == "copy" else NamedOp


def _define(spec: NamedOpSpec) -> type[NamedOp]:
    class_name = "".join(part.capitalize() for part in spec.name.split("_")) + "Op"
    space = spec.space.text if spec.space else "elementwise, of any rank"
    members = {
        "name": f"linalg.{spec.name}",
        "SPEC": spec,
        "__doc__": f"`linalg.{spec.name}`: {space}, body {spec.body_kind}.",
        "__module__": __name__,
        "__annotations__": {"SPEC": ClassVar[NamedOpSpec]},
    }
    return irdl_op_definition(type(class_name, (_base(spec),), members))


NAMED_OP_CLASSES: dict[str, type[NamedOp]] = {n: _define(spec) for n, spec in NAMED_OPS.items()}
"""The op class of each named op, e.g. `NAMED_OP_CLASSES["conv_2d_nhwc_fhwc"]`."""
