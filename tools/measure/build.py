"""Compiling a library with the harness, and linking both for a target."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from microaot.tools.measure.entry import Entry
from microaot.tools.measure.harness import entry_source
from microaot.tools.measure.library import LibraryFolder
from microaot.tools.measure.linker_script import linker_script
from microaot.tools.measure.packed_runtime import packed_runtime
from microaot.tools.measure.tools import run_tool
from microaot.tools.targets.target import Target

LEVELS = ("-O0", "-O1", "-O2", "-O3", "-Os", "-Og", "-Oz")
"""Levels of optimization that compilers know."""

_LIBRARY_FLAGS = ("-std=c99", "-ffunction-sections", "-fdata-sections", "-fstack-usage")
_FIRMWARE = ("harness.c", "harness.h", "semihosting.h", "startup.c")
_HARNESS_FLAGS = ("-std=gnu99", "-O1", "-fno-tree-loop-distribute-patterns")


@dataclass(frozen=True)
class Program:
    """What was built: an executable, and the objects of the library in it."""

    elf: Path
    objects: tuple[Path, ...]


def build_program(
    library: LibraryFolder, entry: Entry, target: Target, level: str, folder: Path
) -> Program:
    """Build in `folder`; raises `UserError` with what the compiler or the linker says."""
    gcc = (target.tool("gcc"), *target.flags)
    include = f"-I{library.include}"
    objects = tuple(folder / f"library_{source.stem}.o" for source in library.sources)
    for source, output in zip(library.sources, objects, strict=True):
        run_tool([*gcc, *_LIBRARY_FLAGS, level, include, "-c", source, "-o", output])
    objects += library.objects
    (folder / "entry.c").write_text(entry_source(entry, library.header) + packed_runtime(library))
    (folder / "target.ld").write_text(linker_script(target))
    timer = target.board.timer if target.board else None
    defines = [] if timer is None else [f"-DHARNESS_TIMER={timer:#x}u"]
    elf = folder / "program.elf"
    for name in _FIRMWARE:
        (folder / name).write_text((files("microaot.tools.measure.firmware") / name).read_text())
    sources = [folder / name for name in ("entry.c", "harness.c", "startup.c")]
    harness = [*gcc, *_HARNESS_FLAGS, *defines, include, f"-I{folder}", *sources]
    link = ["-nostartfiles", f"-T{folder / 'target.ld'}", *target.link_flags, "-Wl,--gc-sections"]
    run_tool([*harness, *objects, *link, "-lm", "-o", elf])
    return Program(elf, objects)
