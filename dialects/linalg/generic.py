"""The syntax of `linalg.generic` that xDSL's class cannot read: several results.

```mlir
linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
  ins(%a : memref<4xf32>) outs(%b : memref<4xf32>) {
^bb0(%in: f32, %out: f32):
  linalg.yield %in : f32
}
```
"""

from xdsl.dialects.builtin import AffineMapAttr, ArrayAttr, DenseArrayBase, StringAttr, i32
from xdsl.dialects.linalg.attrs import IteratorType, IteratorTypeAttr
from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir import Attribute
from xdsl.parser import Parser
from xdsl.utils.hints import isa

from microaot.dialects.extension import GenericForm, with_syntax
from microaot.dialects.linalg import syntax

_PROPERTIES = ("indexing_maps", "iterator_types", "doc", "library_call")


def parse_generic(parser: Parser) -> GenericForm:
    """Parse `{maps and iterators} ins(..) outs(..) attrs = {..} {body} -> types`."""
    position = parser.pos
    attributes = syntax.parse_attributes(parser)
    properties = {name: attributes.pop(name) for name in _PROPERTIES if name in attributes}
    if not isa(properties.get("indexing_maps"), ArrayAttr[AffineMapAttr]):
        parser.raise_error("expected 'indexing_maps', an array of affine maps", position)
    iterators = _iterator_types(properties.get("iterator_types"))
    if iterators is None:
        parser.raise_error("expected 'iterator_types', an array of iterator types", position)
    inputs = syntax.parse_operands(parser, "ins")
    outputs = syntax.parse_operands(parser, "outs")
    if parser.parse_optional_keyword("attrs") is not None:
        parser.parse_punctuation("=")
        attributes |= parser.parse_optional_attr_dict()
    body = parser.parse_region()
    segments = DenseArrayBase.from_list(i32, [len(inputs), len(outputs)])
    return GenericForm(
        operands=[*inputs, *outputs],
        result_types=syntax.parse_results(parser),
        properties={
            **properties,
            "iterator_types": iterators,
            "operandSegmentSizes": segments,
        },
        attributes=attributes,
        regions=[body],
    )


def _iterator_types(attribute: Attribute | None) -> ArrayAttr[IteratorTypeAttr] | None:
    """Iterator types are written as strings; the generic syntax has attributes of their own."""
    if isa(attribute, ArrayAttr[IteratorTypeAttr]):
        return attribute
    if not isa(attribute, ArrayAttr[StringAttr]):
        return None
    kinds = {kind.name.lower(): IteratorTypeAttr(kind) for kind in IteratorType}
    names = [item.data for item in attribute]
    return ArrayAttr([kinds[name] for name in names]) if kinds.keys() >= set(names) else None


GENERIC = with_syntax(GenericOp, parse=parse_generic)
"""Reads `linalg.generic` and builds xDSL's class."""
