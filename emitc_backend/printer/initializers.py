"""Initialisers of arrays: nested braces, rows that fill the line, fast for megabytes."""

from collections.abc import Iterator, Sequence
from math import prod

import numpy as np
from xdsl.dialects.builtin import DenseIntOrFPElementsAttr, Float32Type
from xdsl.ir import Attribute

from microaot.dialects.emitc.types import ArrayType, OpaqueAttr
from microaot.emitc_backend.printer.c_types import BOOL, NoCTypeError
from microaot.emitc_backend.printer.layout import INDENT, WIDTH
from microaot.emitc_backend.printer.literals import elements, float_text

_COLUMNS = 110

_SPECIAL_INTEGERS = {-(2**31): "INT32_MIN", -(2**63): "INT64_MIN"}
"""Numbers whose digits C reads as the negation of a number that does not fit the type."""


def array_initializer(
    value: Attribute, type: ArrayType, indent: str, *, column: int = 0
) -> list[str]:
    """The lines of `{...}`; the first goes behind `=`, to `column`, the others start with
    `indent`."""
    match value:
        case OpaqueAttr():
            return [value.value.data]
        case DenseIntOrFPElementsAttr():
            lines = _dense_initializer(value, type)
            if len(lines) == 1 and column + len(lines[0]) >= WIDTH:
                lines = _opened(lines[0], type.get_shape())
            lines = [indent + line for line in lines]
            lines[0] = lines[0].lstrip()
            return lines
        case _:
            raise NoCTypeError(f"has the value {value}, which cannot be written in C")


def _dense_initializer(value: DenseIntOrFPElementsAttr, type: ArrayType) -> list[str]:
    shape = type.get_shape()
    if not any(value.data.data):
        return ["{" * len(shape) + "0" + "}" * len(shape)]
    texts = _texts(elements(value), type.element_type)
    if value.is_splat():
        texts = texts[:1] * prod(shape)
    return _nested(texts, shape)


def _opened(line: str, shape: Sequence[int]) -> list[str]:
    """An initialiser of one line in three, with the outer braces on lines of their own."""
    depth = 1 + next((d for d, size in enumerate(shape[:-1]) if size != 1), len(shape) - 1)
    return ["{" * depth, f"{INDENT}{line[depth:-depth]},", "}" * depth]


def _texts(values: np.ndarray, type: Attribute) -> list[str]:
    """The elements as C text."""
    if isinstance(type, Float32Type):
        # As `float_text`, but a megabyte at a time.
        texts = [f"{text}f" for text in map(str, values)]
        for at in np.flatnonzero(~np.isfinite(values)).tolist():
            texts[at] = float_text(float(values[at]), type)
        return texts
    if values.dtype.kind == "f":
        return [float_text(v, type) for v in values.tolist()]
    if type == BOOL:
        return ["true" if v else "false" for v in values.tolist()]
    if values.dtype.itemsize == 1:
        table = [str(v) for v in np.arange(256, dtype=np.uint8).view(values.dtype).tolist()]
        return list(map(table.__getitem__, values.tobytes()))
    texts = list(map(str, values.tolist()))
    if values.dtype.itemsize >= 4:
        info = np.iinfo(values.dtype)
        signed = info.min < 0
        odd = values == info.min if signed else values > info.max // 2
        for at in np.flatnonzero(odd).tolist():
            texts[at] = _SPECIAL_INTEGERS[int(info.min)] if signed else f"{texts[at]}U"
    return texts


def _nested(texts: Sequence[str], shape: Sequence[int]) -> list[str]:
    """One level of braces: in one line if it fits, else a line or more for each element.

    Dimensions of one element add braces, but no lines.
    """
    if len(shape) == 1:
        rows = list(_rows(texts))
        if len(rows) == 1:
            return [f"{{{rows[0]}}}"]
        return ["{", *(f"{INDENT}{row}," for row in rows), "}"]
    if all(extent == 1 for extent in shape[1:]):
        depth = len(shape) - 1
        return _nested(["{" * depth + text + "}" * depth for text in texts], shape[:1])
    size = prod(shape[1:])
    if shape[0] == 1:
        lines = _nested(texts, shape[1:])
        lines[0] = f"{{{lines[0]}"
        lines[-1] = f"{lines[-1]}}}"
        return lines
    lines = ["{"]
    for start in range(0, len(texts), size):
        inner = _nested(texts[start : start + size], shape[1:])
        inner[-1] += ","
        lines.extend(INDENT + line for line in inner)
    lines.append("}")
    return lines


def _rows(texts: Sequence[str]) -> Iterator[str]:
    """The elements, as many to a row as fit."""
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 2)
    start = 0
    while start < len(texts):
        before = ends[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(ends, before + _COLUMNS, "right")))
        yield ", ".join(texts[start:end])
        start = end
