"""What reference executors have in common: they may be missing, and they talk."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec


def is_installed(module: str) -> bool:
    """Whether the module of a reference executor can be imported."""
    return find_spec(module) is not None


@contextmanager
def quiet() -> Generator[None]:
    """Within the context, what libraries write to standard error is dropped."""
    kept = os.dup(2)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)
