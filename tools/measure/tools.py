"""Running the programs of toolchains."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from microaot.tools.errors import UserError


def run_tool(command: Sequence[str | Path], *, cwd: Path | None = None) -> str:
    """Run a program and return its output.

    Raises `UserError` if the program is not installed or fails, with its first error line.
    """
    program = str(command[0])
    if shutil.which(program) is None:
        raise UserError(f"{program} is not installed")
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        errors="replace",
        cwd=cwd,
        env=environment,
        check=False,
    )
    if done.returncode != 0:
        raise UserError(f"{Path(program).name}: {_first_error(done.stderr)}")
    return done.stdout


def _first_error(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    # What the linker complains of comes before the compiler's own error, and is no `error:`.
    marks = ("undefined reference", "overflowed", "error: ")
    errors = [line for mark in marks for line in lines if mark in line.lower()]
    return next(iter([*errors, *lines]), "failed and said nothing")
