"""Counting executed instructions: a plugin of QEMU, or the virtual time of a timer.

The plugin tells the instructions of each call that the measured function makes, and needs a host
compiler and a QEMU with plugins. Virtual time needs neither, but gives totals only, a few
instructions too many: those that pass arguments and read the timer.
"""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from microaot.tools.measure.symbols import Symbol

CALLER = "harness_call"
"""The function of the harness that calls the measured one."""

PLUGIN_APIS = (1, 2)
"""Versions of QEMU's plugin interface that the counter can be built for."""

ICOUNT_SHIFT = 6
"""With `-icount`, an instruction takes 2 to this power nanoseconds of virtual time."""


@dataclass(frozen=True)
class Call:
    """One call of an operator: its function, and the instructions with those of its callees."""

    function: str
    instructions: int


@dataclass(frozen=True)
class Count:
    """The instructions of one run of the measured function."""

    total: int
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True)
class Counts:
    """The instructions of all runs, and those of each function itself over all runs."""

    runs: tuple[Count, ...]
    own: dict[str, int]


def build_counter(api: int, plugin: Path) -> bool:
    """Put the plugin for a version of the interface into the file `plugin`.

    It is compiled when it is first needed, and kept. Returns whether there is one: there is none if
    the host has no compiler.
    """
    source = files("microaot.tools.measure").joinpath("counter.c").read_text()
    digest = hashlib.sha256(f"{api} {source}".encode()).hexdigest()[:16]
    kept = _cache_folder() / f"counter-{digest}.so"
    if kept.is_file():
        shutil.copyfile(kept, plugin)
        return True
    text = plugin.with_suffix(".c")
    text.write_text(source)
    command = ["cc", f"-DPLUGIN_API={api}", "-O2", "-shared", "-fPIC", text, "-o", plugin]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    _keep(plugin, kept)
    return True


def _keep(plugin: Path, kept: Path) -> None:
    # Moved into place at once: another process may do the same.
    complete = kept.with_suffix(f".{os.getpid()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(plugin, complete)
        os.replace(complete, kept)
    except OSError:
        # A home that cannot be written to costs a compilation each time.
        return


def _cache_folder() -> Path:
    root = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(root) / "microaot"


def functions_of(symbols: Iterable[Symbol]) -> list[Symbol]:
    """The functions of an executable by address, one for each address."""
    by_address = {symbol.address: symbol for symbol in symbols if symbol.kind == "code"}
    return [by_address[address] for address in sorted(by_address)]


def describe_functions(functions: Sequence[Symbol], measured: str, operators: Iterable[str]) -> str:
    """The file that tells the plugin which function is where."""
    roles = {**dict.fromkeys(operators, "o"), measured: "r", CALLER: "h"}
    # A compiler splits a function into `f`, `f.part.0` and `f.cold`.
    return "".join(
        f"{roles.get(function.name.partition('.')[0], 'f')} {function.address:x}\n"
        for function in functions
    )


def parse_counts(text: str, functions: Sequence[Symbol]) -> Counts:
    """What the plugin has written."""
    runs: list[Count] = []
    calls: list[Call] = []
    own: dict[str, int] = {}
    for line in text.splitlines():
        match line.split():
            case ["call", index, count]:
                calls.append(Call(functions[int(index)].name, int(count)))
            case ["run", total]:
                runs.append(Count(int(total), tuple(calls)))
                calls = []
            case ["self", index, count]:
                own[functions[int(index)].name] = int(count)
            case _:
                raise ValueError(f"unexpected line of the counter: {line}")
    return Counts(tuple(runs), own)


def count_of_ticks(ticks: int, timer_hz: int) -> Count:
    """The instructions in which a timer of virtual time makes so many steps."""
    return Count(round(ticks * 1e9 / timer_hz / 2**ICOUNT_SHIFT))
