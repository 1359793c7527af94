"""Golden files: generated text that a person has read, kept next to the tests.

`MICROAOT_UPDATE_GOLDEN=1 make unit` writes them anew; the difference is then read in review.
"""

import os
from pathlib import Path

import pytest

UPDATE_VARIABLE = "MICROAOT_UPDATE_GOLDEN"


class Golden:
    """The golden files of one test module, in `test/golden/<module>/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def check(self, name: str, text: str) -> None:
        """Compare `text` with the golden file `name`, or write the file if asked to."""
        path = self.folder / name
        if os.environ.get(UPDATE_VARIABLE):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            return
        if not path.exists():
            pytest.fail(f"no golden file {path}; make it with {UPDATE_VARIABLE}=1")
        assert text == path.read_text(), f"{path} differs; update it with {UPDATE_VARIABLE}=1"
