"""A measurement as a table for people, beside the one before."""

from collections.abc import Iterator

from rich.table import Table

from microaot.tools.measure.measurement import Measurement

_SIZES = {
    "stack, peak": "stack_peak",
    "stack, worst case": "stack_worst",
    "code": "code",
    "code of the C and compiler libraries": "support_code",
    "constants": "constants",
    "RAM of the library": "ram",
    "RAM lent by the application": "lent",
    "inputs and outputs": "arguments",
}
"""What the rows of bytes say, and the fields of a measurement that they show."""


def as_table(now: Measurement, before: Measurement | None) -> Table:
    """All figures of a measurement; if there is one before, its figures and the differences."""
    runs = f"{now.runs} runs, the longest" if now.runs > 1 else "1 run"
    table = Table(
        title=f"{now.library} on {now.target} at {now.level}: {runs}",
        title_justify="left",
    )
    table.add_column("")
    table.add_column("now", justify="right")
    if before:
        table.add_column("before", justify="right")
        table.add_column("change", justify="right")
    old_operators = _by_operator(before) if before else {}
    rows = [("instructions", now.instructions, before and before.instructions)]
    rows += [
        (f"  {name}", count, old_operators.get(name)) for name, count in _by_operator(now).items()
    ]
    _add(table, rows, has_before=before is not None)
    table.add_section()
    sizes = [
        (name, getattr(now, key), before and getattr(before, key)) for name, key in _SIZES.items()
    ]
    _add(table, sizes, has_before=before is not None)
    return table


def change(now: int, before: int | None) -> str:
    """The difference in percent, as markup; nothing if there is none."""
    if before is None or now == before:
        return ""
    if before == 0:
        return "[red]new[/]"
    percent = 100 * (now - before) / before
    amount = f"{percent:+.1f} %" if abs(percent) >= 0.05 else f"{'+' if percent > 0 else '-'}<0.1 %"
    return f"[{'red' if percent > 0 else 'green'}]{amount}[/]"


def _add(table: Table, rows: list[tuple[str, int, int | None]], *, has_before: bool) -> None:
    for name, now, before in rows:
        cells = [f"{now:,}"]
        if has_before:
            cells += ["" if before is None else f"{before:,}", change(now, before)]
        table.add_row(name, *cells)


def _by_operator(measurement: Measurement) -> dict[str, int]:
    """The instructions of each operator; several calls of one name are one row."""
    calls: dict[str, list[int]] = {}
    for operator in measurement.operators:
        calls.setdefault(operator.name, []).append(operator.instructions)
    rows: dict[str, int] = {}
    for name, counts in calls.items():
        rows[name if len(counts) == 1 else f"{name} ({len(counts)} calls)"] = sum(counts)
    if rows and (rest := measurement.instructions - sum(rows.values())):
        rows[measurement.function] = rest
    return rows


def remarks(measurement: Measurement) -> Iterator[str]:
    """What belongs below the table, line by line."""
    yield f"bytes, and executed instructions; {measurement.compiler}"
    if measurement.counter == "timer":
        yield "counted by virtual time: a few instructions too many, and no operators"
    for reason in measurement.stack_unknown:
        yield f"the stack may become deeper: {reason}"
