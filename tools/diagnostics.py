"""Errors as users see them: one line `file:line:col: error: message`, never a traceback.

xDSL reports errors as exceptions of many classes, with messages of many lines, the whole module in
a note, and no source position. `reporting_errors` turns whatever escapes into one line:

```python
with reporting_errors():
    compile_file(path)
```
"""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from types import TracebackType
from typing import cast

from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, Operation
from xdsl.parser import Parser
from xdsl.utils.exceptions import (
    ArgSpecParseError,
    DiagnosticException,
    ParseError,
    UnregisteredConstructException,
)
from xdsl.utils.lexer import Span

from microaot.tools.errors import SeveralErrors, UserError, describe_location

_USER_ERRORS = (
    DiagnosticException,
    UnregisteredConstructException,
    ValueError,
    NotImplementedError,
    OSError,
)
"""What xDSL and Python raise for bad input or a bad request; anything else is our own fault."""

TRACEBACK_VARIABLE = "MICROAOT_TRACEBACK"
"""Name of the environment variable that makes the tools show Python tracebacks."""


@contextmanager
def reporting_errors() -> Generator[None]:
    """Print an error that escapes from the block as one line and exit with status 1."""
    try:
        yield
    except (Exception, ArgSpecParseError) as error:
        if os.environ.get(TRACEBACK_VARIABLE):
            raise
        print(as_user_error(error), file=sys.stderr)
        raise SystemExit(1) from None


def as_user_error(error: BaseException) -> UserError:
    """The same error with a message of one line and the best known place in the source."""
    match error:
        case SeveralErrors():
            return SeveralErrors([as_user_error(each) for each in error.errors])
        case UserError():
            return UserError(_one_line(error.message), error.where)
        case ParseError():
            return UserError(_parse_message(error), str(error.span.get_location()))
        case ArgSpecParseError():
            return UserError(_pipeline_message(str(error)))
        case OSError() if error.strerror:
            return UserError(error.strerror, str(error.filename or ""))
        case RecursionError():
            return UserError("the input is nested too deeply")
        case _:
            place = _find_place(error.__traceback__)
            message = _one_line(str(error)) or type(error).__name__
            # Some of xDSL's verifiers raise nothing more special than `Exception`.
            if not isinstance(error, _USER_ERRORS) and type(error) is not Exception:
                message = f"internal error: {type(error).__name__}: {message}"
                message += f" (set {TRACEBACK_VARIABLE}=1 to see where)"
            if isinstance(place, Operation):
                about = f"'{place.name}' " if place.name not in message else ""
                return UserError(about + message, _nearest_location(place))
            return UserError(message, place or "")


def _one_line(message: str) -> str:
    """Join the lines of a message; verifiers put the reason on lines of their own."""
    lines = [line.strip() for line in message.splitlines()]
    # A marker line below a quoted source line says nothing without it.
    return " ".join(line for line in lines if line.strip("^~- "))


def _parse_message(error: ParseError) -> str:
    """What the parser did not like; some of xDSL's messages are only where it was (` in block`)."""
    if not error.msg.startswith(" "):
        return _one_line(error.msg)
    found = error.span.text.strip()
    return f"unexpected {repr(found) if found else 'end of the input'} {_one_line(error.msg)}"


def _pipeline_message(text: str) -> str:
    """What is wrong with a pass pipeline.

    xDSL prints a heading, a position, the pipeline, a marker line, and the message.
    """
    _, _, pipeline, marker, *_ = [*text.splitlines(), "", "", "", ""]
    marked = pipeline[marker.find("^") : marker.rfind("^") + 1].strip()
    message = text.rstrip().splitlines()[-1].strip(" ^")
    where = f"at '{marked}'" if marked else "at the end"
    return f"in the pipeline '{pipeline}', {where}: {message}"


def _find_place(traceback: TracebackType | None) -> Operation | str | None:
    """The operation, or the position in the text, that was being handled when an error arose.

    Verifiers and patterns do not tell which operation they refuse, but the innermost frame that
    runs a method of an operation, block or parser does.
    """
    place: Operation | str | None = None
    while traceback is not None:
        subject = cast(object, traceback.tb_frame.f_locals.get("self"))
        if isinstance(subject, Block):
            subject = subject.parent_op()
        if isinstance(subject, Operation) and _is_in_module(subject):
            place = subject
        elif isinstance(subject, Parser):
            span = Span(subject.pos, subject.pos, subject.lexer.input)
            place = str(span.get_location())
        traceback = traceback.tb_next
    return place


def _is_in_module(op: Operation) -> bool:
    """Whether `op` is part of a program, rather than being made right now."""
    return isinstance(op, ModuleOp) or getattr(op, "parent", None) is not None


def _nearest_location(op: Operation) -> str:
    """The location of `op`, or of what contains it: operations that passes make may have none."""
    ancestor: Operation | None = op
    while ancestor is not None:
        if where := describe_location(ancestor.location):
            return where
        ancestor = ancestor.parent_op()
    return ""
