"""The memory plan as a table: what is where, and when."""

from collections.abc import Iterator, Sequence

from microaot.passes.memory.plan import MemoryPlan, PlannedBuffer, PlannedPool

BUFFER_COLUMNS = ("offset", "end", "size", "align", "in use", "kind", "name")
POOL_COLUMNS = ("pool", "owner", "size", "limit", "align", "least possible")

_RIGHT = {"offset", "end", "size", "align", "limit"}


def memory_report(plan: MemoryPlan) -> str:
    """Tables of the pools, of the buffers in each, and of the calls that the columns number."""
    total = sum(pool.size for pool in plan.pools)
    lines = [f"Memory of {plan.entry}: {total:,} B", ""]
    lines += table(POOL_COLUMNS, [pool_row(pool) for pool in plan.pools])
    for pool in plan.pools:
        buffers = sorted(plan.in_pool(pool.name), key=lambda b: (b.first, b.offset, b.name))
        if buffers:
            lines += ["", f"Pool {pool.name}, in bytes", ""]
            lines += table(BUFFER_COLUMNS, [buffer_row(buffer, plan) for buffer in buffers])
    if plan.steps:
        lines += ["", "Calls, in order", ""]
        width = len(str(len(plan.steps)))
        lines += [f"{number:>{width}}  {step}" for number, step in enumerate(plan.steps, 1)]
    return "\n".join(lines) + "\n"


def pool_row(pool: PlannedPool) -> tuple[str, ...]:
    """A pool in the columns `POOL_COLUMNS`; its least size may be known only from below."""
    limit = "any" if pool.limit is None else f"{pool.limit:,}"
    least = "reached" if pool.is_optimal else f"at least {pool.bound:,}"
    return pool.name, pool.owner, f"{pool.size:,}", limit, str(pool.alignment), least


def buffer_row(buffer: PlannedBuffer, plan: MemoryPlan) -> tuple[str, ...]:
    """A buffer in the columns `BUFFER_COLUMNS`; calls are counted from 1."""
    numbers = f"{buffer.offset:,}", f"{buffer.end:,}", f"{buffer.size:,}", str(buffer.alignment)
    name = buffer.name if buffer.label is None else buffer.label
    place = f" (where {buffer.shares} was)" if buffer.shares is not None else ""
    return *numbers, span(buffer, plan), buffer.kind, f"{name}{place}"


def span(buffer: PlannedBuffer, plan: MemoryPlan) -> str:
    """The calls during which a buffer is in use: `start-3`, `2`, `4-end`."""

    def name(step: int) -> str:
        if step < 0:
            return "start"
        return "end" if step >= len(plan.steps) else str(step + 1)

    first, last = name(buffer.first), name(buffer.last)
    return first if first == last else f"{first}-{last}"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of a table whose columns are as wide as needed, numbers to the right."""
    widths = [max(map(len, cells)) for cells in zip(columns, *rows, strict=True)]
    for row in (columns, *rows):
        cells = (
            cell.rjust(width) if column in _RIGHT else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        )
        yield "  ".join(cells).rstrip()
