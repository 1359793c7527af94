"""Room for programs that are nested deeply."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

_LIMIT = 20_000
"""Enough for a thousand loops within each other, at some ten Python calls each."""


@contextmanager
def deep_recursion() -> Generator[None]:
    """Within the context, Python functions may call themselves as deeply as IR is ever nested.

    xDSL parses, verifies and walks nested operations by recursion, for which Python's own limit
    leaves about a hundred levels.
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _LIMIT))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
