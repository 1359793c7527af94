"""`microaot measure`: what a library costs on a target."""

import json
from pathlib import Path

import click


@click.command("measure")
@click.argument("library", type=click.Path(path_type=Path))
@click.option(
    "--target", required=True, help="Name of a target, or a .toml file that describes one."
)
@click.option("--level", default="-Os", show_default=True, help="Level of the C compiler.")
@click.option(
    "--inputs",
    type=click.Path(path_type=Path),
    help="Arrays (.npz) by names of inputs or as in0, in1 ..; a further first axis counts runs.",
)
@click.option("--function", help="Which function, if the library has no AOT main but several.")
@click.option(
    "--json",
    "output",
    type=click.Path(path_type=Path),
    help="Write the measurement to this file, with sections and symbols.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop the program on the target after so long.",
)
def measure_command(
    library: Path,
    target: str,
    level: str,
    inputs: Path | None,
    function: str | None,
    output: Path | None,
    time_limit: float,
) -> None:
    """Compile the folder LIBRARY for a target, run it under QEMU, and print what it costs.

    Instructions, stack, code, constants and RAM are shown beside those of the last time, which are
    kept in the folder; its report.txt gets the size of each function and object.
    """
    # Imported here so that `--help` answers at once.
    from rich.console import Console

    from microaot.tools.measure.inputs import load_inputs
    from microaot.tools.measure.measurement import (
        keep_measurement,
        last_measurements,
        previous_measurement,
    )
    from microaot.tools.measure.run import run_on_target
    from microaot.tools.measure.table import as_table, remarks
    from microaot.tools.output import write_files
    from microaot.tools.report import REPORT, with_measurements

    level = level if level.startswith("-") else f"-{level}"
    arrays = load_inputs(inputs) if inputs else None
    _, measurement = run_on_target(
        library, target, level, arrays, function=function, time_limit=time_limit
    )
    before = previous_measurement(library, measurement.target, level)
    if output:
        text = json.dumps(measurement.as_json(), indent=2) + "\n"
        write_files(output.parent, {output.name: text})
    keep_measurement(library, measurement)
    if (report := library / REPORT).is_file():
        text = with_measurements(report.read_text(encoding="utf-8"), last_measurements(library))
        write_files(library, {REPORT: text})
    console = Console(highlight=False)
    console.print(as_table(measurement, before))
    for line in remarks(measurement):
        console.print(line, markup=False, soft_wrap=True)
