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

HOST = """
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
    for name, text in emit_module(ADD_ONE, library).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    symbol = SYMBOLS[caller]
    main = f"{HOST}\nint {symbol}();\nint main(void) {{ return {symbol}(); }}\n"
    (tmp_path / "main.c").write_text(main)
    command = ["gcc", "-w", f"-I{tmp_path}/include", f"{tmp_path}/src/lib.c", f"{tmp_path}/main.c"]
    done = subprocess.run(
        [*command, "-o", f"{tmp_path}/main"], capture_output=True, text=True, check=False
    )
    if caller == library:
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode != 0
        assert f"undefined reference to `{symbol}'" in done.stderr
