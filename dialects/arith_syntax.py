"""Syntax of arith ops whose optional flags xDSL cannot read.

Most flags only tell what a program never does (`exact`, `nneg`, `overflow<nsw>`, fast math of a
cast): an op without them computes the same wherever it was defined, so they are dropped where
xDSL's class has no place for them. A rounding mode other than the default changes the result; it
stays on the op as the attribute `roundingmode`, for later stages to honour or refuse.
"""

from xdsl.dialects import arith
from xdsl.dialects.arith import FastMathFlagsAttr, IntegerOverflowAttr
from xdsl.dialects.builtin import IntegerAttr, i32
from xdsl.ir import Operation
from xdsl.irdl import IRDLOperation
from xdsl.parser import Parser

from microaot.dialects.extension import Fields, GenericForm, NormalizeFunction, with_syntax

ROUNDING_MODES = ("to_nearest_even", "downward", "upward", "toward_zero", "to_nearest_away")
"""Names of rounding modes by their number in `roundingmode = 0 : i32`."""

_DEFAULT_ROUNDING = 0
_ASSUMPTIONS = ("fastmath", "isExact", "nonNeg", "overflowFlags")
"""Properties that only widen what a compiler may assume."""


def _normalize(op: type[Operation]) -> NormalizeFunction:
    assert issubclass(op, IRDLOperation)
    known = op.get_irdl_definition().properties

    def normalize(form: GenericForm) -> None:
        for name in _ASSUMPTIONS:
            if name not in known:
                form.take(name)
        mode = form.take("roundingmode")
        if isinstance(mode, IntegerAttr) and mode.value.data != _DEFAULT_ROUNDING:
            form.attributes["roundingmode"] = mode

    return normalize


def parse_flags(parser: Parser) -> Fields:
    """Parse flags in any order: `exact`, `nneg`, `upward`, `overflow<nsw>`, `fastmath<fast>`."""
    flags: Fields = {}
    while True:
        if (mode := parser.parse_optional_keyword_in(ROUNDING_MODES)) is not None:
            flags["roundingmode"] = IntegerAttr(ROUNDING_MODES.index(mode), i32)
        elif parser.parse_optional_keyword("fastmath") is not None:
            flags["fastmath"] = FastMathFlagsAttr(FastMathFlagsAttr.parse_parameter(parser))
        elif parser.parse_optional_keyword("overflow") is not None:
            flags["overflowFlags"] = IntegerOverflowAttr(
                IntegerOverflowAttr.parse_parameter(parser)
            )
        elif parser.parse_optional_keyword_in(("exact", "nneg")) is None:
            return flags


def _parse(parser: Parser) -> GenericForm:
    """Parse `%a, %b flags : type`, or for casts `%a flags : type to type`."""
    names = parser.parse_comma_separated_list(
        parser.Delimiter.NONE, parser.parse_unresolved_operand
    )
    properties = parse_flags(parser)
    attributes = parser.parse_optional_attr_dict()
    parser.parse_punctuation(":")
    type = parser.parse_type()
    result = parser.parse_type() if parser.parse_optional_keyword("to") else type
    operands = [parser.resolve_operand(name, type) for name in names]
    return GenericForm(operands, (result,), properties, attributes)


def _with_flags(op: type[Operation]) -> type[Operation]:
    return with_syntax(op, parse=_parse, normalize=_normalize(op))


SYNTAX = tuple(
    map(
        _with_flags,
        (
            arith.AddfOp,
            arith.SubfOp,
            arith.MulfOp,
            arith.DivfOp,
            arith.DivSIOp,
            arith.DivUIOp,
            arith.ShRSIOp,
            arith.ShRUIOp,
            arith.ExtUIOp,
            arith.ExtFOp,
            arith.TruncIOp,
            arith.TruncFOp,
            arith.SIToFPOp,
            arith.UIToFPOp,
            arith.FPToSIOp,
            arith.FPToUIOp,
        ),
    )
)
"""What to register in place of xDSL's classes."""
