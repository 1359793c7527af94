"""The C helpers that generated code may call, read from the files of this folder.

A helper `f` is the file `f.h`: a comment, its includes, one `static` function. A family of helpers
that differ in a type only is one file: `floor_div_T.h` is `floor_div_i32`, `floor_div_i64` and
`floor_div_index`. There `T` stands for the type, `UT` for its unsigned counterpart.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from microaot.emitc_backend.runtime.abi_headers import ABI_HEADERS

_INCLUDE = re.compile(r'^#include ([<"])([^>"]+)[>"]\n', re.MULTILINE)


@dataclass(frozen=True)
class CType:
    """What takes the place of `T` in a family."""

    name: str
    header: str | None
    unsigned: str | None = None


FAMILY_TYPES = {
    "i32": CType("int32_t", "stdint.h", "uint32_t"),
    "i64": CType("int64_t", "stdint.h", "uint64_t"),
    "u32": CType("uint32_t", "stdint.h"),
    "u64": CType("uint64_t", "stdint.h"),
    "index": CType("ptrdiff_t", "stddef.h", "size_t"),
    "size": CType("size_t", "stddef.h"),
    "f32": CType("float", None),
    "f64": CType("double", None),
}
"""The members of a family, by the suffix of their names."""


@dataclass(frozen=True)
class Helper:
    """One function of the runtime."""

    name: str
    headers: tuple[str, ...]
    """The standard headers it needs, as `stdint.h`."""
    requires: tuple[str, ...]
    """The helpers it calls."""
    abi_headers: tuple[str, ...]
    """The headers of packed ABIs that it needs, as `ffi.h`."""
    text: str
    """The comment and the function."""


@cache
def find_helper(name: str) -> Helper | None:
    """The helper called `name`, or None if the runtime has none."""
    if not name.isidentifier() or name.endswith("_T"):
        return None
    if (source := _read(name)) is not None:
        return _parse(name, source, ())
    base, _, suffix = name.rpartition("_")
    if (member := FAMILY_TYPES.get(suffix)) is None or (source := _read(f"{base}_T")) is None:
        return None
    source = source.replace(f"{base}_T", name)
    source = re.sub(r"\bUT\b", member.unsigned or member.name, source)
    source = re.sub(r"\bT\b", member.name, source)
    return _parse(name, source, (member.header,) if member.header else ())


def with_requirements(names: list[str]) -> list[Helper]:
    """The helpers called `names` and all that they need, each after those that it calls."""
    ordered: dict[str, Helper] = {}

    def add(name: str) -> None:
        if name in ordered or (helper := find_helper(name)) is None:
            return
        for required in helper.requires:
            add(required)
        ordered[name] = helper

    for name in names:
        add(name)
    return list(ordered.values())


def _read(stem: str) -> str | None:
    path = _sources().get(f"{stem}.h")
    return None if path is None else path.read_text()


@cache
def _sources() -> dict[str, Traversable]:
    """The helpers of this folder and of `abi`: to look one up asks nothing of the file system."""
    runtime = files("microaot.emitc_backend") / "runtime"
    paths = [*runtime.iterdir(), *(runtime / "abi").iterdir()]
    return {path.name: path for path in paths if path.name not in ABI_HEADERS}


def _parse(name: str, source: str, headers: tuple[str, ...]) -> Helper:
    includes = _INCLUDE.findall(source)
    quoted = [path for kind, path in includes if kind == '"']
    text = re.sub(r"\n\n+(?=static )", "\n", _INCLUDE.sub("", source)).strip()
    return Helper(
        name,
        tuple(sorted({*headers, *(path for kind, path in includes if kind == "<")})),
        tuple(path.removesuffix(".h") for path in quoted if path not in ABI_HEADERS),
        tuple(path for path in quoted if path in ABI_HEADERS),
        text,
    )
