"""Code size and stack on a Cortex-M0: what microaot writes against what an expert writes.

Each kernel of `cortex_m0/` is there twice, as MLIR and as C by hand. Both are compiled with
`arm-none-eabi-gcc`; the table shows bytes of instructions and constants, bytes of stack of the
function with everything that it calls in the same file, and how much more microaot's C takes.

```
python benchmarks/code_size.py [--json]
```
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from microaot.tools.api import CompileOptions, compile_module

FOLDER = Path(__file__).parent / "cortex_m0"
KERNELS = ("add", "matmul", "conv2d", "qmatmul")
LEVELS = ("-O0", "-Os", "-O2")

_GCC = ("arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb", "-std=c99")


@dataclass(frozen=True)
class Footprint:
    """Bytes that a function takes: code with constants, and stack."""

    size: int
    stack: int


@dataclass(frozen=True)
class Row:
    """One kernel at one optimization level, by hand and by microaot."""

    kernel: str
    level: str
    hand: Footprint
    microaot: Footprint

    @property
    def size_ratio(self) -> float:
        """Bytes of code, relative to the hand-written C."""
        return self.microaot.size / self.hand.size

    @property
    def stack_ratio(self) -> float:
        """Bytes of stack, relative to the hand-written C."""
        return self.microaot.stack / self.hand.stack


def compile_kernel(name: str) -> dict[str, str]:
    """The files that microaot makes of a kernel; its function has the kernel's name."""
    source = FOLDER / f"{name}.mlir"
    options = CompileOptions(prefix=None)
    return compile_module(
        source.read_text(), filename=source.name, name=name, options=options
    ).files


def measure(files: Mapping[str, str], level: str) -> Footprint:
    """Compile the C files of a kernel for the Cortex-M0 and measure the objects."""
    size, stack = 0, 0
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for source in (folder / name for name in files if name.endswith(".c")):
            output = source.with_suffix(".o")
            include = f"-I{folder / 'include'}"
            _run(*_GCC, level, "-fstack-usage", include, "-c", str(source), "-o", str(output))
            size += _size(_run("arm-none-eabi-size", "-A", str(output)))
            frames = _frames(output.with_suffix(".su").read_text())
            calls = _calls(_run("arm-none-eabi-objdump", "-dr", str(output)))
            stack = max(stack, *(_depth(function, frames, calls) for function in frames))
    return Footprint(size, stack)


def measure_all() -> list[Row]:
    """Every kernel at every level."""
    rows: list[Row] = []
    for kernel in KERNELS:
        by_hand = {"src/hand.c": (FOLDER / f"{kernel}.c").read_text()}
        compiled = compile_kernel(kernel)
        rows += [Row(kernel, o, measure(by_hand, o), measure(compiled, o)) for o in LEVELS]
    return rows


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _size(sections: str) -> int:
    """The sum of the code and read-only data in the output of `size -A`."""
    found = re.findall(r"^\.(?:text|rodata)\S*\s+(\d+)", sections, re.MULTILINE)
    return sum(map(int, found))


def _frames(stack_usage: str) -> dict[str, int]:
    """The frame of each function; a line is `file:line:column:function<tab>bytes<tab>static`."""
    frames: dict[str, int] = {}
    for line in stack_usage.splitlines():
        place, size, kind = line.split("\t")
        assert kind == "static", f"{place} has a frame of variable size"
        frames[_without_number(place.rsplit(":", 1)[1])] = int(size)
    return frames


def _calls(disassembly: str) -> dict[str, set[str]]:
    """Who calls whom, from the relocations of calls and jumps to other functions."""
    calls: dict[str, set[str]] = {}
    function = ""
    for line in disassembly.splitlines():
        if label := re.match(r"[0-9a-f]+ <(\S+)>:", line):
            function = _without_number(label[1])
            calls[function] = set()
        elif target := re.search(r"R_ARM_(?:THM_)?(?:CALL|JUMP\d+)\s+(\S+)", line):
            calls[function].add(_without_number(target[1]))
        elif target := re.search(r"\bbl\s+[0-9a-f]+ <([^>+]+)>", line):
            calls[function].add(_without_number(target[1]))
    return calls


def _without_number(symbol: str) -> str:
    """The name of a function's clone without its number, which the stack usage may leave out."""
    return re.sub(r"\.\d+$", "", symbol)


def _depth(function: str, frames: Mapping[str, int], calls: Mapping[str, set[str]]) -> int:
    """Bytes of stack of a function with what it calls; the C library's are nobody's doing."""
    deepest = (_depth(f, frames, calls) for f in calls[function] if f in frames)
    return frames[function] + max(deepest, default=0)


def as_table(rows: list[Row]) -> Table:
    """The measurements for people."""
    table = Table(title="Cortex-M0, bytes: by hand, microaot, ratio")
    table.add_column("kernel")
    table.add_column("level")
    for title in ("code", "microaot", "ratio", "stack", "microaot", "ratio"):
        table.add_column(title, justify="right")
    for row in rows:
        sizes = (row.hand.size, row.microaot.size, f"{row.size_ratio:.2f}")
        stacks = (row.hand.stack, row.microaot.stack, f"{row.stack_ratio:.2f}")
        end_section = row.level == LEVELS[-1]
        table.add_row(row.kernel, row.level, *map(str, (*sizes, *stacks)), end_section=end_section)
    return table


def main() -> None:
    """Print the table, or JSON if asked to."""
    rows = measure_all()
    if "--json" in sys.argv[1:]:
        print(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        Console().print(as_table(rows))


if __name__ == "__main__":
    main()
