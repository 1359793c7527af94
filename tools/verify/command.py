"""`microaot verify`: whether a compiled model computes what its reference does."""

from pathlib import Path

import click


@click.command("verify")
@click.argument("model", type=click.Path(path_type=Path))
@click.option("--target", help="Run on this target, too: a name, or a .toml file.")
@click.option("--level", default="-Os", show_default=True, help="Level of the target's compiler.")
@click.option(
    "--inputs",
    type=click.Path(path_type=Path),
    help="Arrays (.npz) by names of inputs or as in0, in1 ..; a further first axis counts runs.",
)
@click.option(
    "--random",
    type=click.IntRange(0, 1000),
    default=1,
    show_default=True,
    metavar="RUNS",
    help="Without --inputs: runs on random values, beside those on least, greatest and zero.",
)
@click.option(
    "--batch", type=int, metavar="N", help="Samples at once, if the model leaves it open."
)
@click.option("--layers", is_flag=True, help="Find the first layer that differs.")
@click.option(
    "--tolerance",
    type=click.FloatRange(min=0),
    metavar="X",
    help="Allow differences up to X; by default what roundings differ by in the reference.",
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
def verify_command(
    model: Path,
    target: str | None,
    level: str,
    inputs: Path | None,
    random: int,
    batch: int | None,
    layers: bool,
    tolerance: float | None,
    quiet: bool,
) -> None:
    """Compile MODEL, run it here and on a target, and compare with its reference executor.

    That is LiteRT for .tflite, ONNX Runtime for .onnx; for .mlir the TOSA reference model, if it is
    TOSA, or LLVM's execution. Where none of them is installed it is an interpreter of MLIR, which
    is part of microaot. The exit status is 1 if an output differs by more than is allowed.
    """
    # Imported here so that `--help` answers at once.
    from rich.console import Console

    from microaot.tools.importers.load import load_model
    from microaot.tools.measure.inputs import load_inputs
    from microaot.tools.progress import showing_phases
    from microaot.tools.verify.table import print_report
    from microaot.tools.verify.verify import verify_model

    imported = load_model(model, batch=batch)
    with showing_phases(quiet=quiet) as on_phase:
        report = verify_model(
            imported,
            model,
            target=target,
            level=level if level.startswith("-") else f"-{level}",
            inputs=load_inputs(inputs) if inputs else None,
            random=random,
            tolerance=tolerance,
            layers=layers,
            on_phase=on_phase,
        )
    console = Console(highlight=False)
    for note in (*imported.notes, *report.notes):
        console.print(f"note: {note}", markup=False, soft_wrap=True)
    print_report(console, report)
    if not report.is_good:
        raise SystemExit(1)
