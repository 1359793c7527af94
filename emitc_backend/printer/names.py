"""Names of C variables: readable, valid, unique and never hiding another name."""

import re

from microaot.emitc_backend.c_names import RESERVED

_INVALID = re.compile(r"[^A-Za-z0-9_]+")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MACRO = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", re.MULTILINE)
_TEXT = r"""/\*.*?\*/ | //[^\n]* | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*'"""
_FLAGS = re.DOTALL | re.MULTILINE | re.VERBOSE
_IGNORED_TEXT = re.compile(_TEXT, _FLAGS)
"""Comments and strings."""
_IGNORED = re.compile(rf"{_TEXT} | ^[ \t]*\#[^\n]*", _FLAGS)
"""Comments, strings and directives."""
_TOKEN = re.compile(r"[A-Za-z_]\w*|[()\[\]{}]")


def identifiers(text: str) -> list[str]:
    """All identifiers in a piece of C; what strings and comments say names nothing."""
    return _IDENTIFIER.findall(_IGNORED_TEXT.sub(" ", text))


def declared(text: str) -> set[str]:
    """The names that a piece of C gives to things at its outermost level, and those of macros."""
    names = set(_MACRO.findall(text))
    outermost: list[str] = []
    depth = 0
    for token in _TOKEN.findall(_IGNORED.sub(" ", text)):
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth -= 1
        elif depth == 0:
            outermost.append(token)
    return names | set(outermost)


LONGEST_NAME = 56
"""With a number behind, less than the 63 characters that C99 compilers have to look at."""


def sanitize(hint: str) -> str:
    """The nearest identifier: no dots, no leading digit, no underscores that C reserves, and not
    longer than C looks at."""
    name = re.sub("__+", "_", _INVALID.sub("_", hint)).strip("_")
    if not name:
        return "v"
    return (f"v{name}" if name[0].isdigit() else name)[:LONGEST_NAME]


class NameScopes:
    """Hands out names within nested C scopes.

    An inner scope never reuses a name of an outer one, sibling scopes may share names. All names
    of a scope must be taken before its first inner scope is entered.
    """

    def __init__(self, taken: set[str]) -> None:
        self._outer = taken
        self._used: set[str] = set()
        self._last_number: dict[str, int] = {}
        self._undo: list[list[tuple[str, str, int]]] = [[]]

    def enter(self) -> None:
        """Open an inner scope."""
        self._undo.append([])

    def leave(self) -> None:
        """Close the innermost scope: its names are free again."""
        for name, base, number in reversed(self._undo.pop()):
            self._used.discard(name)
            self._last_number[base] = number

    def take(self, hint: str) -> str:
        """A new name like `hint`: `acc`, else `acc_1`, `acc_2`, ..."""
        base = sanitize(hint)
        number = before = self._last_number.get(base, 0)
        name = base
        while not self.is_free(name):
            number += 1
            name = f"{base}_{number}"
        self._last_number[base] = number
        self._used.add(name)
        self._undo[-1].append((name, base, before))
        return name

    def is_free(self, name: str) -> bool:
        """Whether `name` can be taken as it is."""
        return not (name in self._used or name in self._outer or name in RESERVED)
