"""The symbols of an object or an executable."""

import re
from dataclasses import dataclass
from pathlib import Path

from microaot.tools.measure.tools import run_tool
from microaot.tools.targets.target import Target

_LINE = re.compile(r"^([0-9a-f]+)(?: ([0-9a-f]+))? (\w) (\S+)$", re.MULTILINE)

_KINDS = {"t": "code", "w": "code", "r": "constants", "d": "data", "b": "bss", "c": "bss"}


@dataclass(frozen=True)
class Symbol:
    """A function or an object; `kind` is `code`, `constants`, `data` or `bss`, `size` in bytes."""

    name: str
    kind: str
    address: int
    size: int


def read_symbols(target: Target, file: Path) -> list[Symbol]:
    """All defined symbols by address; a symbol without a size has size 0."""
    text = run_tool([target.tool("nm"), "-S", "-n", "--defined-only", file])
    return [
        Symbol(name, _KINDS[kind.lower()], int(address, 16), int(size or "0", 16))
        for address, size, kind, name in _LINE.findall(text)
        if kind.lower() in _KINDS and not name.startswith("$")
    ]
