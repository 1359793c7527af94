"""`microaot compile`: from a model or a module to a folder of C."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from microaot.tools.importers.imported_model import ImportedModel


@click.command("compile")
@click.argument("model", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder to write: include/, src/, NAME.json and, for a model, reports.",
)
@click.option("--name", help="Name of the library; the name of the file by default.")
@click.option(
    "--target",
    help="What it will run on: a built-in name such as cortex-m4, or a TOML file.",
)
@click.option(
    "--batch", type=int, metavar="N", help="Samples at once, if the model leaves it open."
)
@click.option(
    "--prefix",
    default="",
    help="Put before the library's name in C; tvmgen makes a model look as TVM's did.",
)
@click.option("--no-prefix", is_flag=True, help="Export @f as f, not as NAME_f (no models).")
@click.option("--line-directives", is_flag=True, help="Map C lines back to the MLIR.")
@click.option(
    "--max-alignment",
    type=int,
    metavar="BYTES",
    help="Align buffers and constants to at most BYTES; by default what the target needs.",
)
@click.option(
    "--packed-api",
    type=click.Choice(("tvm", "ffi", "none")),
    default="none",
    show_default=True,
    help="Export type-erased entries that check their arguments beside public functions; a model "
    "calls its operators through such entries.",
)
@click.option(
    "--unpacked-api",
    "packed_api",
    flag_value="none",
    help="The same as --packed-api none.",
)
@click.option(
    "--interface",
    type=click.Choice(("c", "packed")),
    default="c",
    show_default=True,
    help="packed adds a packed function that runs the model, in the ABI of --packed-api or ffi.",
)
@click.option(
    "--error-messages",
    type=click.Choice(("full", "none")),
    default="full",
    show_default=True,
    help="What such entries say of errors: a message, or a status only.",
)
@click.option(
    "--pool",
    "pools",
    multiple=True,
    metavar="NAME[:SIZE[:OWNER]]",
    help="Memory for intermediate tensors, e.g. sram:64KiB:app; may be repeated.",
)
@click.option("--reorder", is_flag=True, help="Change the order of operators to save memory.")
@click.option("--io-in-workspace", is_flag=True, help="Plan inputs and outputs into the pools too.")
@click.option("--checks/--no-checks", default=True, help="Refuse NULL and misaligned pointers.")
@click.option("--descriptor", is_flag=True, help="Describe the model as data, too.")
@click.option(
    "--partition", metavar="FILE", help="TOML that says which device computes which operators."
)
@click.option(
    "--device-hooks",
    type=click.Choice(("microaot", "tvm")),
    help="How hooks of devices are called; by default tvm with --prefix tvmgen.",
)
@click.option(
    "--constant-pool",
    "constant_pools",
    multiple=True,
    metavar="NAME[:SIZE[:OWNER]]",
    help="Memory for constants, e.g. qspi:1MiB:app; may be repeated.",
)
@click.option(
    "--constant-section",
    default="",
    metavar="SECTION",
    help="Section for constants; {pool} stands for the name of the pool.",
)
@click.option(
    "--operators",
    type=click.Choice(("c", "llvm")),
    default="c",
    show_default=True,
    help="Write operators as C, or compile them by LLVM for the target.",
)
@click.option(
    "--unroll",
    type=click.IntRange(min=1),
    metavar="N",
    help="Steps of a sum in one iteration; 4 for models, else 1.",
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
def compile_command(
    model: Path,
    output: Path,
    name: str | None,
    batch: int | None,
    prefix: str,
    no_prefix: bool,
    pools: tuple[str, ...],
    quiet: bool,
    **options: object,
) -> None:
    """Compile MODEL to a C library.

    MODEL is a model (.tflite, .onnx, or MLIR on tensors) or any MLIR module; - is standard input.
    """
    # Imported here so that `--help` and `--version` answer at once.
    from microaot.emitc_backend.c_names import make_identifier
    from microaot.tools.api import CompileOptions, compile_imported
    from microaot.tools.progress import showing_phases

    chosen: Mapping[str, object] = {
        **options,
        "prefix": None if no_prefix else prefix,
        **({"pools": pools} if pools else {}),
    }
    imported = read_model(model, batch)
    for note in imported.notes:
        print(f"{imported.filename}: note: {note}", file=sys.stderr)
    with showing_phases(quiet=quiet) as on_phase:
        library = compile_imported(
            imported,
            name=name
            or make_identifier("module" if str(model) == "-" else model.name.split(".")[0]),
            options=CompileOptions(**cast(dict[str, str], chosen)),  # pyright: ignore[reportArgumentType]  # click has checked the types
            on_phase=on_phase,
        )
    library.write(output)


def read_model(model: Path, batch: int | None) -> "ImportedModel":
    """Read a model's file, or MLIR from standard input."""
    from microaot.tools.importers.imported_model import ImportedModel
    from microaot.tools.importers.load import load_model

    if str(model) == "-":
        return ImportedModel(sys.stdin.buffer.read(), "<stdin>", batch=batch)
    return load_model(model, batch=batch)
