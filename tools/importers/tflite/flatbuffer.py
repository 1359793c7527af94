"""Reading FlatBuffers without a schema: tables whose fields are asked for by number.

Every offset is checked, as files may be damaged.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass


class BrokenBuffer(Exception):
    """An offset leads out of the file."""


@dataclass(frozen=True)
class Table:
    """A table at a position of a buffer."""

    buffer: bytearray
    position: int

    def field(self, number: int) -> int | None:
        """Where a field's value is, or nothing if the table leaves it out."""
        vtable = self.position - self._number("<i", self.position)
        size = self._number("<H", vtable)
        entry = 4 + 2 * number
        offset = self._number("<H", vtable + entry) if entry + 2 <= size else 0
        return self.position + offset if offset else None

    def integer(self, number: int, format: str, default: int = 0) -> int:
        """A number; `format` is one of `struct`, such as `<i`."""
        position = self.field(number)
        return default if position is None else self._number(format, position)

    def text(self, number: int) -> str:
        """A string, empty if there is none."""
        start, count = self._vector(number, 1)
        return self.buffer[start : start + count].decode("utf-8", "replace")

    def numbers(self, number: int, format: str) -> Sequence[int | float]:
        """A vector of numbers of a format of `struct`, such as `i`."""
        start, count = self._vector(number, struct.calcsize(f"<{format}"))
        return struct.unpack_from(f"<{count}{format}", self.buffer, start)

    def integers(self, number: int, format: str) -> list[int]:
        """A vector of integers."""
        return [int(value) for value in self.numbers(number, format)]

    def set_integer(self, number: int, index: int, value: int) -> None:
        """Overwrite one element of a vector of 32-bit integers."""
        start, _ = self._vector(number, 4)
        struct.pack_into("<i", self.buffer, start + 4 * index, value)

    def table(self, number: int) -> "Table | None":
        """Another table."""
        position = self.field(number)
        return None if position is None else self._follow(position)

    def tables(self, number: int) -> "list[Table]":
        """A vector of tables."""
        start, count = self._vector(number, 4)
        return [self._follow(start + 4 * index) for index in range(count)]

    def _vector(self, number: int, element_size: int) -> tuple[int, int]:
        """Where the elements are, and how many."""
        position = self.field(number)
        if position is None:
            return 0, 0
        start = position + self._number("<I", position)
        count = self._number("<I", start)
        if start + 4 + count * element_size > len(self.buffer):
            raise BrokenBuffer
        return start + 4, count

    def _follow(self, position: int) -> "Table":
        return Table(self.buffer, position + self._number("<I", position))

    def _number(self, format: str, position: int) -> int:
        if not 0 <= position <= len(self.buffer) - struct.calcsize(format):
            raise BrokenBuffer
        return struct.unpack_from(format, self.buffer, position)[0]


def root_table(buffer: bytearray) -> Table:
    """The table that a file is about."""
    return Table(buffer, int.from_bytes(buffer[:4], "little"))
