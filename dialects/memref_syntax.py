"""Custom and generic syntax of memref ops whose classes xDSL has, but whose text it cannot read."""

from collections.abc import Sequence
from typing import Protocol, cast, runtime_checkable

from xdsl.dialects import memref
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    AnyDenseElement,
    DenseIntOrFPElementsAttr,
    IndexType,
    IntegerAttr,
    MemRefType,
    RankedStructure,
    StringAttr,
    TensorType,
    UnitAttr,
    UnrankedMemRefType,
    i64,
)
from xdsl.ir import Attribute, Operation
from xdsl.irdl import OpDef
from xdsl.parser import Parser
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.extension import (
    GenericForm,
    add_terminator,
    keep_as_attributes,
    with_properties,
    with_syntax,
)

# Globals


@runtime_checkable
class ResourceParser(Protocol):
    """A parser that reads `<key>` as the constant of this type that the resource `key` holds."""

    def parse_dense_resource(
        self, type: RankedStructure[AnyDenseElement] | None
    ) -> DenseIntOrFPElementsAttr:
        """Read the reference; a type of None follows it in the text."""
        ...


class ExternalGlobalOp(memref.GlobalOp):
    """A global that this module declares and another one defines: it has no initial value.

    ```mlir
    memref.global "private" @weights : memref<16xf32>
    ```
    """

    @property
    def initial_value(self) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]  # xDSL takes it to be obligatory
        """There is none."""
        return None

    @classmethod
    def get_irdl_definition(cls) -> OpDef:
        """xDSL's definition without the property that it takes to be obligatory."""
        return with_properties(memref.GlobalOp.get_irdl_definition(), {"initial_value": None})

    def verify_(self) -> None:
        """Check the op against the definition above instead of xDSL's."""
        self.get_irdl_definition().verify(self)


def normalize_global(form: GenericForm) -> type[Operation]:
    """Spell out the default visibility, and tell declarations from definitions."""
    for name in ("alignment", "constant", "initial_value", "sym_visibility"):
        if (value := form.take(name)) is not None:
            form.properties[name] = value
    # No visibility means public, in MLIR as elsewhere; xDSL wants it spelt out.
    form.properties.setdefault("sym_visibility", StringAttr("public"))
    return memref.GlobalOp if "initial_value" in form.properties else ExternalGlobalOp


def parse_global(parser: Parser) -> GenericForm:
    """Parse `"private" constant @x : memref<2xi8> = dense<[1, 2]> {alignment = 64 : i64}`."""
    form = GenericForm()
    if (visibility := parser.parse_optional_str_literal()) is not None:
        form.properties["sym_visibility"] = StringAttr(visibility)
    if parser.parse_optional_keyword("constant") is not None:
        form.properties["constant"] = UnitAttr()
    form.properties["sym_name"] = parser.parse_symbol_name()
    parser.parse_punctuation(":")
    position = parser.pos
    type = parser.parse_type()
    if not isa(type, MemRefType[Attribute]) or not type.has_static_shape():
        parser.raise_error("expected a memref type of static shape", position, parser.pos)
    form.properties["type"] = type
    if parser.parse_optional_punctuation("=") is not None:
        form.properties["initial_value"] = _parse_initial_value(parser, type)
    form.attributes = parser.parse_optional_attr_dict()
    return form


def _parse_initial_value(parser: Parser, type: MemRefType[Attribute]) -> Attribute:
    if parser.parse_optional_keyword("uninitialized") is not None:
        return UnitAttr()
    if not isa(type.element_type, AnyDenseElement):
        parser.raise_error(f"expected no constant of elements of type {type.element_type}")
    # The literal has no type of its own here; it is a tensor of the memref's shape.
    tensor = cast(RankedStructure[AnyDenseElement], TensorType(type.element_type, type.get_shape()))
    if parser.parse_optional_keyword("dense") is not None:
        return parser.parse_dense_int_or_fp_elements_attr(tensor)
    parser.parse_keyword("dense_resource", " or another constant")
    if not isinstance(parser, ResourceParser):
        parser.raise_error("this tool does not read resources without a type")
    return parser.parse_dense_resource(tensor)


# Copies


class DynamicCopyOp(memref.CopyOp):
    """A copy between memrefs of which only one knows an extent; xDSL wants equal shapes.

    ```mlir
    memref.copy %a, %b : memref<?xf32> to memref<4xf32>
    ```
    """

    def verify_(self) -> None:
        """Check that ranks, element types and known extents agree."""
        self.get_irdl_definition().verify(self)
        if not _are_compatible(self.source.type, self.destination.type):
            raise VerifyException("expects source and destination of the same shape and type")


def _are_compatible(a: Attribute, b: Attribute) -> bool:
    if not isa(a, MemRefType[Attribute]) or not isa(b, MemRefType[Attribute]):
        return False
    shapes = a.get_shape(), b.get_shape()
    return (
        a.element_type == b.element_type
        and len(shapes[0]) == len(shapes[1])
        and all(m == n or DYNAMIC_INDEX in (m, n) for m, n in zip(*shapes, strict=True))
    )


def _normalize_copy(form: GenericForm) -> type[Operation] | None:
    if len(form.operands) != 2:
        return None
    source, target = (operand.type for operand in form.operands)
    if not isa(source, MemRefType[Attribute]) or not isa(target, MemRefType[Attribute]):
        return None
    if source.get_shape() == target.get_shape() or not _are_compatible(source, target):
        return None
    return DynamicCopyOp


def _parse_memref_type(parser: Parser) -> Attribute:
    position = parser.pos
    type = parser.parse_type()
    if not isa(type, MemRefType[Attribute] | UnrankedMemRefType[Attribute]):
        parser.raise_error("expected a memref type", position, parser.pos)
    return type


def parse_copy(parser: Parser) -> GenericForm:
    """Parse `%source, %target : memref<4xf32> to memref<4xf32>`."""
    source = parser.parse_unresolved_operand()
    parser.parse_punctuation(",")
    target = parser.parse_unresolved_operand()
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation(":")
    source_type = _parse_memref_type(parser)
    parser.parse_keyword("to")
    operands = parser.resolve_operands(
        (source, target), (source_type, _parse_memref_type(parser)), parser.pos
    )
    return GenericForm(operands, attributes=attributes)


# Views and questions


def parse_cast(parser: Parser) -> GenericForm:
    """Parse `%a : memref<4xf32> to memref<?xf32>`."""
    source = parser.parse_unresolved_operand()
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation(":")
    operand = parser.resolve_operand(source, _parse_memref_type(parser))
    parser.parse_keyword("to")
    return GenericForm((operand,), (_parse_memref_type(parser),), attributes=attributes)


def parse_rank(parser: Parser) -> GenericForm:
    """Parse `%a : memref<4xf32>`."""
    source = parser.parse_unresolved_operand()
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation(":")
    operand = parser.resolve_operand(source, _parse_memref_type(parser))
    return GenericForm((operand,), (IndexType(),), attributes=attributes)


def parse_pointer(parser: Parser) -> GenericForm:
    """Parse `%a : memref<4xf32> -> index`."""
    source = parser.parse_unresolved_operand()
    parser.parse_punctuation(":")
    operand = parser.resolve_operand(source, _parse_memref_type(parser))
    parser.parse_punctuation("->")
    result = parser.parse_type()
    return GenericForm((operand,), (result,), attributes=parser.parse_optional_attr_dict())


# Scopes and atomic updates


def parse_alloca_scope(parser: Parser) -> GenericForm:
    """Parse `-> (f32) { ... }`, with a terminator that may be left out if nothing is returned."""
    results: Sequence[Attribute] = ()
    if parser.parse_optional_punctuation("->") is not None:
        results = parser.parse_comma_separated_list(parser.Delimiter.PAREN, parser.parse_type)
    body = parser.parse_region()
    add_terminator(body, memref.AllocaScopeReturnOp)
    attributes = parser.parse_optional_attr_dict()
    return GenericForm(result_types=results, attributes=attributes, regions=(body,))


def parse_alloca_scope_return(parser: Parser) -> GenericForm:
    """Parse `%a, %b : f32, i32`, or nothing."""
    attributes = parser.parse_optional_attr_dict()
    names = parser.parse_optional_undelimited_comma_separated_list(
        parser.parse_optional_unresolved_operand, parser.parse_unresolved_operand
    )
    if not names:
        return GenericForm(attributes=attributes)
    parser.parse_punctuation(":")
    position = parser.pos
    types = parser.parse_comma_separated_list(parser.Delimiter.NONE, parser.parse_type)
    operands = parser.resolve_operands(names, types, position)
    return GenericForm(operands, attributes=attributes)


ATOMIC_KINDS = (
    "addf",
    "addi",
    "andi",
    "assign",
    "maximumf",
    "maxnumf",
    "maxs",
    "maxu",
    "minimumf",
    "minnumf",
    "mins",
    "minu",
    "mulf",
    "muli",
    "ori",
    "xori",
)
"""Names of the updates of `memref.atomic_rmw` by their number in `kind = 0 : i64`."""


def parse_atomic_rmw(parser: Parser) -> GenericForm:
    """Parse `addi %value, %m[%i] : (i32, memref<4xi32>) -> i32`."""
    kind = parser.parse_keyword_in(ATOMIC_KINDS)
    value = parser.parse_unresolved_operand()
    parser.parse_punctuation(",")
    memref_name = parser.parse_unresolved_operand()
    indices = parser.parse_comma_separated_list(
        parser.Delimiter.SQUARE, lambda: parser.parse_operand(IndexType())
    )
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation(":")
    position = parser.pos
    type = parser.parse_function_type()
    operands = parser.resolve_operands((value, memref_name), type.inputs.data, position)
    return GenericForm(
        (*operands, *indices),
        type.outputs.data,
        {"kind": IntegerAttr(ATOMIC_KINDS.index(kind), i64)},
        attributes,
    )


SYNTAX = (
    with_syntax(memref.GlobalOp, parse=parse_global, normalize=normalize_global),
    with_syntax(memref.CopyOp, parse=parse_copy, normalize=_normalize_copy),
    with_syntax(memref.CastOp, parse=parse_cast),
    with_syntax(memref.MemorySpaceCastOp, parse=parse_cast),
    with_syntax(memref.RankOp, parse=parse_rank),
    with_syntax(memref.ExtractAlignedPointerAsIndexOp, parse=parse_pointer),
    with_syntax(memref.AllocaScopeOp, parse=parse_alloca_scope),
    with_syntax(memref.AllocaScopeReturnOp, parse=parse_alloca_scope_return),
    with_syntax(memref.AtomicRMWOp, parse=parse_atomic_rmw),
    # An alignment promises something about the address and changes no value.
    with_syntax(memref.LoadOp, normalize=keep_as_attributes("alignment")),
    with_syntax(memref.StoreOp, normalize=keep_as_attributes("alignment")),
)
"""What to register in place of xDSL's classes."""
