"""Running other programs, and what happens when one is not installed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

MICROAOT, MICROAOT_OPT = (
    Path(sys.executable).with_name(name) for name in ("microaot", "microaot-opt")
)
"""Our own commands, which need not be on the path."""

TIME_LIMIT = 300
"""Seconds after which a program is stopped: none of them should need a tenth of it."""


def unavailable(reason: str) -> None:
    """Skip the running test; under `CI=true` fail it, as there nothing may go untested."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def require_tool(name: str) -> None:
    """Skip, or under CI fail, the running test if the program is not installed."""
    if shutil.which(name) is None:
        unavailable(f"{name} is not installed")


def require_module(name: str, package: str) -> Any:
    """Import a module; without it skip the file of tests that asks, or under CI fail it."""
    try:
        return import_module(name)
    except ImportError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"{package} is not installed", allow_module_level=True)


def run(command: Sequence[str | Path], *, stdin: str | None = None) -> str:
    """Run a program and return its output; a failure shows everything that it said."""
    require_tool(str(command[0]))
    done = subprocess.run(
        [str(part) for part in command],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT,
        check=False,
    )
    if done.returncode != 0:
        shown = " ".join(map(str, command))
        pytest.fail(f"exit status {done.returncode}: {shown}\n{done.stderr}{done.stdout[-2000:]}")
    return done.stdout
