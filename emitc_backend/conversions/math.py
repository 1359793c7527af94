"""math ops on floats to `<math.h>` calls; its integer ops are in `math_integer`."""

from collections.abc import Callable
from typing import cast

from xdsl.dialects import math
from xdsl.ir import Operation, SSAValue

from microaot.dialects import emitc
from microaot.dialects.math import ClampFOp, ErfcOp, SinCosOp
from microaot.emitc_backend.conversions import math_classify, math_integer
from microaot.emitc_backend.conversions.arith_float import (
    MAXIMUM,
    MINIMUM,
    SIGN_BIT,
    FloatFunction,
    convert_by,
    libm_binary,
    libm_name,
    on_bits,
)
from microaot.emitc_backend.conversions.builder import EmitCBuilder
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.floats import format_of, from_computed, to_computed
from microaot.emitc_backend.conversions.integers import IntegerLike, sign_extended
from microaot.emitc_backend.conversions.types import F64, I32, I64, U16

UNARY: dict[type[Operation], str] = {
    math.AbsFOp: "fabs",
    math.AcosOp: "acos",
    math.AcoshOp: "acosh",
    math.AsinOp: "asin",
    math.AsinhOp: "asinh",
    math.AtanOp: "atan",
    math.AtanhOp: "atanh",
    math.CbrtOp: "cbrt",
    math.CeilOp: "ceil",
    math.CosOp: "cos",
    math.CoshOp: "cosh",
    math.ErfOp: "erf",
    ErfcOp: "erfc",
    math.ExpOp: "exp",
    math.Exp2Op: "exp2",
    math.ExpM1Op: "expm1",
    math.FloorOp: "floor",
    math.LogOp: "log",
    math.Log10Op: "log10",
    math.Log1pOp: "log1p",
    math.Log2Op: "log2",
    math.RoundOp: "round",  # halves away from zero
    math.RoundEvenOp: "rint",  # in C's default rounding mode
    math.SinOp: "sin",
    math.SinhOp: "sinh",
    math.SqrtOp: "sqrt",
    math.TanOp: "tan",
    math.TanhOp: "tanh",
    math.TruncOp: "trunc",
}
"""The `<math.h>` function, by its name for `double`, that each op is."""

BINARY: dict[type[Operation], FloatFunction] = {
    math.Atan2Op: libm_binary("atan2"),
    math.CopySignOp: libm_binary("copysign"),
    math.PowFOp: libm_binary("pow"),
}


def _convert_unary(c: FunctionConverter, op: Operation) -> None:
    _apply(c, op, lambda b, x: b.call(libm_name(UNARY[type(op)], x.type), [x], x.type))


def _convert_rsqrt(c: FunctionConverter, op: math.RsqrtOp) -> None:
    def reciprocal(b: EmitCBuilder, x: SSAValue) -> SSAValue:
        root = b.call(libm_name("sqrt", x.type), [x], x.type)
        return b.binary(emitc.DivOp, b.constant(1.0, x.type), root)

    _apply(c, op, reciprocal)


def _apply(
    c: FunctionConverter, op: Operation, function: Callable[[EmitCBuilder, SSAValue], SSAValue]
) -> None:
    """Bind the result of `op` to `function` of its operand, computed as a C float type."""
    float_type = op.results[0].type
    c.scalar_type(float_type, op)
    operand = to_computed(c.b, c.value(op.operands[0]), float_type)
    c.bind(op.results[0], from_computed(c.b, function(c.b, operand), float_type))


def _convert_absf(c: FunctionConverter, op: math.AbsFOp) -> None:
    """On bits for 16-bit floats: also a NaN loses its sign."""
    if c.scalar_type(op.result.type, op) != U16:
        _convert_unary(c, op)
        return
    magnitude = on_bits(c.b, emitc.BitwiseAndOp, c.value(op.operand), SIGN_BIT - 1)
    c.bind(op.result, magnitude)


def _convert_copysign(c: FunctionConverter, op: math.CopySignOp) -> None:
    if c.scalar_type(op.result.type, op) != U16:
        convert_by(BINARY)(c, op)
        return
    magnitude = on_bits(c.b, emitc.BitwiseAndOp, c.value(op.lhs), SIGN_BIT - 1)
    sign = on_bits(c.b, emitc.BitwiseAndOp, c.value(op.rhs), SIGN_BIT)
    both = c.b.binary(emitc.BitwiseOrOp, c.b.cast(magnitude, I32), c.b.cast(sign, I32))
    c.bind(op.result, c.b.cast(both, U16))


def _convert_fma(c: FunctionConverter, op: math.FmaOp) -> None:
    """Rounded once. For f16, double has all bits of a product plus an addend that matter."""
    c.scalar_type(float_type := op.result.type, op)
    fmt = format_of(float_type)
    values = c.values(op.operands)
    if fmt.name == "bf16":
        c.bind(op.result, c.b.call("fma_bf16", values, U16))
        return
    if fmt.name == "f16":
        x, y, z = (c.b.cast(to_computed(c.b, v, float_type), F64) for v in values)
        total = c.b.binary(emitc.AddOp, c.b.binary(emitc.MulOp, x, y), z)
        c.bind(op.result, from_computed(c.b, total, float_type))
        return
    name = libm_name("fma", fmt.computed_as)
    c.bind(op.result, c.b.call(name, values, fmt.computed_as))


def _convert_fpowi(c: FunctionConverter, op: math.FPowIOp) -> None:
    float_type = op.result.type
    c.scalar_type(float_type, op)
    exponent_type = cast(IntegerLike, op.rhs.type)
    c.scalar_type(exponent_type, op)
    base = to_computed(c.b, c.value(op.lhs), float_type)
    exponent = c.b.cast(sign_extended(c.b, c.value(op.rhs), exponent_type), I64)
    name = "powi_f64" if base.type == F64 else "powi_f32"
    power = c.b.call(name, [base, exponent], base.type)
    c.bind(op.result, from_computed(c.b, power, float_type))


def _convert_sincos(c: FunctionConverter, op: SinCosOp) -> None:
    c.scalar_type(float_type := op.sin.type, op)
    operand = to_computed(c.b, c.value(op.operand), float_type)
    for result, base in ((op.sin, "sin"), (op.cos, "cos")):
        if not result.uses:
            continue
        value = c.b.call(libm_name(base, operand.type), [operand], operand.type)
        c.bind(result, from_computed(c.b, value, float_type))


def _convert_clampf(c: FunctionConverter, op: ClampFOp) -> None:
    """MLIR 22 lowers this with the bounds swapped by mistake; later versions do as here."""
    c.scalar_type(float_type := op.result.type, op)
    value, low, high = (to_computed(c.b, c.value(v), float_type) for v in op.operands)
    clamped = MAXIMUM(c.b, MINIMUM(c.b, value, high), low)
    c.bind(op.result, from_computed(c.b, clamped, float_type))


CONVERSIONS: dict[type[Operation], Handler] = {
    **dict.fromkeys(UNARY, _convert_unary),
    **dict.fromkeys(BINARY, convert_by(BINARY)),
    math.AbsFOp: _convert_absf,
    math.CopySignOp: _convert_copysign,
    math.RsqrtOp: _convert_rsqrt,
    math.FmaOp: _convert_fma,
    math.FPowIOp: _convert_fpowi,
    SinCosOp: _convert_sincos,
    ClampFOp: _convert_clampf,
    **math_classify.CONVERSIONS,
    **math_integer.CONVERSIONS,
}
