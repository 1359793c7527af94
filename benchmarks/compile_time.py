"""How long microaot takes: for 10,000 and 100,000 operations, phase by phase, and a constant.

The time should grow as the program does: ten times the operations may take 10.5 times as long.

```
python benchmarks/compile_time.py [--json]
```
"""

import json
import sys
from dataclasses import asdict, dataclass, field
from time import process_time

from rich.console import Console
from rich.table import Table

from microaot.tools.api import compile_module

SMALL, LARGE = 10_000, 100_000
CONSTANT_BYTES = 1 << 20
LARGEST_RATIO = 10.5
LONGEST_CONSTANT = 0.5
"""Seconds that a constant of one megabyte may add."""

_NESTS_PER_FUNCTION = 50
_OPS_PER_NEST = 10

_NEST = """  scf.for %i = %c0 to %c8 step %c1 {
    scf.for %j = %c0 to %c8 step %c1 {
      %x = memref.load %a[%i, %j] : memref<8x8xf32>
      %y = memref.load %b[%j, %i] : memref<8x8xf32>
      %product = arith.mulf %x, %y : f32
      %old = memref.load %out[%i, %j] : memref<8x8xf32>
      %sum = arith.addf %product, %old : f32
      memref.store %sum, %out[%i, %j] : memref<8x8xf32>
    }
  }
"""


@dataclass
class Timing:
    """Seconds of one compilation, in total and by phase."""

    total: float = 0.0
    phases: dict[str, float] = field(default_factory=dict[str, float])


def module_of(operations: int) -> str:
    """A module of about as many operations: loops in functions of the same size."""
    nests = operations // _OPS_PER_NEST
    functions = -(-nests // _NESTS_PER_FUNCTION)
    parameters = "%a: memref<8x8xf32>, %b: memref<8x8xf32>, %out: memref<8x8xf32>"
    constants = "".join(f"  %c{n} = arith.constant {n} : index\n" for n in (0, 1, 8))
    body = constants + _NEST * _NESTS_PER_FUNCTION
    return "".join(
        f"func.func @kernel{n}({parameters}) {{\n{body}  return\n}}\n" for n in range(functions)
    )


def module_with_constant() -> str:
    """A module whose only weight is a constant of one megabyte."""
    count = CONSTANT_BYTES // 4
    data = "".join(f"{n * 2654435761 % (1 << 30):08X}" for n in range(count))
    return f"""
memref.global "private" constant @weights : memref<{count}xf32> = dense<"0x{data}">
func.func @read(%i: index) -> f32 {{
  %weights = memref.get_global @weights : memref<{count}xf32>
  %value = memref.load %weights[%i] : memref<{count}xf32>
  return %value : f32
}}
"""


def time_compilation(text: str, *, repeat: int) -> Timing:
    """Compile in this process, `repeat` times; the fastest run counts.

    It is the time of the processor, which other programs disturb less than that of the clock.
    """
    return min((_time_once(text) for _ in range(repeat)), key=lambda timing: timing.total)


def _time_once(text: str) -> Timing:
    starts: list[tuple[str, float]] = []
    start = process_time()
    compile_module(text, on_phase=lambda phase: starts.append((phase, process_time())))
    end = process_time()
    timing = Timing(end - start)
    ends = [*(moment for _, moment in starts[1:]), end]
    for (phase, begun), ended in zip(starts, ends, strict=True):
        timing.phases[phase] = timing.phases.get(phase, 0.0) + ended - begun
    return timing


def measure() -> tuple[Timing, Timing, Timing]:
    """Time a small module, a large one, and a constant."""
    time_compilation(module_of(100), repeat=1)  # imports
    small = time_compilation(module_of(SMALL), repeat=3)
    large = time_compilation(module_of(LARGE), repeat=2)
    constant = time_compilation(module_with_constant(), repeat=3)
    return small, large, constant


def main() -> None:
    """Print the times; exit with status 1 if a bound is not met."""
    small, large, constant = measure()
    ratio = large.total / small.total
    if "--json" in sys.argv[1:]:
        timings = {"small": small, "large": large, "constant": constant}
        results = {name: asdict(timing) for name, timing in timings.items()}
        print(json.dumps({**results, "ratio": ratio}, indent=2))
    else:
        Console().print(as_table(small, large, constant))
    if ratio > LARGEST_RATIO or constant.total > LONGEST_CONSTANT:
        print(
            f"too slow: {ratio:.1f} times the time for ten times the operations (at most "
            f"{LARGEST_RATIO}), {constant.total:.2f} s for a constant (at most "
            f"{LONGEST_CONSTANT} s)",
            file=sys.stderr,
        )
        raise SystemExit(1)


def as_table(small: Timing, large: Timing, constant: Timing) -> Table:
    """The times for people."""
    table = Table(title="Seconds to compile (processor time)")
    table.add_column("phase")
    for title in (f"{SMALL:,} ops", f"{LARGE:,} ops", "ratio", "1 MB constant"):
        table.add_column(title, justify="right")
    for phase in small.phases:
        table.add_row(phase, *_cells(*(t.phases[phase] for t in (small, large, constant))))
    table.add_section()
    table.add_row("all", *_cells(small.total, large.total, constant.total))
    return table


def _cells(small: float, large: float, constant: float) -> tuple[str, str, str, str]:
    return f"{small:.3f}", f"{large:.2f}", f"{large / small:.1f}", f"{constant:.3f}"


if __name__ == "__main__":
    main()
