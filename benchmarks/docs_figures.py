"""Writes measured figures into the documentation, so that nobody copies them by hand.

A Markdown file says where a table goes and gets it between two comments:

```
<!-- figures: code-size -->
<!-- end of figures -->
```
"""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import compile_time
import models
import packed_calls
import packed_chain
from code_size import measure_all

from microaot.tools.api import Library, compile_imported, compile_module
from microaot.tools.compiled_model import PICTURE
from microaot.tools.importers.load import load_model

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "add_one.mlir"
DIGITS = ROOT / "examples" / "digits"

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


def compile_time_table() -> str:
    """Seconds to compile modules of different sizes, as a Markdown table."""
    small, large, constant = compile_time.measure()
    rows = [
        (f"{compile_time.SMALL:,} operations", f"{small.total:.1f} s"),
        (f"{compile_time.LARGE:,} operations", f"{large.total:.1f} s"),
        ("one against the other", f"{large.total / small.total:.1f} times"),
        ("a constant of 1 MB", f"{constant.total:.2f} s"),
    ]
    return "".join(["| module | time |\n|---|--:|\n", *(f"| {a} | {b} |\n" for a, b in rows)])


def example_mlir() -> str:
    """The first example, before."""
    return _block("mlir", EXAMPLE.read_text())


def example_c() -> str:
    """The first example, after."""
    library = compile_module(EXAMPLE.read_text(), filename=EXAMPLE.name, name="lib")
    return _block("c", library.files["src/lib.c"])


def firmware_loop() -> str:
    """How firmware calls the digits classifier: the loop of the example's `main.c`."""
    text = (DIGITS / "main.c").read_text()
    body = text[text.index("int main(void)") :]
    return _block("c", '#include "digits.h"\n\n' + body)


def digits_library() -> Library:
    """The library that the README's first command makes."""
    imported = load_model(DIGITS / "digits.tflite")
    return compile_imported(imported, name="digits")


def digits_main() -> str:
    """The function that runs the digits classifier."""
    return _block("c", _function(digits_library().files["src/digits.c"], "digits_run"))


def digits_operator() -> str:
    """One of its layers."""
    text = digits_library().files["src/digits_operators.c"]
    return _block("c", _function(text, "digits_depthwise1"))


def _function(text: str, name: str) -> str:
    """The definition of a function in C."""
    found = re.search(
        rf"^\w[\w *]*\b{name}\([^;{{]*\)\n\{{\n.*?^\}}", text, re.MULTILINE | re.DOTALL
    )
    assert found is not None, name
    return found[0]


def models_table() -> str:
    """Models on Cortex-M processors beside TVM and onnx2c, as a Markdown table."""
    lines = [
        "| model | on | instructions | TVM 0.14 | onnx2c | RAM | TVM 0.14 | code | stack |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name in models.TVM_WORKSPACE:
        for row in models.measure_model(name):
            now, peers = row.measurement, row.peers
            if peers.tvm is None:
                continue
            others = " | ".join("" if n is None else f"{n:g}" for n in (peers.tvm, peers.onnx2c))
            core = now.target.removeprefix("cortex-").upper()
            lines.append(
                f"| {name} | {core} {now.level} | {now.instructions / 1e6:.2f} | {others} | "
                f"{row.ram:,} | {row.tvm_workspace:,} | {now.code:,} | {now.stack_worst:,} |"
            )
    return "\n".join(lines) + "\n"


def demo_output() -> str:
    """What `make demo` prints."""
    demo = [sys.executable, str(ROOT / "examples" / "digits" / "demo.py")]
    return _block("", subprocess.run(demo, check=True, capture_output=True, text=True).stdout)


def packed_calls_table() -> str:
    """A call by each convention, as a Markdown table."""
    lines = ["| form | level | instructions | code | stack |", "|---|---|--:|--:|--:|"]
    for row in packed_calls.measure_all():
        size, stack = row.footprint.size, row.footprint.stack
        lines.append(f"| {row.form} | {row.level} | {row.instructions} | {size} | {stack} |")
    return "\n".join(lines) + "\n"


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text.strip()}\n```\n"


def packed_chain_table() -> str:
    """The cost of a chain of operators by each convention, as a Markdown table."""
    rows = [
        f"| {form} | {level} | {footprint.size:,} | {footprint.stack:,} |\n"
        for (form, level), footprint in packed_chain.measure_chain().items()
    ]
    return "".join(["| form | level | code | stack |\n|---|---|--:|--:|\n", *rows])


FIGURES: dict[str, Callable[[], str]] = {
    "code-size": code_size_table,
    "compile-time": compile_time_table,
    "demo": demo_output,
    "example-c": example_c,
    "example-mlir": example_mlir,
    "firmware": firmware_loop,
    "digits-main": digits_main,
    "digits-operator": digits_operator,
    "models": models_table,
    "packed-chain": packed_chain_table,
    "packed-calls": packed_calls_table,
}
"""What can stand between the comments, by name."""


def fill_in(text: str, figures: dict[str, Callable[[], str]]) -> str:
    """Replace what is between the markers of a Markdown text."""
    return _MARKERS.sub(lambda found: found[1] + figures[found[2]]() + found[3], text)


def main() -> None:
    """Update README.md, the pictures, and everything below docs/ and examples/."""
    (ROOT / "docs" / "digits_memory.svg").write_text(digits_library().files[PICTURE])
    files = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    for path in files:
        text = path.read_text()
        filled = fill_in(text, FIGURES)
        if filled != text:
            path.write_text(filled)
            print(f"updated {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
