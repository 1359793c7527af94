"""Whether an iteration of a reduction leaves the result alone, for a given value of one input.

A convolution need not visit the padding around its input if padding contributes nothing: the
product with a value equal to the zero point is zero, and the maximum with the smallest number
changes nothing. For floating-point numbers, zero times a weight counts as zero, which it is for all
finite weights.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from xdsl.dialects import arith
from xdsl.dialects.builtin import AnyFloat, FloatAttr, IntegerAttr, IntegerType
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.utils.hints import isa

from microaot.passes.linalg.view import StructuredView

Number: TypeAlias = int | float


@dataclass(frozen=True)
class _Old:
    """The value of an output before the iteration."""

    index: int


_Known: TypeAlias = "Number | _Old | None"


def constant_of(value: SSAValue) -> Number | None:
    """The number that a scalar constant is; integers are signed."""
    owner = value.owner
    if not isinstance(owner, arith.ConstantOp):
        return None
    match owner.value:
        case IntegerAttr(value=number) | FloatAttr(value=number):
            return number.data
        case _:
            return None


def is_neutral(view: StructuredView, input: int, number: Number) -> bool:
    """Whether the body yields the old outputs when one input is `number`."""
    known: dict[SSAValue, _Known] = {}
    for index, operand in enumerate(view.operands):
        argument = view.body.args[index]
        if index == input:
            known[argument] = number
        elif index >= len(view.inputs):
            known[argument] = _Old(index - len(view.inputs))
        else:
            known[argument] = constant_of(operand)
    last = view.body.last_op
    for op in view.body.ops:
        if op is not last and len(op.results) == 1:
            known[op.results[0]] = _evaluate(op, known)
    assert last is not None
    return all(known.get(value) == _Old(k) for k, value in enumerate(last.operands))


def _evaluate(op: Operation, known: dict[SSAValue, _Known]) -> _Known:
    if isinstance(op, arith.ConstantOp):
        return constant_of(op.result)
    values = [
        known[operand] if operand in known else constant_of(operand) for operand in op.operands
    ]
    type = op.results[0].type
    if (fold := _CONVERSIONS.get(op.name)) is not None and isinstance(values[0], int | float):
        return fold(values[0], op.operands[0].type)
    if (rule := _RULES.get(op.name)) is None:
        return None
    lhs, rhs = values
    return rule(lhs, rhs, type)


def _add(lhs: _Known, rhs: _Known, type: Attribute) -> _Known:
    if isinstance(lhs, int | float) and isinstance(rhs, int | float):
        return lhs + rhs
    if lhs == 0 and isinstance(rhs, _Old):
        return rhs
    return lhs if rhs == 0 and isinstance(lhs, _Old) else None


def _subtract(lhs: _Known, rhs: _Known, type: Attribute) -> _Known:
    if isinstance(lhs, int | float) and isinstance(rhs, int | float):
        return lhs - rhs
    return lhs if rhs == 0 and isinstance(lhs, _Old) else None


def _multiply(lhs: _Known, rhs: _Known, type: Attribute) -> _Known:
    if isinstance(lhs, int | float) and isinstance(rhs, int | float):
        return lhs * rhs
    return 0 if 0 in (lhs, rhs) else None


def _extreme(lowest: bool) -> Callable[[_Known, _Known, Attribute], _Known]:
    def rule(lhs: _Known, rhs: _Known, type: Attribute) -> _Known:
        old, other = (lhs, rhs) if isinstance(lhs, _Old) else (rhs, lhs)
        if not isinstance(old, _Old) or not isinstance(other, int | float):
            return None
        return old if other == _end_of(type, lowest) else None

    return rule


def _end_of(type: Attribute, lowest: bool) -> Number | None:
    """The smallest or the largest value of a type."""
    if isinstance(type, IntegerType):
        half = 1 << (type.bitwidth - 1)
        return -half if lowest else half - 1
    if isa(type, AnyFloat):
        return float("-inf") if lowest else float("inf")
    return None


def _zero_extended(value: Number, type: Attribute) -> Number:
    assert isinstance(value, int) and isinstance(type, IntegerType)
    return value % (1 << type.bitwidth)


_CONVERSIONS: dict[str, Callable[[Number, Attribute], Number]] = {
    "arith.extsi": lambda value, _: value,
    "arith.extui": _zero_extended,
    "arith.extf": lambda value, _: value,
    "arith.sitofp": lambda value, _: float(value),
}
_RULES: dict[str, Callable[[_Known, _Known, Attribute], _Known]] = {
    "arith.addi": _add,
    "arith.addf": _add,
    "arith.subi": _subtract,
    "arith.subf": _subtract,
    "arith.muli": _multiply,
    "arith.mulf": _multiply,
    "arith.maxsi": _extreme(lowest=True),
    "arith.maximumf": _extreme(lowest=True),
    "arith.maxnumf": _extreme(lowest=True),
    "arith.minsi": _extreme(lowest=False),
    "arith.minimumf": _extreme(lowest=False),
    "arith.minnumf": _extreme(lowest=False),
}
