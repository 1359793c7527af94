"""Numbers as C literals."""

import math
import re

import numpy as np
from xdsl.dialects.builtin import (
    DenseIntOrFPElementsAttr,
    Float32Type,
    Float64Type,
    FloatAttr,
    IntegerAttr,
    IntegerType,
    Signedness,
)
from xdsl.ir import Attribute

from microaot.dialects.emitc.types import OpaqueAttr, SizeType
from microaot.emitc_backend.printer.c_types import (
    BOOL,
    INT,
    NoCTypeError,
    c_type,
    is_narrow,
    is_unsigned,
    type_name,
    widths,
)
from microaot.emitc_backend.printer.cexpr import CExpr, Precedence
from microaot.emitc_backend.printer.layout import mark

UNSIGNED_INT = IntegerType(32, Signedness.UNSIGNED)
_LONG_LONG = IntegerType(64)
_PRIMARY = re.compile(r"\w+(\.\w*)?|\w+\([^()]*\)|\"[^\"]*\"")
_STRING = re.compile(r'"(?:\\.|[^"\\])*"')
_STRINGS = re.compile(rf"{_STRING.pattern}(?: {_STRING.pattern})*")
_SIGNED_NUMBER = re.compile(r"-\w+(\.\w*)?")
_MINIMA = {-(2**31): "INT32_MIN", -(2**63): "INT64_MIN"}
_HEX_FROM = 2**15


def literal(value: Attribute, type: Attribute) -> CExpr:
    """The C literal for a scalar attribute of the emitc type `type`."""
    match value:
        case OpaqueAttr():
            return opaque(value.value.data, type)
        case IntegerAttr():
            return integer_literal(value.value.data, type)
        case FloatAttr():
            return _signed(float_text(value.value.data, type), type)
        case _:
            raise NoCTypeError(f"has the value {value}, which cannot be written in C")


def opaque(text: str, type: Attribute) -> CExpr:
    """Text that somebody else wrote."""
    precedence = Precedence.ANY
    if _STRINGS.fullmatch(text):
        # Adjacent strings are one; lines may be broken between them.
        text = mark(Precedence.PRIMARY).join(_STRING.findall(text))
        precedence = Precedence.PRIMARY
    elif _PRIMARY.fullmatch(text):
        precedence = Precedence.PRIMARY
    elif _SIGNED_NUMBER.fullmatch(text):
        precedence = Precedence.UNARY
    return CExpr(text, precedence, c_type(type))


def integer_literal(value: int, type: Attribute) -> CExpr:
    """An integer; it is `loose` where its plain digits have a narrower type than `type`."""
    type = c_type(type)
    if type == BOOL:
        return CExpr("true" if value else "false", Precedence.PRIMARY, BOOL)
    if is_unsigned(type):
        return _unsigned_literal(value, type)
    if is_narrow(type) or type == INT:
        return _signed(_MINIMA.get(value, str(value)), type, value)
    plain = _signed(str(value), INT, value) if abs(value) < 2**31 else None
    wide = _signed(_MINIMA.get(value, f"INT64_C({value})"), _LONG_LONG, value, plain)
    if type == _LONG_LONG:
        return wide
    text = f"({type_name(type)}){(plain or wide).text}"
    return CExpr(text, Precedence.UNARY, type, plain, integer=value)


def _unsigned_literal(value: int, type: Attribute) -> CExpr:
    value %= 2 ** widths(type)[1]
    digits = str(value) if isinstance(type, SizeType) else _digits(value)
    if is_narrow(type):
        return CExpr(digits, Precedence.PRIMARY, type, integer=value)
    plain = CExpr(f"{digits}U", Precedence.PRIMARY, UNSIGNED_INT, integer=value)
    if type == UNSIGNED_INT:
        return plain
    wide_text = f"UINT64_C({digits})"
    loose = plain if value < 2**32 else None
    if isinstance(type, SizeType):
        text = f"({type_name(type)}){plain.text if loose else wide_text}"
        return CExpr(text, Precedence.UNARY, type, loose, integer=value)
    return CExpr(wide_text, Precedence.PRIMARY, type, loose, integer=value)


def _digits(value: int) -> str:
    """Decimal, but hexadecimal for a large number whose ones are neighbours: a mask."""
    if value >= _HEX_FROM and (value + (value & -value)).bit_count() == 1:
        return f"0x{value:X}"
    return str(value)


def _signed(
    text: str, type: Attribute, integer: int | None = None, loose: CExpr | None = None
) -> CExpr:
    precedence = Precedence.UNARY if text.startswith("-") else Precedence.PRIMARY
    return CExpr(text, precedence, type, loose, integer=integer)


def float_text(value: float, type: Attribute) -> str:
    """The shortest decimal that reads back as `value`; macros of `<math.h>` beyond the numbers."""
    if math.isnan(value):
        return "NAN"
    if math.isinf(value):
        return "INFINITY" if value > 0 else "-INFINITY"
    match type:
        case Float32Type():
            return f"{np.float32(value)!s}f"
        case Float64Type():
            return str(float(value))
        case _:
            return f"({type_name(type)}){np.float32(value)!s}f"


def needs_math_header(value: Attribute) -> bool:
    """Whether `value` is printed with `NAN` or `INFINITY`, which `<math.h>` defines."""
    match value:
        case FloatAttr():
            return not math.isfinite(value.value.data)
        case DenseIntOrFPElementsAttr() if not isinstance(value.get_element_type(), IntegerType):
            return not bool(np.isfinite(elements(value)).all())
        case _:
            return False


_FLOAT_FORMATS = {"f16": "<f2", "f32": "<f4", "f64": "<f8"}


def elements(value: DenseIntOrFPElementsAttr) -> np.ndarray:
    """The elements as a flat array; a splat has one element."""
    raw, type = value.data.data, value.get_element_type()
    if str(type) == "bf16":
        halves = np.frombuffer(raw, "<u2").astype("<u4")
        return (halves << 16).view("<f4")
    if (format := _FLOAT_FORMATS.get(str(type))) is None:
        width = type.bitwidth if isinstance(type, IntegerType) else 64
        format = f"<{'u' if is_unsigned(type) else 'i'}{max(width, 8) // 8}"
    return np.frombuffer(raw, format)
