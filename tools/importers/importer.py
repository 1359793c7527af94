"""The interface of importers: what turns a model's file into MLIR.

A package of yours adds one as an entry point of the group `microaot.importers`:

```toml
[project.entry-points."microaot.importers"]
keras = "my_package:KERAS_IMPORTER"
```
"""

from pathlib import Path
from typing import Protocol

from microaot.tools.importers.imported_model import ImportedModel

GROUP = "microaot.importers"


class Importer(Protocol):
    """Reads the files with certain suffixes."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of file names, with their dot, in lower case: `.tflite`."""
        ...

    def load(self, path: Path, *, batch: int | None) -> ImportedModel:
        """Read a file, which is there and can be read; fix the batch, where it is open, to `batch`.

        Without a `batch` it becomes 1. Raises `UserError` for whatever is wrong with the file, and
        if a package is missing.
        """
        ...
