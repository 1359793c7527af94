"""A caller that was built for another calling convention does not link."""

import subprocess
from pathlib import Path

import pytest
from commands import require_tool
from packed_calls import emit_module

CPU = "packed.device @cpu {device_type = 1 : i32, device_id = 0 : i32}\n"
BUFFER = "!packed.buffer<4xf32, @cpu>"
ADD_ONE = f"""{CPU}
func.func @add_one(%x: {BUFFER}, %y: {BUFFER}) {{
  %in = packed.data %x : {BUFFER} -> memref<4xf32>
  %out = packed.data %y : {BUFFER} -> memref<4xf32>
  memref.copy %in, %out : memref<4xf32> to memref<4xf32>
  return
}}
"""

SYMBOLS = {
    "unpack-buffers": "add_one",
    "make-packed-api{abi=tvm}": "add_one_packed",
    "make-packed-api{abi=ffi}": "__tvm_ffi_add_one",
}
"""The C symbol of the function after each pass that decides about its convention."""

CHECKED = f"""{CPU}
func.func private @fails(!packed.buffer<4xf32, @cpu>)
func.func @plain(%ok: i1) {{
  return
}}
func.func @checks(%ok: i1) {{
  packed.check %ok, value_error, "wrong"
  return
}}
func.func @calls(%x: memref<4xf32>) {{
  %b = packed.make_buffer %x : memref<4xf32> -> {BUFFER}
  packed.call @fails(%b) via cpacked : ({BUFFER}) -> ()
  return
}}
func.func @calls_checks(%ok: i1) -> f32 {{
  func.call @checks(%ok) : (i1) -> ()
  %c = arith.constant 1.0 : f32
  return %c : f32
}}
"""
"""Functions that return a status, which their MLIR does not, and one that does not."""

HOST = """
int fails(void) { return 0; }
void TVMAPISetLastError(const char *message) { (void)message; }
void TVMFFIErrorSetRaisedFromCStrParts(const char *kind, const char **parts, int count)
{
    (void)kind; (void)parts; (void)count;
}
"""


@pytest.mark.parametrize("library", SYMBOLS)
@pytest.mark.parametrize("caller", SYMBOLS)
def test_callers_link_with_their_own_convention_only(
    library: str, caller: str, tmp_path: Path
) -> None:
    require_tool("gcc")
    symbol = SYMBOLS[caller]
    done = _link(ADD_ONE, library, symbol, tmp_path)
    if caller == library:
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode != 0
        assert f"undefined reference to `{symbol}'" in done.stderr


@pytest.mark.parametrize("function", ["checks", "calls", "calls_checks", "plain"])
def test_callers_that_expect_no_status_do_not_link(function: str, tmp_path: Path) -> None:
    require_tool("gcc")
    stale, right = (
        _link(CHECKED, "lower-packed-calls{abi=tvm}", symbol, tmp_path / symbol)
        for symbol in (function, f"{function}_checked")
    )
    if function == "plain":
        stale, right = right, stale
    assert f"undefined reference to `{function}" in stale.stderr
    assert right.returncode == 0, right.stderr


def _link(text: str, passes: str, symbol: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Link a program that calls a C function with what a module becomes."""
    for name, file in emit_module(text, passes).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(file)
    main = f"{HOST}\nint {symbol}();\nint main(void) {{ return {symbol}(); }}\n"
    (folder / "main.c").write_text(main)
    command = ["gcc", "-w", f"-I{folder}/include", f"{folder}/src/lib.c", f"{folder}/main.c"]
    return subprocess.run(
        [*command, "-o", f"{folder}/main"], capture_output=True, text=True, check=False
    )
