"""`.onnx`: models of ONNX become linalg on tensors, by `torch-mlir`.

Everything happens in a process of its own, `worker`, which writes what came of it as JSON.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from microaot.tools.errors import SeveralErrors, UserError
from microaot.tools.importers.imported_model import ImportedModel, Port
from microaot.tools.importers.subprocesses import require_packages, run_python

_WORKER = "microaot.tools.importers.onnx.worker"

_Ports = list[tuple[str, float | None, int | None, bool]]


@dataclass(frozen=True)
class OnnxImporter:
    """Converts in a process of its own."""

    suffixes: tuple[str, ...] = (".onnx",)

    def load(self, path: Path, *, batch: int | None) -> ImportedModel:
        """Read a model of ONNX."""
        require_packages(path, "onnx", ["onnx", "torch_mlir"])
        with TemporaryDirectory(prefix="microaot-") as temporary:
            result = Path(temporary) / "result.json"
            done = run_python(["-m", _WORKER, path, result, str(batch or 0)], path)
            if done.returncode != 0 or not result.is_file():
                raise UserError(_last_line(done.stderr) or "torch-mlir crashed on it", str(path))
            document = cast(dict[str, object], json.loads(result.read_text(encoding="utf-8")))
        return imported_from(document, path)


def imported_from(document: Mapping[str, object], path: Path) -> ImportedModel:
    """What the worker answered, as a model; raises `UserError` if it found errors."""
    if errors := cast(list[tuple[str, str]], document.get("errors")):
        raise _as_error(errors, path)
    return ImportedModel(
        str(document["text"]),
        str(path),
        tuple(Port(*port) for port in cast(_Ports, document["inputs"])),
        tuple(Port(*port) for port in cast(_Ports, document["outputs"])),
        tuple(cast(list[str], document["notes"])),
    )


def _as_error(errors: list[tuple[str, str]], path: Path) -> UserError:
    """One error for each layer and message; a layer without a name is the model as a whole."""
    made = [UserError(text, f"{path}:{layer}" if layer else str(path)) for layer, text in errors]
    return made[0] if len(made) == 1 else SeveralErrors(made)


def _last_line(text: str) -> str:
    return next(filter(None, (line.strip() for line in reversed(text.splitlines()))), "")


ONNX = OnnxImporter()
