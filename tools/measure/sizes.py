"""How many bytes of code, constants and RAM the objects of a library take, and for what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from microaot.tools.measure.symbols import Symbol, read_symbols
from microaot.tools.measure.tools import run_tool
from microaot.tools.targets.target import Target

_SECTION = re.compile(
    r"^ *\[ *\d+\] (?P<name>\S+) +(?P<type>\S+) +[0-9a-f]+ [0-9a-f]+ (?P<size>[0-9a-f]+)"
    r" [0-9a-f]+ +(?P<flags>[A-Za-z]*) +\d+",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Section:
    """A section that takes memory on the target; `kind` as in `Symbol`."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True)
class Sizes:
    """The sections and symbols of a library."""

    sections: tuple[Section, ...]
    symbols: tuple[Symbol, ...]

    def total(self, *kinds: str) -> int:
        """Bytes of the sections of some kinds."""
        return sum(section.size for section in self.sections if section.kind in kinds)


def measure_sizes(target: Target, objects: Iterable[Path]) -> Sizes:
    """The sizes of objects that were compiled with a section for each function and object."""
    sections: list[Section] = []
    symbols: list[Symbol] = []
    for file in objects:
        text = run_tool([target.tool("readelf"), "-SW", file])
        for found in _SECTION.finditer(text):
            size, flags = int(found["size"], 16), found["flags"]
            if size and "A" in flags:
                kind = _kind(flags, found["type"])
                sections.append(Section(found["name"], kind, size))
        symbols += [symbol for symbol in read_symbols(target, file) if symbol.size]
    return Sizes(tuple(sections), tuple(symbols))


def _kind(flags: str, type: str) -> str:
    if "X" in flags:
        return "code"
    if "W" not in flags:
        return "constants"
    return "bss" if type == "NOBITS" else "data"
