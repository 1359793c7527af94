"""Custom and generic syntax of affine ops whose classes xDSL has, but whose text it cannot read."""

from xdsl.dialects import affine
from xdsl.dialects.builtin import (
    AffineMapAttr,
    AffineSetAttr,
    ArrayAttr,
    DenseIntOrFPElementsAttr,
    IndexType,
    IntegerAttr,
    MemRefType,
    TensorType,
    i32,
    i64,
)
from xdsl.ir import Attribute, Operation, Region, SSAValue
from xdsl.ir.affine import AffineExpr
from xdsl.irdl import OpDef, PropertyDef, base
from xdsl.parser import Parser
from xdsl.utils.hints import isa

from microaot.dialects.affine_expressions import (
    OperandExpressions,
    parse_operand_map,
    symbols_to_dimensions,
)
from microaot.dialects.extension import (
    GenericForm,
    add_terminator,
    parse_types,
    with_properties,
    with_syntax,
)
from microaot.dialects.memref_syntax import ATOMIC_KINDS

_INDEX = IndexType()


# load, store


def _normalize_access(form: GenericForm) -> None:
    if isinstance(map := form.take("map"), AffineMapAttr):
        form.properties["map"] = symbols_to_dimensions(map)


def _parse_access(parser: Parser) -> tuple[GenericForm, MemRefType[Attribute]]:
    """Parse `%m[%i + 1] {attributes} : memref<16xf32>`."""
    memref = parser.parse_unresolved_operand()
    map, indices = parse_operand_map(parser)
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation(":")
    position = parser.pos
    type = parser.parse_type()
    if not isa(type, MemRefType[Attribute]):
        parser.raise_error("expected a ranked memref type", position, parser.pos)
    operands = (parser.resolve_operand(memref, type), *indices)
    return GenericForm(operands, (), {"map": AffineMapAttr(map)}, attributes), type


def parse_load(parser: Parser) -> GenericForm:
    """Parse `%m[%i + symbol(%n)] : memref<16xf32>`."""
    form, type = _parse_access(parser)
    form.result_types = (type.element_type,)
    return form


def parse_store(parser: Parser) -> GenericForm:
    """Parse `%value, %m[%i + symbol(%n)] : memref<16xf32>`."""
    value = parser.parse_unresolved_operand()
    parser.parse_punctuation(",")
    form, type = _parse_access(parser)
    form.operands = (parser.resolve_operand(value, type.element_type), *form.operands)
    return form


def parse_vector_load(parser: Parser) -> GenericForm:
    """Parse `%m[%i] : memref<16xf32>, vector<4xf32>`."""
    form, _ = _parse_access(parser)
    parser.parse_punctuation(",")
    form.result_types = (parser.parse_type(),)
    return form


def parse_vector_store(parser: Parser) -> GenericForm:
    """Parse `%value, %m[%i] : memref<16xf32>, vector<4xf32>`."""
    value = parser.parse_unresolved_operand()
    parser.parse_punctuation(",")
    form, _ = _parse_access(parser)
    parser.parse_punctuation(",")
    form.operands = (parser.resolve_operand(value, parser.parse_type()), *form.operands)
    return form


# if


def parse_if(parser: Parser) -> GenericForm:
    """Parse `#set(%i)[%n] -> f32 { ... } else { ... }`."""
    position = parser.pos
    condition = parser.parse_attribute()
    if not isinstance(condition, AffineSetAttr):
        parser.raise_error("expected an affine set", position, parser.pos)

    def parse_operand() -> SSAValue:
        return parser.parse_operand(_INDEX)

    operands = parser.parse_comma_separated_list(parser.Delimiter.PAREN, parse_operand)
    operands += (
        parser.parse_optional_comma_separated_list(parser.Delimiter.SQUARE, parse_operand) or []
    )
    types = parse_types(parser)
    then_region, else_region = parser.parse_region(), Region()
    add_terminator(then_region, affine.YieldOp)
    if parser.parse_optional_keyword("else") is not None:
        else_region = parser.parse_region()
        add_terminator(else_region, affine.YieldOp)
    return GenericForm(
        operands,
        types,
        {"condition": condition},
        parser.parse_optional_attr_dict(),
        regions=(then_region, else_region),
    )


# parallel


class ReducingParallelOp(affine.ParallelOp):
    """A parallel loop with results; reductions are numbers as in `memref.atomic_rmw`.

    xDSL's class takes them to be strings, which MLIR does not read.

    ```mlir
    %sum = affine.parallel (%i) = (0) to (16) reduce ("addf") -> f32 { ... }
    ```
    """

    @classmethod
    def get_irdl_definition(cls) -> OpDef:
        """xDSL's definition with numbers for reductions."""
        definition = affine.ParallelOp.get_irdl_definition()
        return with_properties(definition, {"reductions": PropertyDef(base(ArrayAttr))})

    def verify_(self) -> None:
        """Check the op against the definition above, then as any parallel loop."""
        self.get_irdl_definition().verify(self)


def _normalize_parallel(form: GenericForm) -> type[Operation] | None:
    for name in ("lowerBoundsMap", "upperBoundsMap"):
        if isinstance(map := form.take(name), AffineMapAttr):
            form.properties[name] = symbols_to_dimensions(map)
    has_reductions = form.properties.get("reductions") != ArrayAttr[Attribute](())
    return ReducingParallelOp if has_reductions else None


def parse_parallel(parser: Parser) -> GenericForm:
    """Parse `(%i) = (0) to (min(%n, 16)) step (2) reduce ("addf") -> f32 { ... }`."""
    names = parser.parse_comma_separated_list(
        parser.Delimiter.PAREN, lambda: parser.parse_argument(expect_type=False)
    )
    parser.parse_punctuation("=")
    lower, lower_operands = _parse_bounds(parser, "max", "lowerBounds")
    parser.parse_keyword("to")
    upper, upper_operands = _parse_bounds(parser, "min", "upperBounds")
    steps = [1] * len(names)
    if parser.parse_optional_keyword("step") is not None:
        steps = parser.parse_comma_separated_list(parser.Delimiter.PAREN, parser.parse_integer)
    reductions: list[Attribute] = []
    if parser.parse_optional_keyword("reduce") is not None:
        reductions = parser.parse_comma_separated_list(
            parser.Delimiter.PAREN, lambda: _parse_reduction(parser)
        )
    types = parse_types(parser)
    body = parser.parse_region([name.resolve(_INDEX) for name in names])
    add_terminator(body, affine.YieldOp)
    properties: dict[str, Attribute] = {
        **lower,
        **upper,
        "reductions": ArrayAttr(reductions),
        "steps": ArrayAttr(IntegerAttr(step, i64) for step in steps),
    }
    return GenericForm(
        (*lower_operands, *upper_operands),
        types,
        properties,
        parser.parse_optional_attr_dict(),
        regions=(body,),
    )


def _parse_reduction(parser: Parser) -> Attribute:
    position = parser.pos
    if (name := parser.parse_str_literal()) not in ATOMIC_KINDS:
        parser.raise_error(f"expected one of {', '.join(ATOMIC_KINDS)}", position, parser.pos)
    return IntegerAttr(ATOMIC_KINDS.index(name), i64)


def _parse_bounds(
    parser: Parser, keyword: str, name: str
) -> tuple[dict[str, Attribute], list[SSAValue]]:
    """Parse `(0, max(%a, %b + 1))` into a map of all expressions, and the size of each group."""
    expressions = OperandExpressions(parser)

    def parse_group() -> list[AffineExpr]:
        if parser.parse_optional_keyword(keyword) is None:
            return [expressions.parse()]
        return parser.parse_comma_separated_list(parser.Delimiter.PAREN, expressions.parse)

    groups = parser.parse_comma_separated_list(parser.Delimiter.PAREN, parse_group)
    map, operands = expressions.finish([expr for group in groups for expr in group])
    sizes = DenseIntOrFPElementsAttr.from_list(
        TensorType(i32, [len(groups)]), [len(group) for group in groups]
    )
    return {f"{name}Map": AffineMapAttr(map), f"{name}Groups": sizes}, operands


SYNTAX = (
    with_syntax(affine.LoadOp, parse=parse_load, normalize=_normalize_access),
    with_syntax(affine.StoreOp, parse=parse_store, normalize=_normalize_access),
    with_syntax(affine.VectorLoadOp, parse=parse_vector_load, normalize=_normalize_access),
    with_syntax(affine.VectorStoreOp, parse=parse_vector_store, normalize=_normalize_access),
    with_syntax(affine.IfOp, parse=parse_if),
    with_syntax(affine.ParallelOp, parse=parse_parallel, normalize=_normalize_parallel),
)
"""What to register in place of xDSL's classes."""
