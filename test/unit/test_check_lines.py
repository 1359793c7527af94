"""Every line of the lit tests that looks like a check is one."""

from pathlib import Path

import pytest
from check_lines import misspelt_lines

FILECHECK = Path(__file__).parents[1] / "filecheck"


def test_no_line_is_misspelt() -> None:
    files = sorted(FILECHECK.rglob("*.mlir"))
    assert files
    found = [
        f"{path.relative_to(FILECHECK)}:{number}: {line}"
        for path in files
        for number, line in misspelt_lines(path.read_text())
    ]
    assert not found, "misspelt checks:\n" + "\n".join(found)


def test_files_run_something() -> None:
    idle = [p for p in FILECHECK.rglob("*.mlir") if "// RUN: " not in p.read_text()]
    assert not idle


@pytest.mark.parametrize(
    "line",
    [
        "// CHEKC: a",
        "// CHECK-NXT: a",
        "// CHECK a",
        "// CHECK; a",
        "// CHECK-COUNT: a",
        "// CHECK_NEXT: a",
        "// CHECK-Next: a",
        "// CHECKS: a",
        "// Check-next: a",
        "// ERR-NEXT: a",
        "// OPTS-DAG: a",
        "  %a = foo // CHCK: a",
        "// RNU: microaot-opt",
    ],
)
def test_finds(line: str) -> None:
    text = f"// RUN: x | filecheck %s --check-prefixes=CHECK,OPT\n// CHECK: b\n{line}\n"
    if line.startswith("// ERR"):
        text = text.replace("OPT", "ERROR")
    assert [number for number, _ in misspelt_lines(text)] == [3]


@pytest.mark.parametrize(
    "line",
    [
        "// CHECK: a",
        "// CHECK-NEXT: a",
        "// CHECK-COUNT-3: a",
        "// CHECK-NEXT{LITERAL}: a[[0]]",
        "// CHECK{LITERAL}: a[[0]]",
        "// OPT-LABEL: a",
        "// Check that it works",
        "// A chain of ops",
        "// OPT's own words",
        "// C has no such type",
        "// A run of zeros: cheap",
        "// UNSUPPORTED: windows",
    ],
)
def test_allows(line: str) -> None:
    text = f"// RUN: x | filecheck %s --check-prefix CHECK --check-prefix=OPT\n{line}\n"
    assert not [*misspelt_lines(text)]
