"""Writes measured figures into the documentation, so that nobody copies them by hand.

A Markdown file says where a table goes and gets it between two comments:

```
<!-- figures: code-size -->
<!-- end of figures -->
```
"""

import re
from collections.abc import Callable
from pathlib import Path

from code_size import measure_all

ROOT = Path(__file__).parents[1]

_MARKERS = re.compile(r"(<!-- figures: ([\w-]+) -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def code_size_table() -> str:
    """Code and stack by hand and by microaot, as a Markdown table."""
    lines = [
        "| kernel | level | code by hand | microaot | ratio | stack by hand | microaot | ratio |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in measure_all():
        code = f"{row.hand.size} | {row.microaot.size} | {row.size_ratio:.2f}"
        stack = f"{row.hand.stack} | {row.microaot.stack} | {row.stack_ratio:.2f}"
        lines.append(f"| {row.kernel} | {row.level} | {code} | {stack} |")
    return "\n".join(lines) + "\n"


FIGURES: dict[str, Callable[[], str]] = {"code-size": code_size_table}
"""What can stand between the comments, by name."""


def fill_in(text: str, figures: dict[str, Callable[[], str]]) -> str:
    """Replace what is between the markers of a Markdown text."""
    return _MARKERS.sub(lambda found: found[1] + figures[found[2]]() + found[3], text)


def main() -> None:
    """Update README.md and everything below docs/ and examples/."""
    files = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    for path in files:
        text = path.read_text()
        filled = fill_in(text, FIGURES)
        if filled != text:
            path.write_text(filled)
            print(f"updated {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
