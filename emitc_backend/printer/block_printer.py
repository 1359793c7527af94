"""What the printers of structured and of unstructured control flow need of whoever prints ops."""

from contextlib import AbstractContextManager
from typing import Protocol

from xdsl.ir import Block, Operation, SSAValue

from microaot.emitc_backend.printer.expressions import Expressions
from microaot.emitc_backend.printer.layout import Lines
from microaot.emitc_backend.printer.placement import Placement


class BlockPrinter(Protocol):
    """Prints the ops of blocks, one after another; `FunctionPrinter` is the one there is.

    The printers of `for`, `if` and `goto` call it for the ops within and are called by it.
    """

    lines: Lines
    expressions: Expressions
    placement: Placement

    def scope(self) -> AbstractContextManager[None]:
        """Names taken within are free again behind it."""
        ...

    def take_name(self, value: SSAValue) -> str:
        """Name a value in the current scope."""
        ...

    def block(self, block: Block) -> None:
        """Print the ops of `block`, for which a scope has been entered."""
        ...

    def statement(self, op: Operation) -> None:
        """Print one op, or remember its text if it is printed at its use."""
        ...

    def is_silent(self, op: Operation) -> bool:
        """Whether `op` makes no line of its own."""
        ...
