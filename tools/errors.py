"""What a user did wrong, as an exception that carries the place in the source.

Every stage raises one of these for bad input; the command line tools print it as one line
`file:line:col: error: message` and exit with status 1.
"""

from collections.abc import Sequence

from xdsl.dialects.builtin import ArrayAttr, FileLineColLoc, FusedLoc, NameLoc
from xdsl.ir import Attribute, Operation
from xdsl.utils.exceptions import PassFailedException


class UserError(PassFailedException):
    """Bad input or a bad request; `where` is `file:line:col`, a file name, or empty."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where

    def __str__(self) -> str:
        """One line, as compilers print it."""
        return f"{self.where}: error: {self.message}" if self.where else f"error: {self.message}"


class OperationError(UserError):
    """A stage refuses `op`: the message names the op, the place is where the op was written."""

    def __init__(self, op: Operation, message: str) -> None:
        super().__init__(f"'{op.name}' {message}", describe_location(op.location))
        self.op = op


class SeveralErrors(UserError):
    """Several things are wrong, and the user learns of all at once: one line for each."""

    def __init__(self, errors: Sequence[UserError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors

    def __str__(self) -> str:
        """The lines of all errors."""
        return "\n".join(map(str, self.errors))


def describe_location(location: Attribute) -> str:
    """Render a location as `file:line:col`, or as the name of the thing, or as nothing."""
    match location:
        case FileLineColLoc():
            return f"{location.filename.data}:{location.line.data}:{location.column.data}"
        case NameLoc():
            return describe_location(location.location) or location.desc.data
        case FusedLoc():
            return describe_location(location.locations)
        case ArrayAttr():
            places = [describe_location(inner) for inner in location]
            return next(filter(None, places), "")
        case _:
            return ""
