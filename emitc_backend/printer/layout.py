"""Lines of C: indentation, wrapping at 120 columns, and `#line` directives.

Text that is being composed marks where it may be broken with one private-use character per place;
its code says how tightly the operator binds, so that lines break at the loosest operator.
"""

import re

from xdsl.dialects.builtin import ArrayAttr, FileLineColLoc, FusedLoc, NameLoc
from xdsl.ir import Attribute

WIDTH = 120
INDENT = "    "
_CONTINUATION = INDENT * 2

_FIRST_MARK = 0xE000
_MARK = re.compile("[\ue000-\ue01f]")


def mark(precedence: int) -> str:
    """A space at which the line may be broken instead."""
    return chr(_FIRST_MARK + precedence)


COMMA = "," + mark(0)
"""Separates arguments."""


def plain(text: str) -> str:
    """`text` on one line."""
    return _MARK.sub(" ", text)


def wrap(text: str, indent: str) -> list[str]:
    """`text` as lines of at most `WIDTH` columns where its marks allow that."""
    lines: list[str] = []
    prefix = indent
    while len(prefix) + len(text) > WIDTH:
        at = _best_break(text, WIDTH - len(prefix))
        if at is None:
            break
        lines.append(prefix + plain(text[:at]))
        text = text[at + 1 :]
        prefix = indent + _CONTINUATION
    lines.append(prefix + plain(text))
    return lines


def _best_break(text: str, room: int) -> int | None:
    """The last of the loosest marks that fit; if none fits, the first mark there is."""
    best: int | None = None
    best_rank = (0, 0)
    depth = 0
    for at, char in enumerate(text):
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif "\ue000" <= char <= "\ue01f":
            if at > room and best is not None:
                break
            rank = (depth, ord(char))
            if best is None or rank <= best_rank:
                best, best_rank = at, rank
            if at > room:
                break
    return best


def source_line(location: Attribute) -> tuple[str, int] | None:
    """File and line of a location, looking through names and fusions."""
    match location:
        case FileLineColLoc():
            return location.filename.data, location.line.data
        case NameLoc():
            return source_line(location.location)
        case FusedLoc():
            return source_line(location.locations)
        case ArrayAttr():
            return next(filter(None, map(source_line, location)), None)
        case _:
            return None


class Lines:
    """Collects the lines of a file."""

    def __init__(self, line_directives: bool = False) -> None:
        self._lines: list[str] = []
        self._indent = ""
        self._directives = line_directives
        self._expected: tuple[str, int] | None = None

    @property
    def indentation(self) -> str:
        """What lines start with here."""
        return self._indent

    def indent(self) -> None:
        """Further lines go one level deeper."""
        self._indent += INDENT

    def dedent(self) -> None:
        """Further lines go one level less deep."""
        self._indent = self._indent[: -len(INDENT)]

    def add(self, text: str = "", location: Attribute | None = None) -> None:
        """Add a statement, or any other text with marks, at the current indentation."""
        if self._directives and location is not None:
            self._direct(location)
        self._extend(wrap(text, self._indent) if text else [""])

    def add_raw(self, lines: list[str]) -> None:
        """Add finished lines."""
        self._extend(lines)

    def add_label(self, name: str) -> None:
        """Add a label in the first column."""
        self._extend([f"{name}:"])

    def add_verbatim(self, text: str) -> None:
        """Add somebody else's lines: directives in the first column, others indented."""
        for line in text.split("\n"):
            is_plain = not line or line.lstrip().startswith("#")
            self._extend([line if is_plain else self._indent + line])

    def open_brace(self) -> None:
        """Add `{` in a line of its own and go one level deeper."""
        self.add("{")
        self.indent()

    def open(self, text: str, location: Attribute | None = None) -> None:
        """Add `text {` and go one level deeper."""
        self.add(f"{text} {{", location)
        self.indent()

    def close(self, text: str = "}") -> None:
        """Go one level up and add `}`."""
        self.dedent()
        self.add(text)

    def blank(self) -> None:
        """Add an empty line, unless there is one or nothing precedes."""
        if self._lines and self._lines[-1]:
            self._extend([""])

    def text(self) -> str:
        """The file."""
        return "\n".join(self._lines).rstrip("\n") + "\n" if self._lines else ""

    def _direct(self, location: Attribute) -> None:
        if (place := source_line(location)) is not None and place != self._expected:
            file, line = place
            escaped = file.replace("\\", "\\\\").replace('"', '\\"')
            self._lines.append(f'#line {line} "{escaped}"')
            self._expected = place

    def _extend(self, lines: list[str]) -> None:
        self._lines.extend(lines)
        if self._expected is not None:
            file, line = self._expected
            self._expected = file, line + sum(text.count("\n") + 1 for text in lines)
