"""`.mlir` and `.mlirbc`: MLIR as text, and as bytecode by way of an `mlir-opt`."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from microaot.tools.errors import UserError
from microaot.tools.frontend import BYTECODE_MAGIC
from microaot.tools.importers.imported_model import ImportedModel

_TOOLS = ("mlir-opt", "mlir-opt-22", "mlir-opt-23", "mlir-opt-21")
"""What reads bytecode, the first of them that is there."""


@dataclass(frozen=True)
class MlirImporter:
    """Takes MLIR as it is; bytecode is printed in the generic form, which all versions share."""

    suffixes: tuple[str, ...] = (".mlir", ".mlirbc")

    def load(self, path: Path, *, batch: int | None) -> ImportedModel:
        """Read a file of MLIR."""
        text = path.read_bytes()
        if text.startswith(BYTECODE_MAGIC):
            text = _print_bytecode(text, path)
        return ImportedModel(text, str(path), batch=batch)


def _print_bytecode(bytecode: bytes, path: Path) -> bytes:
    tool = next(filter(shutil.which, _TOOLS), None)
    if tool is None:
        raise UserError(
            "is MLIR bytecode, which needs mlir-opt: install it or print text", str(path)
        )
    options = ("--mlir-print-op-generic", "--mlir-print-debuginfo", "--allow-unregistered-dialect")
    done = subprocess.run([tool, *options], input=bytecode, capture_output=True, check=False)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").splitlines()
        reason = next((line for line in said if "error:" in line), "unreadable")
        raise UserError(f"{tool}: {reason.partition('error: ')[2] or reason}", str(path))
    return done.stdout


MLIR = MlirImporter()
