"""The math dialect on floats.

What is narrower than float64 is computed in it, and rounded once.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from xdsl.ir import Attribute, Operation

from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.elements import element_type, fit, truth
from microaot.tools.verify.interpreter.floats import maximum, minimum
from microaot.tools.verify.interpreter.machine import Frame, Implementation, Values


def _wide(compute: Callable[..., Any]) -> Implementation:
    """Compute in float64."""

    def run(_: Frame, op: Operation, args: Values) -> Values:
        type = element_type(op.results[0].type)
        return [fit(np.asarray(compute(*(a.astype(np.float64) for a in args))), type)]

    return run


def _own(compute: Callable[..., Any]) -> Implementation:
    """Compute in the type that holds the values."""

    def run(_: Frame, op: Operation, args: Values) -> Values:
        return [fit(np.asarray(compute(*args)), element_type(op.results[0].type))]

    return run


def _of_numbers(compute: Callable[[float], float]) -> Callable[[Array], Array]:
    """A function of Python's, for arrays."""
    every = np.frompyfunc(compute, 1, 1)
    return lambda array: np.asarray(every(array)).astype(np.float64)


def _round(array: Array) -> Array:
    """Round to the nearest integer; halves away from zero."""
    whole = np.trunc(array)
    away = np.abs(array - whole) >= 0.5
    return np.copysign(np.where(away, np.abs(whole) + 1, whole), array)


def _clamp(array: Array, low: Array, high: Array) -> Array:
    return maximum(minimum(array, high), low)


def _reciprocal_root(array: Array) -> Array:
    return array.dtype.type(1) / np.sqrt(array)


def _sincos(_: Frame, op: Operation, args: Values) -> Values:
    type, wide = element_type(op.results[0].type), args[0].astype(np.float64)
    return [fit(np.asarray(compute(wide)), type) for compute in (np.sin, np.cos)]


def _question(ask: Callable[[Array, Attribute], Array]) -> Implementation:
    def run(_: Frame, op: Operation, args: Values) -> Values:
        return [truth(ask(args[0], element_type(op.operands[0].type)))]

    return run


def _is_normal(array: Array, type: Attribute) -> Array:
    # A bf16 has the exponents of float32, which holds it.
    return np.isfinite(array) & (np.abs(array) >= np.finfo(array.dtype).smallest_normal)


def _fma(_: Frame, op: Operation, args: Values) -> Values:
    type = element_type(op.results[0].type)
    if args[0].dtype == np.float64:
        return [np.asarray(_fma_of_numbers(*args)).astype(np.float64)]
    a, b, c = (array.astype(np.float64) for array in args)
    product = np.asarray(a * b)
    total = np.asarray(product + c)
    # The product is exact; what the sum lost makes it odd, and rounding it is as rounding once.
    rest = total - product
    lost = (product - (total - rest)) + (c - rest)
    is_even = (total.view(np.int64) & 1) == 0
    inexact = np.isfinite(total) & np.isfinite(lost) & (lost != 0) & is_even
    towards = np.where(lost > 0, np.inf, -np.inf)
    return [fit(np.where(inexact, np.nextafter(total, towards), total), type)]


def _exact_fma(a: float, b: float, c: float) -> float:
    if not all(map(math.isfinite, (a, b, c))):
        return a * b + c
    exact = Fraction(a) * Fraction(b) + Fraction(c)
    try:
        # The sign of a zero is that of the rounded operations.
        return float(exact) or (a * b + c if exact == 0 else math.copysign(0.0, exact))
    except OverflowError:
        return math.inf if exact > 0 else -math.inf


_fma_of_numbers = np.frompyfunc(_exact_fma, 3, 1)


OPERATIONS: dict[str, Implementation] = {
    **{
        f"math.{name}": _wide(compute)
        for name, compute in {
            "acos": np.arccos,
            "acosh": np.arccosh,
            "asin": np.arcsin,
            "asinh": np.arcsinh,
            "atan": np.arctan,
            "atanh": np.arctanh,
            "atan2": np.arctan2,
            "cbrt": np.cbrt,
            "cos": np.cos,
            "cosh": np.cosh,
            "erf": _of_numbers(math.erf),
            "erfc": _of_numbers(math.erfc),
            "exp": np.exp,
            "exp2": np.exp2,
            "expm1": np.expm1,
            "fpowi": np.power,
            "log": np.log,
            "log10": np.log10,
            "log1p": np.log1p,
            "log2": np.log2,
            "powf": np.power,
            "sin": np.sin,
            "sinh": np.sinh,
            "sqrt": np.sqrt,
            "tan": np.tan,
            "tanh": np.tanh,
        }.items()
    },
    **{
        f"math.{name}": _own(compute)
        for name, compute in {
            "absf": np.abs,
            "ceil": np.ceil,
            "clampf": _clamp,
            "copysign": np.copysign,
            "floor": np.floor,
            "round": _round,
            "roundeven": np.rint,
            "rsqrt": _reciprocal_root,
            "trunc": np.trunc,
        }.items()
    },
    "math.fma": _fma,
    "math.sincos": _sincos,
    "math.isnan": _question(lambda a, _: np.isnan(a)),
    "math.isinf": _question(lambda a, _: np.isinf(a)),
    "math.isfinite": _question(lambda a, _: np.isfinite(a)),
    "math.isnormal": _question(_is_normal),
}
