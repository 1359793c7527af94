"""`microaot-opt`: xDSL's optimizer driver with microaot's front end and one-line errors.

```
microaot-opt model.mlir -p convert-linalg-to-loops,canonicalize -o model.opt.mlir
```
"""

from argparse import ArgumentParser
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import IO, ClassVar, NoReturn

from xdsl.dialects.builtin import ModuleOp
from xdsl.xdsl_opt_main import xDSLOptMain

from microaot.tools.diagnostics import reporting_errors
from microaot.tools.errors import UserError
from microaot.tools.frontend import parse_module
from microaot.tools.recursion import deep_recursion


class _DelayedFile(StringIO):
    """Keeps what is written when it is closed, for a file that appears only after success."""

    contents = ""

    def close(self) -> None:
        self.contents = self.getvalue()
        super().close()


class MicroaotOptMain(xDSLOptMain):
    """Every dialect, pass and target of the environment; every operation has a location."""

    version_format: ClassVar[str] = f"microaot-opt {version('microaot')} on xDSL {{xdsl_version}}"

    def register_all_arguments(self, arg_parser: ArgumentParser) -> None:
        """Report a bad command line as any other error, without the usage."""
        super().register_all_arguments(arg_parser)
        arg_parser.error = _refuse

    def register_all_frontends(self) -> None:
        """Read MLIR with the front end of the `microaot` driver."""

        def parse_mlir(stream: IO[bytes]) -> ModuleOp:
            return parse_module(self.ctx, stream.read(), self.get_input_name())

        self.available_frontends["mlir"] = parse_mlir

    def prepare_output(self) -> IO[str]:
        """Standard output, or a buffer in place of the output file."""
        self._output = super().prepare_output() if self.args.output_file is None else _DelayedFile()
        return self._output

    def run(self) -> None:
        """Run the tool; the output file is written after everything has succeeded."""
        super().run()
        if isinstance(self._output, _DelayedFile):
            Path(self.args.output_file).write_text(self._output.contents)


def _refuse(message: str) -> NoReturn:
    raise UserError(message)


def main() -> None:
    """Run the command line tool."""
    with reporting_errors(), deep_recursion():
        MicroaotOptMain("microaot's optimizer driver").run()


if __name__ == "__main__":
    main()
