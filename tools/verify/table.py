"""Showing the report of a verification."""

from rich.console import Console
from rich.table import Table

from microaot.tools.verify.comparison import Comparison, first_divergence
from microaot.tools.verify.verify import Report


def print_report(console: Console, report: Report) -> None:
    """Print the outputs, the layers if there are any, and a line that says how it went."""
    console.print(_table(f"beside {report.reference}", "output", report.outputs))
    if report.layers is not None and not report.layers:
        console.print("nothing tells the layers of this model apart")
    elif report.layers:
        console.print(_table("layers", "layer", report.layers))
        first = first_divergence(report.layers)
        said = "no layer diverges" if first is None else f"diverges first: {first.what}"
        console.print(said, markup=False, soft_wrap=True)
    runs = "1 run" if report.runs == 1 else f"{report.runs} runs"
    verdict = "equal within tolerance" if report.is_good else "DIFFERENT"
    console.print(f"{verdict}, {runs}", markup=False)


def _table(title: str, what: str, rows: tuple[Comparison, ...]) -> Table:
    table = Table(title=title)
    table.add_column(what, overflow="fold")
    for heading in ("where", "max", "mean", "allowed", "top-1"):
        table.add_column(heading, justify="left" if heading == "where" else "right")
    for row in rows:
        table.add_row(
            _shorten(row.what),
            row.where,
            f"{row.maximum:.3g}",
            f"{row.mean:.3g}",
            f"{row.tolerance:.3g}",
            f"{row.top1:.1%}",
            style=None if row.is_good else "red",
        )
    return table


def _shorten(name: str) -> str:
    """The first of the names of all that was fused into a layer."""
    first, separator, _ = name.partition(";")
    return first + ("; ..." if separator else "")
