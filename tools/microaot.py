"""`microaot`: the command line driver.

```
microaot compile kws.mlir -o build/kws --name kws
```
"""

import sys
from pathlib import Path
from typing import Annotated

import click
import typer

from microaot.passes.c_identifiers import make_identifier
from microaot.tools.api import CompileOptions, compile_module
from microaot.tools.diagnostics import reporting_errors
from microaot.tools.errors import UserError
from microaot.tools.progress import showing_phases

app = typer.Typer(
    name="microaot",
    help="Compile MLIR ahead of time into small, readable C99 for microcontrollers.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def _main() -> None:
    """Compile MLIR ahead of time into small, readable C99 for microcontrollers."""


@app.command()
def compile(
    model: Annotated[Path, typer.Argument(help="MLIR file at the plain level; - for stdin.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write.")],
    name: Annotated[
        str | None, typer.Option(help="Name of the library; the file's name by default.")
    ] = None,
    prefix: Annotated[
        bool, typer.Option("--prefix/--no-prefix", help="Export @f as <name>_f, or as f.")
    ] = True,
    line_directives: Annotated[
        bool, typer.Option("--line-directives", help="Map C lines back to the MLIR.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Compile an MLIR module to a C library: include/NAME.h, src/NAME.c, NAME.json."""
    options = CompileOptions(prefix=prefix, line_directives=line_directives)
    from_stdin = str(model) == "-"
    text = sys.stdin.buffer.read() if from_stdin else model.read_bytes()
    library_name = name or make_identifier("module" if from_stdin else model.stem)
    with showing_phases(quiet=quiet) as on_phase:
        library = compile_module(
            text,
            filename="<stdin>" if from_stdin else str(model),
            name=library_name,
            options=options,
            on_phase=on_phase,
        )
    library.write(output)


def main() -> None:
    """Run the command line tool; a bad command line is an error like any other."""
    with reporting_errors():
        try:
            status = app(standalone_mode=False)
        except click.ClickException as error:
            raise UserError(error.format_message()) from None
        except click.Abort:
            raise UserError("interrupted") from None
        raise SystemExit(status)


if __name__ == "__main__":
    main()
