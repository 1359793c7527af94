"""Writing the files of a library: all of them or none."""

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write `files`, a map from relative path to content, below `folder`.

    Everything is written beside `folder` first and moved in place when it is complete; a folder
    made on the way to a failure is taken away again. Raises `OSError` naming `folder` or a file.
    """
    for target in (folder / relative for relative in files):
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    staging = None
    try:
        staging = Path(tempfile.mkdtemp(prefix=".microaot-", dir=folder))
        for relative, content in files.items():
            path = staging / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        for relative in files:
            target = folder / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staging / relative, target)
    except OSError:
        if missing:
            shutil.rmtree(missing[-1], ignore_errors=True)
        raise
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
