"""The cf dialect: xDSL's ops, with branch weights read and dropped."""

from collections.abc import Sequence

from xdsl.dialects import cf
from xdsl.dialects.builtin import DenseArrayBase, i1, i32
from xdsl.ir import Block, SSAValue
from xdsl.parser import Parser

from microaot.dialects.extension import (
    GenericForm,
    drop_properties,
    extend_dialect,
    with_syntax,
)


def parse_cond_br(parser: Parser) -> GenericForm:
    """Parse `%c weights([10, 90]), ^bb1(%a : i32), ^bb2`."""
    condition = parser.parse_operand(i1)
    if parser.parse_optional_keyword("weights") is not None:
        # How likely each branch is; nothing later makes use of it.
        with parser.in_parens():
            parser.parse_comma_separated_list(parser.Delimiter.SQUARE, parser.parse_integer)
    parser.parse_punctuation(",")
    then_block, then_operands = _parse_branch(parser)
    parser.parse_punctuation(",")
    else_block, else_operands = _parse_branch(parser)
    segments = DenseArrayBase.from_list(i32, (1, len(then_operands), len(else_operands)))
    return GenericForm(
        (condition, *then_operands, *else_operands),
        properties={"operandSegmentSizes": segments},
        attributes=parser.parse_optional_attr_dict(),
        successors=(then_block, else_block),
    )


def _parse_branch(parser: Parser) -> tuple[Block, Sequence[SSAValue]]:
    """Parse `^bb1(%a, %b : i32, f32)`."""
    block = parser.parse_successor()
    if parser.parse_optional_punctuation("(") is None:
        return block, ()
    names = parser.parse_comma_separated_list(
        parser.Delimiter.NONE, parser.parse_unresolved_operand
    )
    parser.parse_punctuation(":")
    position = parser.pos
    types = parser.parse_comma_separated_list(parser.Delimiter.NONE, parser.parse_type)
    parser.parse_punctuation(")")
    return block, parser.resolve_operands(names, types, position)


CF = extend_dialect(
    cf.Cf,
    replacing=[
        with_syntax(
            cf.ConditionalBranchOp,
            parse=parse_cond_br,
            normalize=drop_properties("branch_weights"),
        )
    ],
)
