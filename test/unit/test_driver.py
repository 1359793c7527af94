"""The driver: what it writes, and one line for everything that can be wrong."""

import json
import os
import re
import sys
from pathlib import Path

import pytest
from driver import microaot, refused

TWICE = """
func.func @twice(%x: i32) -> i32 {
  %y = arith.addi %x, %x : i32
  return %y : i32
}
"""


def test_a_library_is_written(tmp_path: Path) -> None:
    (tmp_path / "twice.mlir").write_text(TWICE)
    result = microaot("compile", "twice.mlir", "-o", "build/out", "--name", "lib", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    out = tmp_path / "build" / "out"
    written = sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())
    assert written == ["include/lib.h", "lib.json", "src/lib.c"]
    manifest = json.loads((out / "lib.json").read_text())
    assert manifest["functions"][0]["c_name"] == "lib_twice"


def test_the_name_comes_from_the_file_and_the_text_from_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "my-model.mlir").write_text(TWICE)
    assert microaot("compile", "my-model.mlir", "-o", "a", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a" / "src" / "my_model.c").exists()
    assert microaot("compile", "-", "-o", "b", stdin=TWICE, cwd=tmp_path).returncode == 0
    assert "module_twice" in (tmp_path / "b" / "include" / "module.h").read_text()


def test_symbols_without_prefix(tmp_path: Path) -> None:
    arguments = ("compile", "-", "-o", "out", "--name", "lib", "--no-prefix")
    assert microaot(*arguments, stdin=TWICE, cwd=tmp_path).returncode == 0
    assert "int32_t twice(int32_t x);" in (tmp_path / "out" / "include" / "lib.h").read_text()


def test_line_directives_name_the_source(tmp_path: Path) -> None:
    (tmp_path / "twice.mlir").write_text(TWICE)
    arguments = ("compile", "twice.mlir", "-o", "out", "--line-directives")
    assert microaot(*arguments, cwd=tmp_path).returncode == 0
    assert '#line 2 "twice.mlir"' in (tmp_path / "out" / "src" / "twice.c").read_text()


BAD_INPUT = {
    "no MLIR": ("hello world", "<stdin>:1:"),
    "nothing": ("", "<stdin>:1:1: error: "),
    "nothing to export": (
        "func.func private @f() {\n  return\n}",
        "<stdin>: error: there is nothing to compile",
    ),
    "unknown op": ("func.func @f() {\n  my.op\n}", "<stdin>:2:3: error: "),
    "unknown dialect op in generic form": ('"my.op"() : () -> ()', "<stdin>:1:"),
    "undefined value": (
        "func.func @f() -> i32 {\n  return %x : i32\n}",
        "<stdin>:2:10: error: value %x is used but not defined",
    ),
    "too few indices": (
        "func.func @f(%m: memref<2xi32>) {\n  %v = memref.load %m[] : memref<2xi32>\n  return\n}",
        "<stdin>:2:3: error: 'memref.load' expected an index for each dimension",
    ),
    "does not verify": (
        "func.func @f(%x: i32) -> i64 {\n  return %x : i32\n}",
        "<stdin>:2:3: error: 'func.return'",
    ),
    "a type that C99 lacks": (
        "func.func @f(%x: i128) {\n  return\n}",
        "<stdin>:1:1: error: 'func.func' has type i128",
    ),
    "an op without C": (
        "func.func @f(%v: vector<4xf32>) {\n  return\n}",
        "<stdin>:1:1: error: 'func.func' has type vector<4xf32>",
    ),
    "no bound for memory": (
        "func.func @f(%n: index) {\n  %m = memref.alloc(%n) : memref<?xf32>\n  return\n}",
        "<stdin>:2:3: error: 'memref.alloc'",
    ),
    "a model of scalars": (
        "func.func @f(%x: f32, %t: tensor<4xf32>) {\n"
        "  %r = linalg.fill ins(%x : f32) outs(%t : tensor<4xf32>) -> tensor<4xf32>\n"
        "  return\n}",
        "<stdin>:1:1: error: 'func.func' argument 0 (x)",
    ),
    "two symbols with one name": (
        'func.func @"a.b"() {\n  return\n}\nfunc.func @a_b() {\n  return\n}',
        "<stdin>:4:1: error: 'func.func' @a_b and @a.b would both be called 'module_a_b' in C",
    ),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_one_line_and_no_files(case: str, tmp_path: Path) -> None:
    text, start = BAD_INPUT[case]
    line = refused(microaot("compile", "-", "-o", "out", stdin=text, cwd=tmp_path))
    assert line.startswith(start), line
    assert [*tmp_path.iterdir()] == []


BAD_REQUESTS = {
    "missing file": (("compile", "missing.mlir", "-o", "out"), "missing.mlir: error: "),
    "a folder": (("compile", ".", "-o", "out"), ".: error: "),
    "unknown option": (("compile", "-", "-o", "out", "--fast"), "error: No such option"),
    "unknown command": (("translate",), "error: No such command"),
    "no output": (("compile", "-"), "error: Missing option"),
    "name is no identifier": (("compile", "-", "-o", "out", "--name", "a-b"), "error: the library"),
    "name of a header": (
        ("compile", "-", "-o", "out", "--name", "math"),
        "error: a library called",
    ),
    "keyword without prefix": (
        ("compile", "-", "-o", "out", "--no-prefix", "--name", "lib"),
        "<stdin>:1:1: error: 'func.func' @while is a reserved name in C: use a prefix",
    ),
}


@pytest.mark.parametrize("case", BAD_REQUESTS)
def test_bad_requests_are_one_line_and_no_files(case: str, tmp_path: Path) -> None:
    arguments, start = BAD_REQUESTS[case]
    text = "func.func @while() {\n  return\n}"
    line = refused(microaot(*arguments, stdin=text, cwd=tmp_path))
    assert line.startswith(start), line
    assert [*tmp_path.iterdir()] == []


def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file, not a folder")
    line = refused(microaot("compile", "-", "-o", "out", stdin=TWICE, cwd=tmp_path))
    assert "out" in line and "error: " in line
    assert (tmp_path / "out").read_text() == "a file, not a folder"


def test_of_several_files_all_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "out" / "src" / "module.c").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    line = refused(microaot("compile", "-", "-o", "out", stdin=TWICE, cwd=tmp_path))
    assert line == f"{Path('out', 'src', 'module.c')}: error: Is a directory"
    assert sorted(tmp_path.rglob("*")) == before


def test_deep_nesting(tmp_path: Path) -> None:
    depth = 300
    text = "func.func @f(%p: i1) {\n" + "scf.if %p {\n" * depth + "}\n" * depth + "return\n}"
    assert microaot("compile", "-", "-o", "out", stdin=text, cwd=tmp_path).returncode == 0


def test_long_names_and_messages_keep_lines_short(tmp_path: Path) -> None:
    name, message = "very_" * 100 + "long", "a word, " * 50
    text = (
        f"func.func @f(%{name}: i32, %{name}er: i32) -> i32 {{\n"
        f"  %{name}est = arith.cmpi slt, %{name}, %{name}er : i32\n"
        f'  cf.assert %{name}est, "{message}"\n'
        f"  %{name}ness = arith.subi %{name}er, %{name} : i32\n"
        f"  return %{name}ness : i32\n}}"
    )
    assert microaot("compile", "-", "-o", "out", stdin=text, cwd=tmp_path).returncode == 0
    source = (tmp_path / "out" / "src" / "module.c").read_text()
    assert max(map(len, source.splitlines())) <= 120
    strings = "".join(re.findall(r'"([^"\n]*)"', source.partition("assert(")[2]))
    assert strings == message


def test_a_failed_run_leaves_the_old_library(tmp_path: Path) -> None:
    assert microaot("compile", "-", "-o", "out", stdin=TWICE, cwd=tmp_path).returncode == 0
    before = {p: p.read_text() for p in (tmp_path / "out").rglob("*.[ch]")}
    refused(microaot("compile", "-", "-o", "out", stdin="nonsense", cwd=tmp_path))
    assert {p: p.read_text() for p in (tmp_path / "out").rglob("*.[ch]")} == before


def test_binary_input(tmp_path: Path) -> None:
    (tmp_path / "model.mlir").write_bytes(bytes(range(256)))
    line = refused(microaot("compile", "model.mlir", "-o", "out", cwd=tmp_path))
    assert "model.mlir" in line and "not" in line


def test_help_and_version(tmp_path: Path) -> None:
    assert "Usage:" in microaot("--help", cwd=tmp_path).stdout
    assert "--line-directives" in microaot("compile", "--help", cwd=tmp_path).stdout
    assert "0.1.0" in microaot("--version", cwd=tmp_path).stdout


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    import pty

    from microaot.tools import progress

    monkeypatch.setattr(progress, "DELAY_SECONDS", 0.0)
    outer, inner = pty.openpty()
    with os.fdopen(inner, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with progress.showing_phases(quiet=True) as on_phase:
            on_phase("parse")
        terminal.flush()
        os.set_blocking(outer, False)
        with pytest.raises(BlockingIOError):
            os.read(outer, 1)
        with progress.showing_phases(quiet=False) as on_phase:
            on_phase("parse")
            os.set_blocking(outer, True)
            assert os.read(outer, 1)
    os.close(outer)
