"""What reference executors have in common: they may be missing, and they talk."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from microaot.tools.errors import UserError


def require_package(module: str, path: Path) -> None:
    """Refuse to verify `path` without the package of its reference executor."""
    if find_spec(module) is None:
        raise UserError(
            f"verifying {path.suffix} needs {module}: pip install 'microaot[verify]'", str(path)
        )


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
