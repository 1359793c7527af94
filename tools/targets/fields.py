"""Reading the fields of a TOML table, with errors that name the key."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar, cast

_UNITS = {"": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20}

_T = TypeVar("_T")

REQUIRED = object()
"""The default of a field that has to be there."""


class Reject(Exception):
    """What is wrong with a table, in one line."""


class Fields:
    """A table whose fields are taken out one by one; `finish` rejects what nobody has taken."""

    def __init__(self, table: Mapping[str, object], where: str = "") -> None:
        self._table = dict(table)
        self._where = where

    def string(self, key: str, default: object = REQUIRED) -> str:
        """A text."""
        return self._take(key, str, "a string", default)

    def identifier(self, key: str) -> str:
        """A text that can be a name in C and in linker scripts."""
        value = self.string(key)
        if not re.fullmatch(r"[A-Za-z_]\w*", value, re.ASCII):
            raise Reject(f"{self._name(key)}: '{value}' is no name")
        return value

    def strings(self, key: str, default: object = REQUIRED) -> tuple[str, ...]:
        """A list of texts."""
        value = cast(object, self._take(key, (list, tuple), "a list of strings", default))
        items = cast(Sequence[object], value)
        if not all(isinstance(item, str) for item in items):
            raise Reject(f"{self._name(key)} must be a list of strings")
        return tuple(map(str, items))

    def integer(self, key: str, default: object = REQUIRED) -> int:
        """A number that is not negative; or the default, whatever that is."""
        value = self._take(key, int, "an integer", default)
        if value is not default and (isinstance(value, bool) or value < 0):
            raise Reject(f"{self._name(key)} must be a non-negative integer")
        return value

    def size(self, key: str, default: object = REQUIRED) -> int:
        """A positive number, or a text such as `64KiB`."""
        value = self._take(key, (int, str), "a size", default)
        try:
            number = parse_size(str(value))
        except ValueError:
            number = 0
        if number <= 0 or isinstance(value, bool):
            raise Reject(f'{self._name(key)} must be a size, such as 16384 or "16KiB"')
        return number

    def power_of_two(self, key: str) -> int:
        """A power of two."""
        value = self.integer(key)
        if value.bit_count() != 1:
            raise Reject(f"{self._name(key)} must be a power of two")
        return value

    def choice(self, key: str, choices: Sequence[_T]) -> _T:
        """One of several values."""
        value = self._take(key, object, "", REQUIRED)
        if value not in choices or isinstance(value, bool):
            known = ", ".join(map(str, choices))
            raise Reject(f"{self._name(key)} must be one of {known}")
        return cast(_T, value)

    def table(self, key: str) -> "Fields | None":
        """A table, if it is there."""
        if key not in self._table:
            return None
        value = cast(object, self._take(key, dict, "a table", REQUIRED))
        return Fields(cast(dict[str, object], value), f"[{key}] ")

    def tables(self, key: str) -> list["Fields"]:
        """The tables `[[key]]`, in order."""
        value = cast(list[object], self._take(key, list, f"tables [[{key}]]", []))
        if not all(isinstance(item, dict) for item in value):
            raise Reject(f"{self._name(key)} must be tables [[{key}]]")
        return [Fields(cast(dict[str, object], item), f"[[{key}]] ") for item in value]

    def finish(self) -> None:
        """Reject keys that mean nothing."""
        for key in self._table:
            raise Reject(f"{self._where}unknown key '{key}'")

    def _take(
        self, key: str, kind: type[_T] | tuple[type[_T], ...], meaning: str, default: object
    ) -> _T:
        if key not in self._table:
            if default is REQUIRED:
                raise Reject(f"{self._where}the key '{key}' is missing")
            return cast(_T, default)
        value = self._table.pop(key)
        if not isinstance(value, kind):
            raise Reject(f"{self._name(key)} must be {meaning}")
        return value

    def _name(self, key: str) -> str:
        return f"{self._where}'{key}'"


def parse_size(text: str) -> int:
    """The bytes that a text such as `64KiB`, `4MiB` or `100` says; raises `ValueError`."""
    match = re.fullmatch(r"(\d+) ?(B|KiB|MiB)?", text, re.ASCII)
    if not match:
        raise ValueError(f"'{text}' is no size")
    return int(match[1]) * _UNITS[match[2] or ""]
