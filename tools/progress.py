"""Showing which phase a long compilation is in."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console

DELAY_SECONDS = 1.0
"""A compilation that is over before this shows nothing."""


@contextmanager
def showing_phases(*, quiet: bool) -> Generator[Callable[[str], None]]:
    """Yield a function that takes the name of the phase that begins.

    The phase is shown on standard error, with a spinner, once the work has taken a second, and only
    on a terminal.
    """
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda phase: None
        return
    status = console.status("")
    timer = Timer(DELAY_SECONDS, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda phase: status.update(f"{phase} ...")
    finally:
        timer.cancel()
        timer.join()
        status.stop()
