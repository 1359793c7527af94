"""math's questions about floats, without C's type-generic macros."""

from collections.abc import Callable

from xdsl.ir import Operation, SSAValue

from microaot.dialects.math import (
    ClassificationOp,
    IsFiniteOp,
    IsInfOp,
    IsNaNOp,
    IsNormalOp,
)
from microaot.emitc_backend.conversions.arith_float import libm_name
from microaot.emitc_backend.conversions.builder import EmitCBuilder
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.floats import FloatFormat, format_of, to_computed

Question = Callable[[EmitCBuilder, SSAValue, FloatFormat], SSAValue]
"""Emits a test of a `float` or `double` that holds a value of the given format."""


def _is_nan(b: EmitCBuilder, x: SSAValue, _: FloatFormat) -> SSAValue:
    return b.compare("ne", x, x)


def _is_infinite(b: EmitCBuilder, x: SSAValue, fmt: FloatFormat) -> SSAValue:
    return b.compare("gt", _magnitude(b, x), b.constant(fmt.largest, x.type))


def _is_finite(b: EmitCBuilder, x: SSAValue, fmt: FloatFormat) -> SSAValue:
    return b.compare("le", _magnitude(b, x), b.constant(fmt.largest, x.type))


def _is_normal(b: EmitCBuilder, x: SSAValue, fmt: FloatFormat) -> SSAValue:
    magnitude = _magnitude(b, x)
    return b.logical_and(
        b.compare("ge", magnitude, b.constant(fmt.smallest_normal, x.type)),
        b.compare("le", magnitude, b.constant(fmt.largest, x.type)),
    )


def _magnitude(b: EmitCBuilder, x: SSAValue) -> SSAValue:
    return b.call(libm_name("fabs", x.type), [x], x.type)


QUESTIONS: dict[type[Operation], Question] = {
    IsNaNOp: _is_nan,
    IsInfOp: _is_infinite,
    IsFiniteOp: _is_finite,
    IsNormalOp: _is_normal,
}


def _convert(c: FunctionConverter, op: ClassificationOp) -> None:
    c.scalar_type(float_type := op.operand.type, op)
    operand = to_computed(c.b, c.value(op.operand), float_type)
    c.bind(op.result, QUESTIONS[type(op)](c.b, operand, format_of(float_type)))


CONVERSIONS: dict[type[Operation], Handler] = dict.fromkeys(QUESTIONS, _convert)
