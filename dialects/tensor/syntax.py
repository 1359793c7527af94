"""Custom syntax that xDSL's classes of tensor ops cannot read, and checks that they lack."""

from dataclasses import replace

from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    DenseArrayBase,
    IndexType,
    IntegerType,
    TensorType,
    UnrankedTensorType,
)
from xdsl.dialects.tensor import (
    CastOp,
    CollapseShapeOp,
    EmptyOp,
    ExpandShapeOp,
    ExtractOp,
    FromElementsOp,
    InsertOp,
    PadOp,
    ReshapeOp,
)
from xdsl.ir import Attribute, Operation
from xdsl.irdl import OpDef, OperandDef, ResultDef, irdl_to_attr_constraint
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.extension import GenericForm, with_syntax
from microaot.dialects.tensor.ops import check_element_region
from microaot.dialects.tensor.shapes import (
    Tensor,
    are_compatible,
    check_indices,
    check_reassociation,
    check_same_elements,
    check_sizes,
    ranked,
)

_INDEX = IndexType()
_ANY_TENSOR = irdl_to_attr_constraint(TensorType | UnrankedTensorType)


class AnnotatedEmptyOp(EmptyOp):
    """A `tensor.empty` with attributes, which xDSL's class does not print."""

    def print(self, printer: Printer) -> None:
        """Print `(%n) {attributes} : type`."""
        with printer.in_parens():
            printer.print_list(self.dynamic_sizes, printer.print_ssa_value)
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_attribute(self.tensor.type)


def _parse_empty(parser: Parser) -> GenericForm:
    position = parser.pos
    names = parser.parse_comma_separated_list(
        parser.Delimiter.PAREN, parser.parse_unresolved_operand
    )
    operands = parser.resolve_operands(names, [_INDEX] * len(names), position)
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation(":")
    return GenericForm(operands, [parser.parse_type()], attributes=attributes)


def _choose_empty(form: GenericForm) -> type[Operation] | None:
    return AnnotatedEmptyOp if form.attributes else None


def _check_empty(op: EmptyOp) -> None:
    check_sizes(op.tensor.type, op.dynamic_sizes)


class GeneralReshapeOp(ReshapeOp):
    """A `tensor.reshape` that xDSL's class does not take: with attributes, or extents unknown."""

    @classmethod
    def get_irdl_definition(cls) -> OpDef:
        """xDSL's definition, with unranked tensors as well."""
        definition = ReshapeOp.get_irdl_definition()
        (source, _), shape = definition.operands
        operands = [(source, OperandDef(_ANY_TENSOR)), shape]
        return replace(definition, operands=operands, results=[("result", ResultDef(_ANY_TENSOR))])

    def print(self, printer: Printer) -> None:
        """Print `%t(%shape) {attributes} : (types) -> type`."""
        printer.print_string(" ")
        printer.print_ssa_value(self.source)
        with printer.in_parens():
            printer.print_ssa_value(self.shape)
        printer.print_op_attributes(self.attributes)
        printer.print_string(" : ")
        printer.print_operation_type(self)

    def verify_(self) -> None:
        """Check what is known of the shapes."""
        check_same_elements(self.source.type, self.result.type)
        shape = ranked(self.shape)
        if shape.get_num_dims() != 1 or not isinstance(shape.element_type, IntegerType | IndexType):
            raise VerifyException(f"expects a list of extents, not {shape}")
        if not isa(result := self.result.type, Tensor):
            return
        if not are_compatible(shape.get_shape(), [result.get_num_dims()]):
            raise VerifyException(f"expects {result.get_num_dims()} extents, not {shape}")


def _parse_reshape(parser: Parser) -> GenericForm:
    position = parser.pos
    names = [parser.parse_unresolved_operand()]
    with parser.in_parens():
        names.append(parser.parse_unresolved_operand())
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation(":")
    types = parser.parse_comma_separated_list(parser.Delimiter.PAREN, parser.parse_type)
    operands = parser.resolve_operands(names, types, position)
    parser.parse_punctuation("->")
    return GenericForm(operands, [parser.parse_type()], attributes=attributes)


def _choose_reshape(form: GenericForm) -> type[Operation] | None:
    types = [value.type for value in form.operands] + list(form.result_types)
    known = all(isa(type, Tensor) and type.has_static_shape() for type in types)
    return None if known and not form.attributes else GeneralReshapeOp


class StaticPadOp(PadOp):
    """A `tensor.pad` whose result has an extent that does not follow from its operands' types."""

    def verify_(self) -> None:
        """Nothing that the check of all pads leaves out."""


def _parse_pad(parser: Parser) -> GenericForm:
    op = PadOp.parse(parser)
    assert isinstance(op, PadOp)
    region = op.detach_region(0)
    operands, types, fields = list(op.operands), list(op.result_types), _fields_of(op)
    return GenericForm(operands, types, *fields, regions=[region])


def _fields_of(op: Operation) -> tuple[dict[str, Attribute], dict[str, Attribute]]:
    """The properties and attributes of an op that gives way to another: it uses nothing more."""
    op.drop_all_references()
    return op.properties, op.attributes


def _choose_pad(form: GenericForm) -> type[Operation] | None:
    source = form.operands[0].type if form.operands else None
    result = form.result_types[0] if form.result_types else None
    low, high = (form.properties.get(name) for name in ("static_low", "static_high"))
    if not (
        isa(source, Tensor)
        and isa(result, Tensor)
        and isinstance(low, DenseArrayBase)
        and isinstance(high, DenseArrayBase)
    ):
        return None
    dims = (source.get_shape(), low.get_values(), high.get_values(), result.get_shape())
    for *parts, extent in zip(*dims, strict=False):
        if (DYNAMIC_INDEX in parts) != (extent == DYNAMIC_INDEX):
            return StaticPadOp
    return None


def _check_pad(op: PadOp) -> None:
    source, result = ranked(op.source), ranked(op.result)
    low, high = op.static_low.get_values(), op.static_high.get_values()
    for name, static, dynamic in (("low", low, op.low), ("high", high, op.high)):
        if len(static) != source.get_num_dims() or static.count(DYNAMIC_INDEX) != len(dynamic):
            raise VerifyException(f"expects a {name} padding for each dimension of {source}")
    check_same_elements(source, result)
    extents = [
        DYNAMIC_INDEX if DYNAMIC_INDEX in parts else sum(parts)
        for parts in zip(source.get_shape(), low, high, strict=True)
    ]
    if not are_compatible(extents, result.get_shape()):
        raise VerifyException(f"expects {TensorType(source.element_type, extents)}, not {result}")
    check_element_region(op.region.block, result)


def _check_cast(op: CastOp) -> None:
    check_same_elements(op.source.type, op.dest.type)


def _check_collapse(op: CollapseShapeOp) -> None:
    check_reassociation(ranked(op.result), ranked(op.src), op.reassociation)


class ScalarExpandShapeOp(ExpandShapeOp):
    """A `tensor.expand_shape` of a tensor without dimensions, which are then in no group."""

    def verify_(self) -> None:
        """Nothing that the check of all expansions leaves out."""


def _choose_expand(form: GenericForm) -> type[Operation] | None:
    source = form.operands[0].type if form.operands else None
    scalar = isa(source, Tensor) and source.get_num_dims() == 0
    return ScalarExpandShapeOp if scalar else None


def _parse_expand(parser: Parser) -> GenericForm:
    op = ExpandShapeOp.parse(parser)
    operands, types, fields = list(op.operands), list(op.result_types), _fields_of(op)
    return GenericForm(operands, types, *fields)


def _check_expand(op: ExpandShapeOp) -> None:
    result, static = ranked(op.result), op.static_output_shape.get_values()
    check_reassociation(ranked(op.src), result, op.reassociation)
    if static.count(DYNAMIC_INDEX) != len(op.dynamic_output_shape):
        raise VerifyException("expects an operand for each dynamic extent")
    if not are_compatible(static, result.get_shape()):
        raise VerifyException(f"expects an output shape as in {result}")


def _check_from_elements(op: FromElementsOp) -> None:
    type = ranked(op.result)
    if not type.has_static_shape() or type.element_count() != len(op.elements):
        raise VerifyException(f"expects as many elements as {type} has, not {len(op.elements)}")


def _check_extract(op: ExtractOp) -> None:
    check_indices(op.tensor, op.indices)


def _check_insert(op: InsertOp) -> None:
    check_indices(op.dest, op.indices)


SYNTAX = [
    with_syntax(CastOp, check=_check_cast),
    with_syntax(CollapseShapeOp, check=_check_collapse),
    with_syntax(EmptyOp, parse=_parse_empty, normalize=_choose_empty, check=_check_empty),
    with_syntax(ExpandShapeOp, parse=_parse_expand, normalize=_choose_expand, check=_check_expand),
    with_syntax(ExtractOp, check=_check_extract),
    with_syntax(FromElementsOp, check=_check_from_elements),
    with_syntax(InsertOp, check=_check_insert),
    with_syntax(PadOp, parse=_parse_pad, normalize=_choose_pad, check=_check_pad),
    with_syntax(ReshapeOp, parse=_parse_reshape, normalize=_choose_reshape),
]
