"""Finds FileCheck lines that check nothing because they are misspelt.

filecheck ignores what it does not know: beside one good line, `// CHEKC: ...` passes for ever.
"""

import re
from collections.abc import Iterator, Sequence

_SUFFIXES = r"(-(NEXT|SAME|NOT|DAG|LABEL|EMPTY|COUNT-[1-9]\d*))?(\{LITERAL\})?"
_PREFIXES_OF_RUN = re.compile(r"--?check-prefix(?:es)?[= ]([\w,-]+)")
_LIT_KEYWORDS = ("RUN", "XFAIL", "REQUIRES", "UNSUPPORTED")
_COMMENT = re.compile(r"//+\s*([A-Z][\w{}-]*)(.?)")


def misspelt_lines(text: str) -> Iterator[tuple[int, str]]:
    """Numbers and text of comment lines that look like a directive and are none."""
    lines = text.splitlines()
    prefixes = ["CHECK"]
    for line in lines:
        if "RUN:" in line:
            prefixes += [p for m in _PREFIXES_OF_RUN.findall(line) for p in m.split(",")]
    known = re.compile("|".join([*(re.escape(p) + _SUFFIXES for p in prefixes), *_LIT_KEYWORDS]))
    words = sorted({part for p in prefixes for part in (p, p.split("-")[0])} | {*_LIT_KEYWORDS})
    for number, line in enumerate(lines, start=1):
        for comment in _COMMENT.finditer(line):
            directive, after = comment[1], comment[2]
            if not _resembles(directive, words) or (after != ":" and _is_prose(directive, after)):
                continue
            if after != ":" or not known.fullmatch(directive):
                yield number, line.strip()


def _is_prose(word: str, after: str) -> bool:
    """Whether a word without a colon is a sentence's first: `Check that`, `A loop`, `CHECK's`."""
    return after == "'" or len(word) == 1 or not word[:2].isupper()


def _resembles(directive: str, words: Sequence[str]) -> bool:
    start = directive.upper()
    candidates = (start, re.split(r"[-_{]", start)[0])
    return any(_distance(c, w) <= (2 if len(w) > 4 else 1) for c in candidates for w in words)


def _distance(a: str, b: str) -> int:
    """The number of letters to insert, delete, replace or swap to get from `a` to `b`."""
    rows = [[*range(len(b) + 1)]]
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
