"""How microaot extends dialects that xDSL has in part.

A pass that matches on `memref.GlobalOp` must find the globals that microaot parsed, so an op that
xDSL has keeps xDSL's class. Where only the *syntax* is lacking, `with_syntax` makes a class that
reads the text and then steps aside: what comes out is xDSL's own op.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from xdsl.dialects.builtin import BoolAttr, LocationAttr, UnitAttr
from xdsl.ir import Attribute, Block, Dialect, Operation, Region, SSAValue
from xdsl.irdl import OpDef, PropertyDef
from xdsl.parser import Parser

Fields = dict[str, Attribute]
"""Properties or attributes of an operation by name."""


@dataclass
class GenericForm:
    """What the generic syntax says about an operation; a normalization may edit it."""

    operands: Sequence[SSAValue] = ()
    result_types: Sequence[Attribute] = ()
    properties: Fields = field(default_factory=Fields)
    attributes: Fields = field(default_factory=Fields)
    successors: Sequence[Block] = ()
    regions: Sequence[Region] = ()

    def build(self, op: type[Operation], location: LocationAttr | None = None) -> Operation:
        """Make the operation."""
        return op.create(
            operands=self.operands,
            result_types=self.result_types,
            properties=self.properties,
            attributes=self.attributes,
            successors=self.successors,
            regions=self.regions,
            location=location,
        )

    def take(self, name: str) -> Attribute | None:
        """Remove a property, wherever it is written, and return it."""
        attribute = self.attributes.pop(name, None)
        return self.properties.pop(name, attribute)

    def take_flag(self, name: str) -> bool:
        """Remove a flag, which MLIR writes as `flag`, `flag = true` or `flag = false`."""
        flag = self.take(name)
        return flag is not None and flag != BoolAttr.from_bool(False)


ParseFunction = Callable[[Parser], GenericForm]
"""Reads what follows the name of the op in custom syntax."""

NormalizeFunction = Callable[[GenericForm], type[Operation] | None]
"""Edits the form into what xDSL's class accepts.

May return the class to build, where one form of an op needs a class of its own.
"""

CheckFunction = Callable[[Any], None]
"""Raises a `VerifyException` for an operation that MLIR refuses and xDSL's class does not."""


def with_syntax(
    op: type[Operation],
    *,
    parse: ParseFunction | None = None,
    normalize: NormalizeFunction | None = None,
    check: CheckFunction | None = None,
) -> type[Operation]:
    """A class to register in place of `op`, which reads more text and builds `op`.

    ```python
    with_syntax(memref.CopyOp, parse=parse_copy)
    ```
    """

    def checked(built: Operation) -> Operation:
        if check is not None:
            check(built)
        return built

    def build(form: GenericForm, location: LocationAttr | None = None) -> Operation:
        cls = normalize(form) if normalize is not None else None
        return checked(form.build(cls or op, location))

    def parse_custom(_cls: type[Operation], parser: Parser) -> Operation:
        return checked(op.parse(parser)) if parse is None else build(parse(parser))

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
        fields = dict(properties or {}), dict(attributes or {})
        form = GenericForm(operands, result_types, *fields, successors, regions)
        return build(form, location)

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


def with_properties(definition: OpDef, changes: Mapping[str, PropertyDef | None]) -> OpDef:
    """A definition of which some properties are others, or (None) are not there at all."""
    properties: dict[str, PropertyDef] = dict(definition.properties)
    for name, change in changes.items():
        properties.pop(name, None)
        if change is not None:
            properties[name] = change
    return replace(definition, properties=properties)


def drop_properties(*names: str) -> NormalizeFunction:
    """A normalization that forgets properties which do not change what a program computes."""

    def normalize(form: GenericForm) -> None:
        for name in names:
            form.take(name)

    return normalize


def keep_flags(*names: str, as_attributes: bool = False) -> NormalizeFunction:
    """A normalization of flags to present or absent, as properties or as plain attributes."""

    def normalize(form: GenericForm) -> None:
        fields = form.attributes if as_attributes else form.properties
        for name in names:
            if form.take_flag(name):
                fields[name] = UnitAttr()

    return normalize


def keep_as_attributes(*names: str) -> NormalizeFunction:
    """A normalization that turns properties xDSL does not know into plain attributes."""

    def normalize(form: GenericForm) -> None:
        for name in names:
            if (value := form.take(name)) is not None:
                form.attributes[name] = value

    return normalize


def add_terminator(
    region: Region,
    terminator: type[Operation],
    make: Callable[[], Operation] | None = None,
) -> None:
    """Add the terminator without operands that a region of one block may leave out in text."""
    if not region.blocks:
        region.add_block(Block())
    block = region.blocks[-1]
    if not isinstance(block.last_op, terminator):
        block.add_op((make or terminator.create)())


def parse_types(parser: Parser) -> Sequence[Attribute]:
    """Parse `-> i32`, `-> (i32, f32)` or nothing."""
    if parser.parse_optional_punctuation("->") is None:
        return ()
    types = parser.parse_optional_comma_separated_list(parser.Delimiter.PAREN, parser.parse_type)
    return (parser.parse_type(),) if types is None else types
