"""arith's comparisons and select."""

from typing import cast

from xdsl.dialects import arith
from xdsl.dialects.arith import CMPF_COMPARISON_OPERATIONS, CMPI_COMPARISON_OPERATIONS
from xdsl.ir import Operation, SSAValue

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.builder import EmitCBuilder
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.floats import AnyFloatAttr, to_computed
from microaot.emitc_backend.conversions.integers import IntegerLike, as_unsigned
from microaot.emitc_backend.conversions.types import BOOL

BOOL_ORDER = {
    "slt": (False, "gt"),
    "sle": (True, "ge"),
    "sgt": (False, "lt"),
    "sge": (True, "le"),
    "ult": (False, "lt"),
    "ule": (True, "le"),
    "ugt": (False, "gt"),
    "uge": (True, "ge"),
}
"""Order on i1: does it hold for equal operands, and which of `!a && b` (lt), `a && !b` (gt) is it.

A true i1 is -1 when signed, so that the signed orders are the unsigned ones turned round.
"""

ORDERED = {"oeq": "eq", "ogt": "gt", "oge": "ge", "olt": "lt", "ole": "le", "une": "ne"}
"""Float predicates that are a C operator: those are false for NaN, but for `!=`."""

UNORDERED = {"ugt": "le", "uge": "lt", "ult": "ge", "ule": "gt"}
"""Float predicates that are the negation of a C operator."""


def compare_integers(
    b: EmitCBuilder, predicate: str, lhs: SSAValue, rhs: SSAValue, type: IntegerLike
) -> SSAValue:
    """An integer comparison by MLIR's name of the predicate: `eq`, `slt`, `uge`, ..."""
    if predicate in ("eq", "ne"):
        return b.compare(predicate, lhs, rhs)
    if lhs.type == BOOL:
        return _compare_bools(b, predicate, lhs, rhs)
    if predicate.startswith("u"):
        lhs, rhs = as_unsigned(b, lhs, type), as_unsigned(b, rhs, type)
    return b.compare(predicate[1:], lhs, rhs)


def _compare_bools(b: EmitCBuilder, predicate: str, lhs: SSAValue, rhs: SSAValue) -> SSAValue:
    or_equal, order = BOOL_ORDER[predicate]
    low, high = (lhs, rhs) if order in ("lt", "le") else (rhs, lhs)
    combine = b.logical_or if or_equal else b.logical_and
    return combine(b.logical_not(low), high)


def _convert_cmpi(c: FunctionConverter, op: arith.CmpiOp) -> None:
    c.scalar_type(op.result.type, op)
    predicate = CMPI_COMPARISON_OPERATIONS[op.predicate.value.data]
    lhs, rhs = c.values(op.operands)
    c.bind(op.result, compare_integers(c.b, predicate, lhs, rhs, cast(IntegerLike, op.lhs.type)))


def compare_floats(b: EmitCBuilder, predicate: str, lhs: SSAValue, rhs: SSAValue) -> SSAValue:
    """A comparison of two `float`s or `double`s by MLIR's name of the predicate."""
    if (operator := ORDERED.get(predicate)) is not None:
        return b.compare(operator, lhs, rhs)
    if (operator := UNORDERED.get(predicate)) is not None:
        return b.logical_not(b.compare(operator, lhs, rhs))
    match predicate:
        case "one":
            return b.logical_or(b.compare("lt", lhs, rhs), b.compare("gt", lhs, rhs))
        case "ueq":
            return b.logical_not(compare_floats(b, "one", lhs, rhs))
        case "uno":
            return _any_nan(b, lhs, rhs)
        case "ord":
            return b.logical_not(_any_nan(b, lhs, rhs))
        case _:
            raise ValueError(f"'{predicate}' does not compare")


def _any_nan(b: EmitCBuilder, lhs: SSAValue, rhs: SSAValue) -> SSAValue:
    """Whether an operand is a NaN; only a NaN differs from itself."""
    candidates = [v for v in dict.fromkeys((lhs, rhs)) if not is_number(v)]
    tests = [b.compare("ne", v, v) for v in candidates]
    match tests:
        case []:
            return b.constant(0, BOOL)
        case [test]:
            return test
        case _:
            return b.logical_or(tests[0], tests[1])


def is_number(value: SSAValue) -> bool:
    """Whether a converted float is a constant other than NaN."""
    return (constant := float_constant(value)) is not None and constant == constant


def float_constant(value: SSAValue) -> float | None:
    """The number that a converted `float` or `double` is known to be."""
    if isinstance(op := value.owner, emitc.ConstantOp):
        return cast(AnyFloatAttr, op.value).value.data
    return None


def _convert_cmpf(c: FunctionConverter, op: arith.CmpfOp) -> None:
    c.scalar_type(op.result.type, op)
    predicate = CMPF_COMPARISON_OPERATIONS[op.predicate.value.data]
    if predicate in ("false", "true"):
        c.bind(op.result, c.b.constant(int(predicate == "true"), BOOL))
        return
    lhs, rhs = (to_computed(c.b, c.value(v), v.type) for v in op.operands)
    c.bind(op.result, compare_floats(c.b, predicate, lhs, rhs))


def _convert_select(c: FunctionConverter, op: arith.SelectOp) -> None:
    """A memref is chosen component by component: pointer, sizes, strides."""
    c.component_types(op.result.type, op)
    condition = c.value(op.cond)
    pairs = zip(c.components(op.lhs, op), c.components(op.rhs, op), strict=True)
    chosen = [x if x is y else c.b.conditional(condition, x, y) for x, y in pairs]
    c.bind_components(op.result, chosen, op)


CONVERSIONS: dict[type[Operation], Handler] = {
    arith.CmpiOp: _convert_cmpi,
    arith.CmpfOp: _convert_cmpf,
    arith.SelectOp: _convert_select,
}
