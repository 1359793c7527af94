"""`microaot`: the command line driver.

```
microaot compile kws.mlir -o build/kws --name kws
```
"""

import sys
from pathlib import Path

import click

from microaot.tools.diagnostics import reporting_errors
from microaot.tools.errors import UserError
from microaot.tools.measure.command import measure_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="microaot")
def cli() -> None:
    """Compile MLIR ahead of time into small, readable C99 for microcontrollers."""


@cli.command("compile")
@click.argument("model", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder to write: include/NAME.h, src/NAME.c, NAME.json.",
)
@click.option("--name", help="Name of the library; the name of the file by default.")
@click.option(
    "--prefix/--no-prefix",
    default=True,
    help="Export @f as NAME_f (the default) or as f.",
)
@click.option("--line-directives", is_flag=True, help="Map C lines back to the MLIR.")
@click.option(
    "--max-alignment",
    type=int,
    metavar="BYTES",
    help="Align buffers and constants to at most BYTES; MLIR's bufferization asks for 64.",
)
@click.option(
    "--packed-api",
    type=click.Choice(("tvm", "ffi", "none")),
    default="none",
    show_default=True,
    help="Export type-erased entries that check their arguments beside public functions.",
)
@click.option(
    "--error-messages",
    type=click.Choice(("full", "none")),
    default="full",
    show_default=True,
    help="What such entries say of errors: a message, or a status only.",
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
def compile_command(
    model: Path,
    output: Path,
    name: str | None,
    prefix: bool,
    line_directives: bool,
    max_alignment: int | None,
    packed_api: str,
    error_messages: str,
    quiet: bool,
) -> None:
    """Compile MODEL, an MLIR file (- for standard input), to a C library."""
    # Imported here so that `--help` and `--version` answer at once.
    from microaot.emitc_backend.c_names import make_identifier
    from microaot.tools.api import CompileOptions, compile_module
    from microaot.tools.progress import showing_phases

    from_stdin = str(model) == "-"
    text = sys.stdin.buffer.read() if from_stdin else model.read_bytes()
    with showing_phases(quiet=quiet) as on_phase:
        library = compile_module(
            text,
            filename="<stdin>" if from_stdin else str(model),
            name=name or make_identifier("module" if from_stdin else model.stem),
            options=CompileOptions(
                prefix, line_directives, max_alignment, packed_api, error_messages
            ),
            on_phase=on_phase,
        )
    library.write(output)


cli.add_command(measure_command)


def main() -> None:
    """Run the command line tool; a bad command line is an error like any other."""
    with reporting_errors():
        try:
            cli(standalone_mode=False)
        except click.exceptions.NoArgsIsHelpError as help_text:
            help_text.show()
        except click.ClickException as error:
            raise UserError(error.format_message()) from None
        except click.Abort:
            raise UserError("interrupted") from None


if __name__ == "__main__":
    main()
