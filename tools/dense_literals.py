"""The contents of `dense<...>`: text to the bytes that xDSL stores, in linear time.

MLIR and xDSL store elements alike (little endian, one element after another) but for widths
that are no whole number of bytes, and xDSL knows neither float bit patterns in lists nor packed
booleans. A literal is read first and typed later, as the type follows it in the text.
"""

import json
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import prod
from typing import Any, cast

from xdsl.dialects.builtin import (
    AnyDenseElement,
    AnyFloat,
    BytesAttr,
    ComplexType,
    DenseIntOrFPElementsAttr,
    IntegerType,
    RankedStructure,
    Signedness,
)
from xdsl.utils.lexer import Position

Number = int | float | str
"""An element as written; a string is a hexadecimal bit pattern."""

_HEX_STRING = re.compile(r'\s*"0x([0-9a-fA-F]*)"\s*(?=>)')
_NUMBERS = re.compile(r"[\s\[\],+\-.0-9a-fA-FxXtrulsE]*(?=>)")
_BIT_PATTERN = re.compile(r"0[xX][0-9a-fA-F]+")

_ARRAY_CODES = {8: "bB", 16: "hH", 32: "iI", 64: "qQ"}
"""`array` type codes per width, signed and unsigned."""


@dataclass(frozen=True)
class BytesLiteral:
    """Raw elements, as in `dense<"0x0100">`, or the contents of a resource."""

    data: bytes
    may_repeat: bool = True
    """Whether the bytes of one element stand for all of them."""

    def of_type(self, type: RankedStructure[AnyDenseElement]) -> DenseIntOrFPElementsAttr | None:
        """The constant of this type, or None if the number of bytes does not fit it."""
        element, count = type.element_type, prod(type.get_shape())
        match element:
            case IntegerType():
                return self._integers(type, element.width.data, count)
            case ComplexType():
                return None
            case _:
                if (data := self._spread(element.compile_time_size, count)) is None:
                    return None
                return DenseIntOrFPElementsAttr(type, BytesAttr(data))

    def _integers(
        self, type: RankedStructure[AnyDenseElement], width: int, count: int
    ) -> DenseIntOrFPElementsAttr | None:
        integers = cast(RankedStructure[IntegerType], type)
        if width == 1 and len(self.data) == (count + 7) // 8:
            # MLIR up to 22 packs booleans into bits; later versions use a byte each.
            bits = [self.data[i // 8] >> (i % 8) & 1 for i in range(count)]
            return DenseIntOrFPElementsAttr.from_list(integers, bits)
        size = (width + 7) // 8
        if (data := self._spread(size, count)) is None:
            return None
        if width in _ARRAY_CODES:
            return DenseIntOrFPElementsAttr(type, BytesAttr(data))
        mask = (1 << width) - 1
        values = [
            int.from_bytes(data[i : i + size], "little") & mask for i in range(0, len(data), size)
        ]
        return DenseIntOrFPElementsAttr.from_list(integers, values)

    def _spread(self, size: int, count: int) -> bytes | None:
        """`count` elements of `size` bytes; a single one is repeated."""
        if len(self.data) == size * count:
            return self.data
        if self.may_repeat and len(self.data) == size:
            return self.data * count
        return None


@dataclass(frozen=True)
class NumberLiteral:
    """Numbers as written, with the nesting of their brackets; no shape means a splat."""

    shape: tuple[int, ...]
    values: Sequence[Number]

    def of_type(self, type: RankedStructure[AnyDenseElement]) -> DenseIntOrFPElementsAttr | None:
        """The constant of this type, or None if the general parser has to decide."""
        element = type.element_type
        if self.shape and self.shape != type.get_shape():
            return None
        if isinstance(element, AnyFloat):
            data = b"".join(_pack_floats(self.values, element))
        elif isinstance(element, IntegerType):
            data = _pack_integers(self.values, element)
        else:
            data = None
        if data is None:
            return None
        if not self.shape:
            data *= prod(type.get_shape())
        return DenseIntOrFPElementsAttr(type, BytesAttr(data))


def _pack_integers(values: Sequence[Number], type: IntegerType) -> bytes | None:
    signed, unsigned = Signedness.SIGNED, Signedness.UNSIGNED
    for code in _ARRAY_CODES.get(type.width.data, ""):
        if type.signedness.data == (unsigned if code.islower() else signed):
            continue
        try:
            return array(code, cast(Sequence[int], values)).tobytes()
        except (OverflowError, TypeError):
            continue
    return None


def _pack_floats(values: Sequence[Number], type: AnyFloat) -> Sequence[bytes]:
    """Bytes of floats, of which some may be bit patterns (`0x7FC00000` is a NaN)."""
    if not any(isinstance(value, str) for value in values):
        return (type.pack(cast(Sequence[float], values)),)
    size = type.compile_time_size
    return [
        int(value, 16).to_bytes(size, "little") if isinstance(value, str) else type.pack([value])
        for value in values
    ]


def read_hex_literal(text: str, start: Position) -> tuple[BytesLiteral, Position] | None:
    """Read `"0x..."` up to a `>`; None if there is something else at `start`."""
    if (match := _HEX_STRING.match(text, start)) is None or len(match[1]) % 2:
        return None
    return BytesLiteral(bytes.fromhex(match[1])), match.end()


def read_number_literal(text: str, start: Position) -> tuple[NumberLiteral, Position] | None:
    """Read a number or nested lists of numbers up to a `>`; None if something else is there."""
    if (match := _NUMBERS.match(text, start)) is None or "e>" in match[0]:
        return None
    literal = match[0]
    if "x" in literal:
        literal = _BIT_PATTERN.sub(r'"\g<0>"', literal)
    try:
        # Numbers are written as in JSON, whose reader is much faster than a lexer in Python.
        nested = json.loads(literal)
    except ValueError:
        return None
    shape: list[int] = []
    values: list[Any] = [nested]
    while values and isinstance(values[0], list):
        lengths = {len(cast(list[Any], part)) if isinstance(part, list) else -1 for part in values}
        if len(lengths) != 1:
            return None
        shape.append(lengths.pop())
        values = list(chain.from_iterable(values))
    if not values or any(type(value) is bool or isinstance(value, list) for value in values):
        return None
    return NumberLiteral(tuple(shape), values), match.end()
