"""`report.txt`: where every byte of RAM and flash goes.

The first part is known when a library is compiled: pools, the buffers in them, constants. What
`microaot measure` finds out is added below it, one part for each target and level.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import ModuleOp

from microaot.dialects.emitc import GlobalOp
from microaot.passes.memory.plan import MemoryPlan
from microaot.tools.manifest import byte_size
from microaot.tools.measure.measurement import Measurement
from microaot.tools.memory_report import memory_report, table

REPORT = "report.txt"
"""The file in the folder of a library."""

_MEASURED = "\n\nMeasured on "
"""What each measured part begins with."""

_KINDS = {
    "code": "Code",
    "constants": "Constants",
    "data": "Variables with initial values",
    "bss": "Variables",
}


@dataclass(frozen=True)
class Datum:
    """A named object in memory, and its bytes."""

    name: str
    size: int


def constants_of(module: ModuleOp) -> list[Datum]:
    """The constants of an emitc module that it defines itself."""
    return [
        Datum(op.sym_name.data, byte_size(op.type))
        for op in module.walk()
        if isinstance(op, GlobalOp) and op.const_specifier and not op.extern_specifier
    ]


def library_report(name: str, plan: MemoryPlan | None, constants: Sequence[Datum]) -> str:
    """What is known of a library before it is compiled for a target."""
    total = sum(constant.size for constant in constants)
    lines = [f"Constants of {name}: {total:,} B", "", *_by_size(constants)]
    memory = memory_report(plan) + "\n" if plan else ""
    return memory + "\n".join(lines).rstrip() + "\n"


def with_measurements(report: str, measurements: Iterable[Measurement]) -> str:
    """A report with these measurements in place of those that it has."""
    first = report.partition(_MEASURED)[0].rstrip("\n")
    parts = ["\n".join(_measured(measurement)) for measurement in measurements]
    return "".join([first, *(_MEASURED + part for part in parts)]).lstrip("\n") + "\n"


def _measured(measurement: Measurement) -> Iterator[str]:
    yield f"{measurement.target} at {measurement.level} with {measurement.compiler}"
    yield ""
    yield f"{measurement.instructions:,} instructions"
    bound = "at least " if measurement.stack_unknown else ""
    yield f"{bound}{measurement.stack_worst:,} B of stack"
    if measurement.support_code:
        yield f"{measurement.support_code:,} B of code of the C and compiler libraries"
    for kind, title in _KINDS.items():
        symbols = measurement.symbols.get(kind, {})
        if symbols:
            yield from ("", f"{title}: {sum(symbols.values()):,} B", "")
            yield from _by_size([Datum(name, size) for name, size in symbols.items()])


def _by_size(data: Sequence[Datum]) -> Iterator[str]:
    ordered = sorted(data, key=lambda datum: (-datum.size, datum.name))
    yield from table(("size", "name"), [(f"{datum.size:,}", datum.name) for datum in ordered])
