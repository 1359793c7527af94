"""How many of ONNX's own operator tests pass, from the `.onnx` model to what the C computes.

Each test is saved as a model, imported, compiled, built with `cc` and run, and what comes out is
compared with what the test expects. The table says how many of the tests of each operator pass.

```
python benchmarks/onnx_nodes.py [--all] [--only REGEX] [--output docs/onnx.md]
```

Without `--all` these are the tests that are known to pass below the importer. The exit status is 1
if one computes something wrong, or fails with anything but a refusal.
"""

import re
import sys
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "test" / "support"))

from onnx_node_tests import Node, Outcome, find_nodes, run  # after the path is known
from reference_data import find_files

_STATES = ("pass", "constants", "refused", "wrong", "error")


def select(*, everything: bool, only: str) -> list[Node]:
    """The tests to run, in the order of their names."""
    nodes = find_nodes()
    names = sorted(nodes) if everything else [p.stem for p in find_files("onnx_nodes", "*.mlir")]
    return [nodes[name] for name in names if re.search(only, name)]


def run_all(nodes: Sequence[Node], jobs: int) -> list[Outcome]:
    """Run tests, and tell how far it is."""
    outcomes: list[Outcome] = []
    for outcome in run(nodes, jobs):
        outcomes.append(outcome)
        if len(outcomes) % 20 == 0 or len(outcomes) == len(nodes):
            print(f"{len(outcomes)}/{len(nodes)}: {_summary(outcomes)}", file=sys.stderr)
    return sorted(outcomes, key=lambda outcome: outcome.name)


def _summary(outcomes: Iterable[Outcome]) -> str:
    counts = Counter(outcome.status for outcome in outcomes)
    return ", ".join(f"{counts[state]} {state}" for state in _STATES if counts[state])


def table(outcomes: Iterable[Outcome]) -> str:
    """The table in Markdown: what became of the tests of each operator."""
    counts: dict[str, Counter[str]] = defaultdict(Counter[str])
    for outcome in outcomes:
        counts[outcome.operator][outcome.status] += 1
    states = [state for state in _STATES if any(row[state] for row in counts.values())]
    lines = [f"| operator | tests | {' | '.join(states)} |", "|---" * (len(states) + 2) + "|"]
    for operator, row in sorted(counts.items()):
        cells = [str(row[state] or "") for state in states]
        lines.append(f"| {operator} | {row.total()} | {' | '.join(cells)} |")
    return "\n".join(lines)


def gaps(outcomes: Iterable[Outcome]) -> str:
    """What does not pass, and why: each reason once for each operator, with how often."""
    reasons: Counter[tuple[str, str, str]] = Counter()
    for outcome in outcomes:
        if outcome.status not in ("pass", "constants"):
            reasons[outcome.operator, outcome.status, _reason(outcome)] += 1
    lines = [
        f"- {operator}, {count} {status}: {reason}"
        for (operator, status, reason), count in sorted(reasons.items())
    ]
    return "\n".join(lines) or "None."


def _reason(outcome: Outcome) -> str:
    """The message without the layer and the attributes it is about, on one line of Markdown."""
    text = re.sub(r"^.*?error: ", "", outcome.message)
    text = re.sub(r" with \w+ = [^;]*", "", text)
    text = re.sub(
        r"'\w+' has elements of type [A-Z]\w+",
        "it has text, or floats or integers of few bits",
        text,
    )
    text = re.sub(r"^(\w+): \d+ of \d+ differ, .*", r"'\1' differs", text)
    return re.sub(r"[<>|*_\[\]]", r"\\\g<0>", text)


def document(outcomes: Sequence[Outcome], *, everything: bool) -> str:
    """The page of the documentation."""
    known = {path.stem for path in find_files("onnx_nodes", "*.mlir")}
    first = [outcome for outcome in outcomes if outcome.name in known]
    sections = [
        f"""# ONNX's operator tests

Written by `benchmarks/onnx_nodes.py`. Each test is saved as a model, imported by `torch-mlir`,
compiled for the C interface, built with `cc` and run. Floats may differ from what the test expects
by a thousandth, all else must be equal. A refusal is one line that names the layer, and leaves no
files. `constants` pass where inputs that tell axes and sizes are constants, as in models that tools
write; the tests have nearly all as inputs.

Those that are known to pass below the importer: {len(first)} tests: {_summary(first)}.

{table(first)}
"""
    ]
    if everything:
        sections.append(
            f"""## All tests

All tests of ONNX whose inputs and outputs are tensors, with those above: {len(outcomes)} tests:
{_summary(outcomes)}.

{table(outcomes)}
"""
        )
    shown = outcomes if everything else first
    sections.append(f"## What does not pass\n\n{gaps(shown)}\n")
    return "\n".join(sections)


def main() -> None:
    """Run the tests and write the page."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="all tests that have tensors only")
    parser.add_argument("--only", default="", help="a regular expression for names of tests")
    parser.add_argument("--output", type=Path, help="where to write the page")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    options = parser.parse_args()
    nodes = select(everything=options.all, only=options.only)
    outcomes = run_all(nodes, options.jobs)
    page = document(outcomes, everything=options.all)
    if options.output is None:
        print(page)
    else:
        options.output.write_text(page, encoding="utf-8")
    sys.exit(any(outcome.status in ("wrong", "error") for outcome in outcomes))


if __name__ == "__main__":
    main()
