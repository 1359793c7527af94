"""Loading a model, whatever its format.

```python
from microaot.tools.importers.load import load_model

imported = load_model(Path("kws.tflite"))
module = imported.to_module(new_context())
```
"""

from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import cast

from microaot.tools.errors import UserError
from microaot.tools.importers.imported_model import ImportedModel
from microaot.tools.importers.importer import GROUP, Importer
from microaot.tools.importers.mlir import MLIR
from microaot.tools.importers.onnx.importer import ONNX
from microaot.tools.importers.port_names import with_distinct_names
from microaot.tools.importers.tflite.importer import TFLITE

_OWN: tuple[Importer, ...] = (MLIR, TFLITE, ONNX)

MAX_FILE_BYTES = 1 << 30
"""Models for microcontrollers are a thousandth of this; reading more would take all memory."""


def load_model(path: Path, *, batch: int | None = None) -> ImportedModel:
    """Read a model; which importer reads it depends on the end of its name.

    `batch` is the number of samples that the model takes at once if it leaves that open. Raises
    `UserError` for whatever is wrong with the file, and `OSError` if it cannot be read.
    """
    if batch is not None and batch < 1:
        raise UserError(f"a batch of {batch} is none; give a number of samples")
    if path.is_dir():
        raise UserError("is a folder, not a model", str(path))
    if path.stat().st_size > MAX_FILE_BYTES:
        raise UserError(
            f"has more than {MAX_FILE_BYTES >> 30} GiB: no model for a device", str(path)
        )
    importers = known_importers()
    importer = importers.get(path.suffix.lower())
    if importer is None:
        raise UserError(
            f"no importer for '{path.suffix or path.name}': known are {', '.join(importers)}",
            str(path),
        )
    with path.open("rb") as file:
        if not file.read(1):
            raise UserError("the file is empty", str(path))
    return with_distinct_names(importer.load(path, batch=batch))


def known_importers() -> Mapping[str, Importer]:
    """All importers by the suffixes of their files; other packages' come first."""
    importers = {suffix: importer for importer in _OWN for suffix in importer.suffixes}
    for point in entry_points(group=GROUP):
        try:
            importer = cast(Importer, point.load())
        except ImportError as error:
            raise UserError(f"the importer '{point.name}' cannot be loaded: {error}") from None
        importers |= dict.fromkeys(importer.suffixes, importer)
    return importers
