"""docs/passes.md lists every pass, and no other."""

import re
from pathlib import Path

from microaot.tools.universe import MICROAOT_UNIVERSE

DOCS = Path(__file__).parents[2] / "docs" / "passes.md"


def test_every_pass_is_listed() -> None:
    rows = re.findall(r"^\| (`.*?) \|", DOCS.read_text(), re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`([\w-]+)`", row)]
    others = re.findall(r"^`([\w-]+)` (?:runs these|is another)", DOCS.read_text(), re.MULTILINE)
    assert {*listed, *others} == set(MICROAOT_UNIVERSE.all_passes)
