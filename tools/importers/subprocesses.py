"""Running importers that are programs of others: they may crash, and must not take us along."""

import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from microaot.tools.errors import UserError

TIME_LIMIT = 600
"""Seconds after which an importer is stopped: none of them should need a tenth of it."""


def require_packages(path: Path, extra: str, modules: Sequence[str]) -> None:
    """Refuse to import `path` if a module is missing; `extra` is what installs all of them."""
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        raise UserError(
            f"importing {path.suffix} needs {', '.join(missing)}: pip install 'microaot[{extra}]'",
            str(path),
        )


def run_python(arguments: Sequence[str | Path], path: Path) -> subprocess.CompletedProcess[str]:
    """Run this Python on a module of ours or others', with its output caught."""
    try:
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UserError(f"the importer did not end within {TIME_LIMIT} s", str(path)) from None
