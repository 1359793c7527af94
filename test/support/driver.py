"""Running `microaot` as a user does."""

import subprocess
import sys
from pathlib import Path


def microaot(*arguments: str, stdin: str = "", cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the driver as a user does."""
    command = [sys.executable, "-m", "microaot.tools.microaot", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, cwd=cwd)


def refused(result: subprocess.CompletedProcess[str]) -> str:
    """The one line that a failed run has printed."""
    assert result.returncode == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert "Traceback" not in line and "internal error" not in line
    return line
