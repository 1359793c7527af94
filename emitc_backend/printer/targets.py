"""The targets `microaot-c` and `microaot-header`."""

import re
from dataclasses import dataclass
from typing import IO, ClassVar

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.utils.target import Target

from microaot.emitc_backend.printer.header import print_declarations, print_header
from microaot.emitc_backend.printer.layout import Lines
from microaot.emitc_backend.printer.module import file_ops, print_source


@dataclass(frozen=True)
class CTarget(Target):
    """Print emitc IR as a C99 source file, `microaot-c{header="kws.h" line-directives=true}`."""

    name: ClassVar[str] = "microaot-c"

    header: str | None = None
    """The header of this source, to be included first."""
    line_directives: bool = False
    """Whether `#line` makes debuggers show the MLIR instead of the C."""
    file_id: str | None = None
    """Which `emitc.file` of the module to print."""

    def emit(self, ctx: Context, module: ModuleOp, output: IO[str]) -> None:
        """Print the source."""
        lines = Lines(self.line_directives)
        print_source(file_ops(module, self.file_id), lines, self.header)
        output.write(lines.text())


@dataclass(frozen=True)
class HeaderTarget(Target):
    """Print the header for emitc IR, `microaot-header{guard=KWS_H}`."""

    name: ClassVar[str] = "microaot-header"

    guard: str = "MICROAOT_GENERATED_H"
    """The macro that tells whether the header has been included already."""
    file_id: str | None = None
    """Which `emitc.file` of the module to print."""
    is_private: bool = False
    """Whether the file only declares what the sources of one library share."""

    def emit(self, ctx: Context, module: ModuleOp, output: IO[str]) -> None:
        """Print the header."""
        lines = Lines()
        print_ops = print_declarations if self.is_private else print_header
        print_ops(file_ops(module, self.file_id), lines, self.guard)
        output.write(lines.text())


def include_guard(file_name: str) -> str:
    """The include guard for a header of this name."""
    return re.sub(r"\W", "_", file_name).upper()
