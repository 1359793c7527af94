"""A library folder as `microaot compile` writes it: sources, headers and a description."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from microaot.tools.errors import UserError


@dataclass(frozen=True)
class LibraryFolder:
    """What is in the folder of a library."""

    path: Path
    name: str
    manifest: Mapping[str, object]
    sources: tuple[Path, ...]
    objects: tuple[Path, ...]
    """What is compiled already, for one target: operators that LLVM has compiled."""
    header: str

    @property
    def include(self) -> Path:
        """The folder of its headers."""
        return self.path / "include"


def open_library(path: Path) -> LibraryFolder:
    """Read what is in a folder; raises `UserError` if it holds no library, or more than one."""
    if not path.is_dir():
        raise UserError("there is no such folder", str(path))
    manifests = {
        file: manifest for file in sorted(path.glob("*.json")) if (manifest := _read(file))
    }
    if len(manifests) != 1:
        found = f"holds {len(manifests)} libraries" if manifests else "holds no library"
        raise UserError(f"the folder {found}: `microaot compile` writes one", str(path))
    ((file, manifest),) = manifests.items()
    name = file.stem
    sources = tuple(sorted((path / "src").glob("*.c")))
    header = str(manifest.get("header", f"{name}.h"))
    if not sources or not (path / "include" / header).is_file():
        raise UserError(f"the library '{name}' is incomplete: compile it again", str(path))
    objects = tuple(sorted((path / "lib").glob("*.o")))
    return LibraryFolder(path, name, manifest, sources, objects, header)


def _read(file: Path) -> Mapping[str, object] | None:
    """The description in a file; nothing if the file describes something else."""
    try:
        document: object = json.loads(file.read_text())
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    manifest = cast(dict[str, object], document)
    return manifest if manifest.get("name") == file.stem and "generator" in manifest else None
