"""Errors of a user are one line with a place; the tool's exit status is 1."""

from pathlib import Path

import pytest
from xdsl.dialects import test
from xdsl.dialects.builtin import ModuleOp

from microaot.tools.diagnostics import as_user_error, reporting_errors
from microaot.tools.errors import UserError
from microaot.tools.microaot_opt import MicroaotOptMain

WRONG_TYPE = """func.func @f(%a: i32) -> i32 {
  %1 = "arith.addi"(%a, %a) : (i32, i32) -> f32
  func.return %a : i32
}
"""


def _error(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as exit, reporting_errors():
        MicroaotOptMain(args=arguments).run()
    assert exit.value.code == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.endswith("\n") and captured.err.count("\n") == 1
    return captured.err


@pytest.mark.parametrize(
    ("text", "place", "part"),
    [
        (WRONG_TYPE, "2:3", "'arith.addi' result 'result' at position 0 does not verify"),
        ("func.func @f() {\n  func.retrun\n}", "", "func.retrun is not registered"),
        ("func.func @f() {\n  func.return", "2:14", "unexpected end of the input in block"),
        ("func.func @f() {\n  func.return ]\n}", "2:15", "unexpected ']' in block"),
        ("func.func @f(%a: i32) {\n  %b = arith.addi %a, %c : i32\n  func.return\n}", "", "%c"),
        ('func.func @f() {\n  %0 = "test.op"() : () -> i32\n}', "2:3", "not a terminator"),
        ("%0 = arith.constant 300 : i8", "1:29", "out of range for type i8"),
        ("", "1:1", "found the end of the input"),
    ],
)
def test_bad_input(
    text: str, place: str, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "input.mlir"
    path.write_text(text)
    message = _error(capsys, str(path))
    assert message.startswith(f"{path}:{place}")
    assert part in message


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("-p", "no-such-pass"), "no-such-pass"),
        (("-p", "canonicalize{x=1}"), "not found in expected arguments"),
        (("-p", "canonicalize{"), "in the pipeline 'canonicalize{'"),
        (("-p", "canonicalize,,cse"), "in the pipeline 'canonicalize,,cse', at ','"),
        (("-t", "no-such-target"), "invalid choice: 'no-such-target'"),
        (("--no-such-option",), "unrecognized arguments: --no-such-option"),
        (("-t", "mlir{no-such-option=1}"), "no-such-option"),
    ],
)
def test_bad_request(
    arguments: tuple[str, ...], part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "input.mlir"
    path.write_text("func.func @f() {\n  func.return\n}")
    message = _error(capsys, str(path), *arguments)
    assert message.startswith("error: ")
    assert part.replace("-", "_") in message.replace("-", "_")


def test_files_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "missing.mlir"
    assert _error(capsys, str(path)) == f"{path}: error: No such file or directory\n"


def test_text_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "input.mlir"
    path.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in _error(capsys, str(path))


def test_output_is_written_after_success_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = tmp_path / "input.mlir", tmp_path / "output.mlir"
    output.write_text("as before")
    source.write_text(WRONG_TYPE)
    _error(capsys, str(source), "-o", str(output))
    assert output.read_text() == "as before"
    source.write_text("func.func @f() {\n  func.return\n}")
    MicroaotOptMain(args=[str(source), "-o", str(output)]).run()
    assert "func.func @f()" in output.read_text()


def test_a_pass_that_fails_names_the_operation() -> None:
    op = test.TestOp()
    ModuleOp([op])
    with pytest.raises(ValueError) as caught:
        op.emit_error("cannot", ValueError("cannot do that"))
    assert str(as_user_error(caught.value)) == "error: 'test.op' cannot do that"


def test_bugs_are_called_so() -> None:
    error = as_user_error(KeyError("x"))
    assert error.message.startswith("internal error: KeyError: 'x'")


def test_messages_are_one_line() -> None:
    error = as_user_error(UserError("two\n  lines", "a.mlir:1:2"))
    assert str(error) == "a.mlir:1:2: error: two lines"


def test_developers_can_see_tracebacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICROAOT_TRACEBACK", "1")
    with pytest.raises(KeyError), reporting_errors():
        raise KeyError("x")
