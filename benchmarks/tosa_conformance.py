"""How much of TOSA 1.0 is computed as the reference model does.

Arm's generator makes tests of every operator and type. Each program is lowered to linalg, compiled
by LLVM and run, which is quick; some are compiled to C as well, as a user would. Arm's verifier
judges the results, and tables say how many of the tests pass.

```
bash test/support/install_tosa_tools.sh
python benchmarks/tosa_conformance.py [--limit 25] [--limit-c 3] [--operators REGEX]
                                      [--output docs/tosa.md]
```

`--limit 0` runs all tests that are generated, some ten thousand. The exit status is 1 if one fails.
"""

import random
import re
import sys
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "test" / "support"))

from tosa_compiled import check_compiled  # after the path is known
from tosa_conformance import Outcome, check
from tosa_tools import TYPES, Case, find_cases, generate

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "build" / "tosa-tests"

SUITES = (
    (".", TYPES, "--tensor-dim-range 1,12"),
    ("^matmul$", ("fp32",), ""),
    (
        "^avg_pool2d$",
        ("fp32",),
        "--max-pooling-kernel 3 --max-pooling-stride 2 --max-pooling-padding 1",
    ),
    ("^r?fft2d$", ("fp32",), "--target-shape 1,32,32 2,16,64"),
    ("^reduce_sum$", ("fp32",), "--target-shape 40,30,20"),
)
"""Operators, types and options of the generator; sums of floats are tested on larger tensors."""

_NOT_TESTED = ("is not registered", "expected one of BLOCK_SIZE_32", "NumPy has no")
"""What is said of ops of drafts after TOSA 1.0, and of types that NumPy lacks."""


@dataclass
class Results:
    """What became of the tests of each operator and type."""

    counts: dict[tuple[str, str], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter[str])
    )
    problems: list[Outcome] = field(default_factory=list[Outcome])

    def add(self, outcome: Outcome) -> None:
        """Count a test, unless its op is not of TOSA 1.0 or its result no NumPy array."""
        if any(text in outcome.message for text in _NOT_TESTED):
            return
        self.counts[outcome.case.group, outcome.case.type][outcome.status] += 1
        if outcome.status != "pass":
            self.problems.append(outcome)

    def table(self) -> str:
        """The table in Markdown: passed and run tests of each operator and type."""
        types = sorted({type for _, type in self.counts}, key=_type_order)
        lines = [f"| operator | {' | '.join(types)} |", "|---" * (len(types) + 1) + "|"]
        for operator in sorted({operator for operator, _ in self.counts}):
            cells = [_cell(self.counts.get((operator, type))) for type in types]
            lines.append(f"| {operator} | {' | '.join(cells)} |")
        return "\n".join(lines)

    def sum(self) -> str:
        """How many of all tests pass."""
        return _cell(sum(self.counts.values(), Counter[str]())).replace("/", " of ")

    def gaps(self) -> str:
        """What does not pass, and why: each reason once for each operator."""
        reasons: dict[tuple[str, str], str] = {}
        for problem in self.problems:
            text = re.sub(r"^\S+\.mlir:\d+:\d+: error: ", "", problem.message.splitlines()[0])
            reasons.setdefault((problem.case.group, text), problem.status)
        lines = [f"- {operator}, {status}: {t}" for (operator, t), status in reasons.items()]
        return "\n".join(sorted(lines)) or "None."


def _type_order(name: str) -> tuple[int, str]:
    order = ("int8", "int16", "int32", "fp32", "bool", "int48")
    return (order.index(name) if name in order else len(order), name)


def _cell(counts: Mapping[str, int] | None) -> str:
    return "" if counts is None else f"{counts.get('pass', 0)}/{sum(counts.values())}"


def select(cases: Iterable[Case], limit: int) -> list[Case]:
    """Some tests of each operator and type, always the same ones."""
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.group, case.type].append(case)
    chosen: list[Case] = []
    for _, members in sorted(groups.items()):
        random.Random(1).shuffle(members)
        chosen += members[:limit] if limit else members
    return chosen


def check_lowered(cases: Sequence[Case]) -> list[Outcome]:
    """Lower tests to linalg, and let LLVM compile them."""
    return list(check(cases))


def check_c(cases: Sequence[Case]) -> list[Outcome]:
    """Compile tests to C."""
    return list(check_compiled(cases))


def run(
    cases: Sequence[Case], jobs: int, check: Callable[[Sequence[Case]], list[Outcome]], size: int
) -> Results:
    """Run tests in several processes, so many at a time."""
    results = Results()
    chunks = [cases[start : start + size] for start in range(0, len(cases), size)]
    with ProcessPoolExecutor(jobs) as pool:
        for number, outcomes in enumerate(pool.map(check, chunks), 1):
            for outcome in outcomes:
                results.add(outcome)
            done = min(number * size, len(cases))
            print(f"{done}/{len(cases)}, {len(results.problems)} do not pass", file=sys.stderr)
    return results


def _which(limit: int) -> str:
    return f"at most {limit} tests of each operator and type" if limit else "all tests"


def document(lowered: Results, compiled: Results, limits: tuple[int, int]) -> str:
    """The page of the documentation."""
    return f"""# TOSA conformance

Written by `benchmarks/tosa_conformance.py`, which runs tests that Arm's generator makes for TOSA
1.0: passed and run. Integers are equal to those of the reference model bit for bit; floats, and
integers that are rounded inexactly, are as exact as Arm's verifier demands. Programs of operators
that came after TOSA 1.0 are left out, and those whose results are shapes, 16-bit brain floats or
8-bit floats.

## Lowered to linalg

{_which(limits[0]).capitalize()}, lowered by `tosa-to-linalg` and compiled by LLVM:
{lowered.sum()} pass.

{lowered.table()}

What does not pass:

{lowered.gaps()}

## Compiled to C

{_which(limits[1]).capitalize()}, compiled by `microaot compile` and a C compiler:
{compiled.sum()} pass.

What does not pass:

{compiled.gaps()}
"""


def main() -> None:
    """Make the tests, run them, and write the page."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=25, help="tests of each operator and type")
    parser.add_argument("--limit-c", type=int, default=3, help="of those compiled to C")
    parser.add_argument("--operators", default=".", help="a regular expression")
    parser.add_argument("--output", type=Path, help="where to write the page")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--tests", type=Path, default=TESTS / "all", help="where the tests are")
    options = parser.parse_args()
    if not options.tests.exists():
        for operators, types, arguments in SUITES:
            generate(options.tests, operators, types, *arguments.split())
    cases = [c for c in find_cases(options.tests) if re.search(options.operators, c.operator)]
    lowered = run(select(cases, options.limit), options.jobs, check_lowered, 80)
    compiled = run(select(cases, options.limit_c), options.jobs, check_c, 10)
    page = document(lowered, compiled, (options.limit, options.limit_c))
    if options.output is None:
        print(page)
    else:
        options.output.write_text(page)
    problems = [*lowered.problems, *compiled.problems]
    sys.exit(any(problem.status == "fail" for problem in problems))


if __name__ == "__main__":
    main()
