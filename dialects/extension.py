"""How microaot extends dialects that xDSL has in part.

A pass that matches on `memref.GlobalOp` must find the globals that microaot parsed, so an op that
xDSL has keeps xDSL's class. Where only the *syntax* is lacking, `with_syntax` makes a class that
parses and builds, and then steps aside: what comes out is xDSL's own op.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from xdsl.dialects.builtin import LocationAttr
from xdsl.ir import Attribute, Block, Dialect, Operation, Region, SSAValue
from xdsl.parser import Parser

Fields = dict[str, Attribute]
"""Properties or attributes of an operation by name."""

ParseFunction = Callable[[Parser], Operation]
"""Reads what follows the name of the op in custom syntax."""

NormalizeFunction = Callable[[Fields, Fields], type[Operation] | None]
"""Edits (properties, attributes) of the generic form into what xDSL's class accepts.

May return the class to build, where one form of an op needs a class of its own.
"""


def with_syntax(
    op: type[Operation],
    *,
    parse: ParseFunction | None = None,
    normalize: NormalizeFunction | None = None,
) -> type[Operation]:
    """A class to register in place of `op`, which reads more text and builds `op`.

    ```python
    with_syntax(memref.CopyOp, parse=parse_copy)
    ```
    """

    def parse_custom(_cls: type[Operation], parser: Parser) -> Operation:
        return op.parse(parser) if parse is None else parse(parser)

    def create(
        _cls: type[Operation],
        *,
        operands: Sequence[SSAValue] = (),
        result_types: Sequence[Attribute] = (),
        properties: Mapping[str, Attribute] | None = None,
        attributes: Mapping[str, Attribute] | None = None,
        successors: Sequence[Block] = (),
        regions: Sequence[Region] = (),
        location: LocationAttr | None = None,
    ) -> Operation:
        props, attrs = dict(properties or {}), dict(attributes or {})
        cls = (normalize(props, attrs) if normalize is not None else None) or op
        return cls.create(
            operands=operands,
            result_types=result_types,
            properties=props,
            attributes=attrs,
            successors=successors,
            regions=regions,
            location=location,
        )

    namespace: dict[str, Any] = {
        "__doc__": f"Reads `{op.name}` and builds xDSL's class.",
        "parse": classmethod(parse_custom),
        "create": classmethod(create),
    }
    return cast(type[Operation], type(f"{op.__name__}Syntax", (op,), namespace))


def extend_dialect(
    base: Dialect,
    *,
    operations: Iterable[type[Operation]] = (),
    attributes: Iterable[type[Attribute]] = (),
    replacing: Iterable[type[Operation]] = (),
) -> Dialect:
    """The dialect `base` with further ops and attributes, some ops registered differently.

    Each class in `replacing` takes the place of the op of `base` that has the same name.
    """
    replacements = {op.name: op for op in replacing}
    kept = [replacements.pop(op.name, op) for op in base.operations]
    if replacements:
        raise ValueError(f"{base.name} has no {', '.join(replacements)} to replace")
    return replace(
        base,
        _operations=[*kept, *operations],
        _attributes=[*base.attributes, *attributes],
    )


def drop_properties(*names: str) -> NormalizeFunction:
    """A normalization that forgets properties which only widen what a program may assume.

    An op without `nsw`, `exact` or `nneg` is defined for more inputs, and computes the same for
    those where it was defined before.
    """

    def normalize(properties: Fields, attributes: Fields) -> None:
        for name in names:
            properties.pop(name, None)
            attributes.pop(name, None)

    return normalize
