"""Custom and generic syntax of scf ops whose classes xDSL has, but whose text it cannot read."""

from collections.abc import Sequence

from xdsl.dialects import scf
from xdsl.dialects.builtin import DenseArrayBase, IndexType, UnitAttr, i32, i64
from xdsl.dialects.utils import parse_assignment
from xdsl.ir import Attribute, Operation, Region, SSAValue
from xdsl.irdl import OpDef, OptPropertyDef, base, traits_def
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import RecursiveMemoryEffect, SingleBlockImplicitTerminator

from microaot.dialects.extension import (
    GenericForm,
    add_terminator,
    keep_flags,
    parse_types,
    with_properties,
    with_syntax,
)

_INDEX = IndexType()


# for


class UnsignedForOp(scf.ForOp):
    """A loop that compares its bounds as unsigned numbers.

    A class of its own, as `scf.for` has patterns that compare the bounds as signed ones.

    ```mlir
    scf.for unsigned %i = %a to %b step %c : i8 { ... }
    ```
    """

    traits = traits_def(SingleBlockImplicitTerminator(scf.YieldOp), RecursiveMemoryEffect())

    @classmethod
    def get_irdl_definition(cls) -> OpDef:
        """xDSL's definition with the flag."""
        definition = scf.ForOp.get_irdl_definition()
        return with_properties(definition, {"unsignedCmp": OptPropertyDef(base(UnitAttr))})

    def verify_(self) -> None:
        """Check the op as any loop."""
        flag = self.properties.pop("unsignedCmp")
        try:
            super().verify_()
        finally:
            self.properties["unsignedCmp"] = flag

    def print(self, printer: Printer) -> None:
        """Print as any loop, with the keyword."""
        printer.print_string(" unsigned")
        super().print(printer)


def _normalize_for(form: GenericForm) -> type[Operation] | None:
    if not form.take_flag("unsignedCmp"):
        return None
    form.properties["unsignedCmp"] = UnitAttr()
    return UnsignedForOp


def parse_for(parser: Parser) -> GenericForm:
    """Parse `unsigned %i = %a to %b step %c iter_args(%s = %x) -> (f32) : i32 { ... }`."""
    form = GenericForm()
    if parser.parse_optional_keyword("unsigned") is not None:
        form.properties["unsignedCmp"] = UnitAttr()
    op = scf.ForOp.parse(parser)
    form.operands, form.result_types = [*op.operands], [*op.result_types]
    form.attributes, form.regions = op.attributes, [op.detach_region(0)]
    op.erase()
    return form


# while, if, index_switch, execute_region


def parse_while(parser: Parser) -> GenericForm:
    """Parse `(%i = %a) : (i32) -> f32 { ... } do { ... }`; without arguments, no parentheses."""
    pairs = parser.parse_optional_comma_separated_list(
        parser.Delimiter.PAREN, lambda: parse_assignment(parser)
    )
    parser.parse_punctuation(":")
    position = parser.pos
    type = parser.parse_function_type()
    inputs = type.inputs.data
    operands = parser.resolve_operands([name for _, name in pairs or ()], inputs, position)
    arguments = [
        argument.resolve(input) for (argument, _), input in zip(pairs or (), inputs, strict=True)
    ]
    before = parser.parse_region(arguments)
    parser.parse_keyword("do")
    after = parser.parse_region()
    attributes = parser.parse_optional_attr_dict_with_keyword()
    return GenericForm(
        operands,
        type.outputs.data,
        attributes=dict(attributes.data) if attributes is not None else {},
        regions=(before, after),
    )


def parse_index_switch(parser: Parser) -> GenericForm:
    """Parse `%i -> f32 case 2 { ... } default { ... }`; regions may leave out an empty yield."""
    operand = parser.parse_operand(_INDEX)
    attributes = parser.parse_optional_attr_dict()
    results: Sequence[Attribute] = ()
    if parser.parse_optional_punctuation("->") is not None:
        results = parser.parse_comma_separated_list(parser.Delimiter.NONE, parser.parse_type)

    def parse_case() -> Region:
        region = parser.parse_region()
        add_terminator(region, scf.YieldOp)
        return region

    values: list[int] = []
    regions: list[Region] = []
    while parser.parse_optional_keyword("case") is not None:
        values.append(parser.parse_integer(allow_boolean=False))
        regions.append(parse_case())
    parser.parse_keyword("default")
    default = parse_case()
    return GenericForm(
        (operand,),
        results,
        {"cases": DenseArrayBase.from_list(i64, values)},
        attributes,
        regions=(default, *regions),
    )


def parse_execute_region(parser: Parser) -> GenericForm:
    """Parse `no_inline -> i64 { ... }`, in either order of keyword and types."""
    form = GenericForm(result_types=parse_types(parser))
    if parser.parse_optional_keyword("no_inline") is not None:
        form.attributes["no_inline"] = UnitAttr()
        form.result_types = form.result_types or parse_types(parser)
    form.regions = (parser.parse_region(),)
    form.attributes |= parser.parse_optional_attr_dict()
    return form


# parallel


def _parse_indices(parser: Parser) -> list[SSAValue]:
    return parser.parse_comma_separated_list(
        parser.Delimiter.PAREN, lambda: parser.parse_operand(_INDEX)
    )


def parse_parallel(parser: Parser) -> GenericForm:
    """Parse `(%i) = (%l) to (%u) step (%s) init (%x) -> f32 { ... }`."""
    names = parser.parse_comma_separated_list(
        parser.Delimiter.PAREN, lambda: parser.parse_argument(expect_type=False)
    )
    parser.parse_punctuation("=")
    lower = _parse_indices(parser)
    parser.parse_keyword("to")
    upper = _parse_indices(parser)
    parser.parse_keyword("step")
    step = _parse_indices(parser)
    position = parser.pos
    inits = (
        parser.parse_comma_separated_list(parser.Delimiter.PAREN, parser.parse_unresolved_operand)
        if parser.parse_optional_keyword("init") is not None
        else []
    )
    results = parse_types(parser)
    init_values = parser.resolve_operands(inits, results, position)
    body = parser.parse_region([name.resolve(_INDEX) for name in names])
    add_terminator(body, scf.ReduceOp)
    groups = (lower, upper, step, init_values)
    return GenericForm(
        [value for group in groups for value in group],
        results,
        {"operandSegmentSizes": DenseArrayBase.from_list(i32, [len(group) for group in groups])},
        parser.parse_optional_attr_dict(),
        regions=(body,),
    )


class SeveralReduceOp(scf.ReduceOp):
    """A terminator with several reductions, whose regions MLIR separates with commas."""

    def print(self, printer: Printer) -> None:
        """Print what `parse_reduce` reads."""
        printer.print_string("(")
        printer.print_list(self.args, printer.print_ssa_value)
        printer.print_string(" : ")
        printer.print_list(self.args.types, printer.print_attribute)
        printer.print_string(") ")
        printer.print_list(self.reductions, printer.print_region)
        printer.print_op_attributes(self.attributes)


def _normalize_reduce(form: GenericForm) -> type[Operation] | None:
    return SeveralReduceOp if len(form.regions) > 1 else None


def parse_reduce(parser: Parser) -> GenericForm:
    """Parse `(%a, %b : f32, i32) { ... }, { ... }`, or nothing."""
    if parser.parse_optional_punctuation("(") is None:
        return GenericForm(attributes=parser.parse_optional_attr_dict())
    names = parser.parse_comma_separated_list(
        parser.Delimiter.NONE, parser.parse_unresolved_operand
    )
    parser.parse_punctuation(":")
    position = parser.pos
    types = parser.parse_comma_separated_list(parser.Delimiter.NONE, parser.parse_type)
    operands = parser.resolve_operands(names, types, position)
    parser.parse_punctuation(")")
    regions = parser.parse_comma_separated_list(parser.Delimiter.NONE, parser.parse_region)
    attributes = parser.parse_optional_attr_dict()
    return GenericForm(operands, attributes=attributes, regions=regions)


SYNTAX = (
    with_syntax(scf.ForOp, parse=parse_for, normalize=_normalize_for),
    with_syntax(scf.WhileOp, parse=parse_while),
    with_syntax(scf.IndexSwitchOp, parse=parse_index_switch),
    with_syntax(
        scf.ExecuteRegionOp,
        parse=parse_execute_region,
        normalize=keep_flags("no_inline", as_attributes=True),
    ),
    with_syntax(scf.ParallelOp, parse=parse_parallel),
    with_syntax(scf.ReduceOp, parse=parse_reduce, normalize=_normalize_reduce),
)
"""What to register in place of xDSL's classes."""
