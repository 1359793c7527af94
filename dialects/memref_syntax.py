"""Custom and generic syntax of memref ops whose classes xDSL has, but whose text it cannot read."""

from dataclasses import replace
from typing import Protocol, cast, runtime_checkable

from xdsl.dialects import memref
from xdsl.dialects.builtin import (
    AnyDenseElement,
    DenseIntOrFPElementsAttr,
    MemRefType,
    RankedStructure,
    StringAttr,
    TensorType,
    UnitAttr,
    UnrankedMemRefType,
)
from xdsl.ir import Attribute, Operation
from xdsl.irdl import OpDef
from xdsl.parser import Parser

from microaot.dialects.extension import Fields, with_syntax


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
    def initial_value(self) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
        """There is none."""
        return None

    @classmethod
    def get_irdl_definition(cls) -> OpDef:
        """xDSL's definition without the property that it takes to be obligatory."""
        definition = memref.GlobalOp.get_irdl_definition()
        properties = {k: v for k, v in definition.properties.items() if k != "initial_value"}
        return replace(definition, properties=properties)

    def verify_(self) -> None:
        """Check the op against the definition above instead of xDSL's."""
        self.get_irdl_definition().verify(self)


def _global_class(properties: Fields) -> type[memref.GlobalOp]:
    # No visibility means public, in MLIR as elsewhere; xDSL wants it spelt out.
    properties.setdefault("sym_visibility", StringAttr("public"))
    return memref.GlobalOp if "initial_value" in properties else ExternalGlobalOp


def normalize_global(properties: Fields, attributes: Fields) -> type[memref.GlobalOp]:
    """Spell out the default visibility, and tell declarations from definitions."""
    for name in ("alignment", "constant", "initial_value", "sym_visibility"):
        if name in attributes:
            properties.setdefault(name, attributes.pop(name))
    return _global_class(properties)


def parse_global(parser: Parser) -> Operation:
    """Parse `"private" constant @x : memref<2xi8> = dense<[1, 2]> {alignment = 64 : i64}`."""
    properties: Fields = {}
    if (visibility := parser.parse_optional_str_literal()) is not None:
        properties["sym_visibility"] = StringAttr(visibility)
    if parser.parse_optional_keyword("constant") is not None:
        properties["constant"] = UnitAttr()
    properties["sym_name"] = parser.parse_symbol_name()
    parser.parse_punctuation(":")
    position = parser.pos
    type = parser.parse_type()
    if not isinstance(type, MemRefType):
        parser.raise_error("expected a ranked memref type", position, parser.pos)
    properties["type"] = type
    if parser.parse_optional_punctuation("=") is not None:
        properties["initial_value"] = _parse_initial_value(parser, type)
    attributes = parser.parse_optional_attr_dict()
    cls = normalize_global(properties, attributes)
    return cls.create(properties=properties, attributes=attributes)


def _parse_initial_value(parser: Parser, type: MemRefType) -> Attribute:
    if parser.parse_optional_keyword("uninitialized") is not None:
        return UnitAttr()
    # The literal has no type of its own here; it is a tensor of the memref's shape.
    tensor = cast(RankedStructure[AnyDenseElement], TensorType(type.element_type, type.get_shape()))
    if parser.parse_optional_keyword("dense") is not None:
        return parser.parse_dense_int_or_fp_elements_attr(tensor)
    parser.parse_keyword("dense_resource", " or another constant")
    if not isinstance(parser, ResourceParser):
        parser.raise_error("this tool does not read resources without a type")
    return parser.parse_dense_resource(tensor)


def _parse_memref_type(parser: Parser) -> Attribute:
    position = parser.pos
    type = parser.parse_type()
    if not isinstance(type, MemRefType | UnrankedMemRefType):
        parser.raise_error("expected a memref type", position, parser.pos)
    return type


def parse_copy(parser: Parser) -> Operation:
    """Parse `%source, %target : memref<4xf32> to memref<4xf32>`."""
    source = parser.parse_unresolved_operand()
    parser.parse_punctuation(",")
    target = parser.parse_unresolved_operand()
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation(":")
    source_type = _parse_memref_type(parser)
    parser.parse_keyword("to")
    target_type = _parse_memref_type(parser)
    return memref.CopyOp.create(
        operands=(
            parser.resolve_operand(source, source_type),
            parser.resolve_operand(target, target_type),
        ),
        attributes=attributes,
    )


def _parse_cast(parser: Parser, op: type[Operation]) -> Operation:
    source = parser.parse_unresolved_operand()
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation(":")
    source_type = _parse_memref_type(parser)
    parser.parse_keyword("to")
    return op.create(
        operands=(parser.resolve_operand(source, source_type),),
        result_types=(_parse_memref_type(parser),),
        attributes=attributes,
    )


SYNTAX = (
    with_syntax(memref.GlobalOp, parse=parse_global, normalize=normalize_global),
    with_syntax(memref.CopyOp, parse=parse_copy),
    with_syntax(memref.CastOp, parse=lambda parser: _parse_cast(parser, memref.CastOp)),
    with_syntax(
        memref.MemorySpaceCastOp,
        parse=lambda parser: _parse_cast(parser, memref.MemorySpaceCastOp),
    ),
)
"""What to register in place of xDSL's classes."""
