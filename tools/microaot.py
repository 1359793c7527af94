"""`microaot`: the command line driver.

```
microaot compile kws.mlir -o build/kws --name kws
```
"""

import click

from microaot.tools.compile_command import compile_command
from microaot.tools.diagnostics import reporting_errors
from microaot.tools.errors import UserError
from microaot.tools.measure.command import measure_command
from microaot.tools.verify.command import verify_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="microaot")
def cli() -> None:
    """Compile MLIR ahead of time into small, readable C99 for microcontrollers."""


cli.add_command(compile_command)
cli.add_command(measure_command)
cli.add_command(verify_command)


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
