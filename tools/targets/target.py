"""Targets: what hardware a library is for.

A target says nothing of how a library is to look (those are options of `microaot compile`), only
what is true of the machine: processor flags, toolchain, memories, alignment, and the board on
which QEMU runs code for it. It is a TOML file, or the name of a built-in one:

```python
from microaot.tools.targets.target import load_target

load_target("cortex-m4").flags  # ('-mcpu=cortex-m4', '-mthumb', ...)
load_target("boards/mine.toml").memories
```
"""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from microaot.tools.errors import UserError
from microaot.tools.targets.fields import Fields, Reject

_SECTIONS = ("text", "rodata", "data", "bss", "vectors")
"""A section for a memory is called like it: these have a meaning already."""


@dataclass(frozen=True)
class Memory:
    """One memory of the machine: `flash` keeps code and constants, `ram` is writable.

    `origin` and `size` are in bytes.
    """

    name: str
    kind: str
    origin: int
    size: int


@dataclass(frozen=True)
class Board:
    """A board that QEMU emulates, and the timer on it that counts virtual time, if there is one.

    The timer is a CMSDK timer: it counts down at `timer_hz`, from the address `timer`.
    """

    program: str
    machine: str
    timer: int | None = None
    timer_hz: int = 25_000_000


@dataclass(frozen=True)
class Target:
    """A machine.

    `toolchain` is the prefix of compiler and binutils, empty for those of the host, where the
    compiler is `cc`. The first flash and the first RAM hold code and data, and the stack.
    `max_alignment` is the largest alignment, in bytes, that any access of the machine needs.
    """

    name: str
    description: str
    toolchain: str
    flags: tuple[str, ...]
    link_flags: tuple[str, ...]
    pointer_bits: int
    max_alignment: int
    memories: tuple[Memory, ...]
    board: Board | None

    def tool(self, name: str) -> str:
        """The program of the toolchain that is called `name`, such as `gcc` or `objdump`."""
        if name == "gcc" and not self.toolchain:
            return "cc"
        return self.toolchain + name

    def memory(self, kind: str) -> Memory | None:
        """The first memory of a kind."""
        return next((memory for memory in self.memories if memory.kind == kind), None)


def builtin_targets() -> tuple[str, ...]:
    """The names of the targets that come with microaot."""
    folder = files("microaot.tools.targets")
    names = (Path(entry.name) for entry in folder.iterdir())
    return tuple(sorted(name.stem for name in names if name.suffix == ".toml"))


def load_target(name: str | Path) -> Target:
    """Read a target: a built-in one by its name, any other by the path of its TOML file.

    Raises `UserError` if there is no such target, or naming the file and the key that is wrong.
    """
    text = str(name)
    if text in builtin_targets():
        source = (files("microaot.tools.targets") / f"{text}.toml").read_bytes()
        return parse_target(source, text, f"{text}.toml")
    path = Path(name)
    if path.suffix != ".toml" and not path.is_file():
        known = ", ".join(builtin_targets())
        raise UserError(f"no target is called '{text}': known are {known}, or the path of a .toml")
    return parse_target(path.read_bytes(), path.stem, text)


def parse_target(source: bytes, name: str, filename: str) -> Target:
    """The target that the TOML text `source` describes; `filename` is for messages."""
    try:
        document = tomllib.loads(source.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"no TOML: {error}", filename) from None
    try:
        return _read_target(Fields(document), name)
    except Reject as error:
        raise UserError(str(error), filename) from None


def _read_target(fields: Fields, name: str) -> Target:
    target = Target(
        name=name,
        description=fields.string("description", ""),
        toolchain=fields.string("toolchain"),
        flags=fields.strings("flags"),
        link_flags=fields.strings("link_flags", ()),
        pointer_bits=fields.choice("pointer_bits", (16, 32, 64)),
        max_alignment=fields.power_of_two("max_alignment"),
        memories=tuple(map(_read_memory, fields.tables("memory"))),
        board=_read_board(qemu) if (qemu := fields.table("qemu")) else None,
    )
    fields.finish()
    seen = set[str]()
    for memory in target.memories:
        if memory.name in _SECTIONS:
            raise Reject(f"no memory can be called '{memory.name}', like a section")
        if memory.name in seen:
            raise Reject(f"two memories are called '{memory.name}'")
        seen.add(memory.name)
    if target.board and not (target.memory("flash") and target.memory("ram")):
        raise Reject("a machine of QEMU needs a memory of kind flash and one of kind ram")
    return target


def _read_memory(fields: Fields) -> Memory:
    memory = Memory(
        name=fields.identifier("name"),
        kind=fields.choice("kind", ("flash", "ram")),
        origin=fields.integer("origin"),
        size=fields.size("size"),
    )
    fields.finish()
    return memory


def _read_board(fields: Fields) -> Board:
    board = Board(
        program=fields.string("program"),
        machine=fields.string("machine"),
        timer=fields.integer("timer", None),
        timer_hz=fields.size("timer_hz", 25_000_000),
    )
    fields.finish()
    return board
