"""Type-erased calls inside of a library that a Python process loads: the real TVM-FFI answers."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from commands import require_module, run
from packed_call_programs import ADD_ONE, ENTRIES, LOOKED_UP
from packed_calls import emit_module

tvm_ffi = require_module("tvm_ffi", "apache-tvm-ffi")


def _load(text: str, functions: str, folder: Path) -> Any:
    """Make entries of functions, and load them."""
    passes = f"make-packed-api{{abi=ffi functions={functions}}},lower-packed-calls{{abi=ffi}}"
    for name, content in emit_module(text, f"{passes},unpack-buffers").items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    include, library = f"-I{folder / 'include'}", folder / "lib.so"
    run(["gcc", "-std=c99", "-shared", "-fPIC", include, folder / "src/lib.c", "-o", library])
    return tvm_ffi.load_module(str(library))


def test_entries_hand_on_descriptors(tmp_path: Path) -> None:
    module = _load(ADD_ONE + ENTRIES, "add_one,twice", tmp_path)
    x, y = np.arange(4, dtype=np.float32), np.zeros(4, np.float32)
    assert module.twice(x, y) == 2
    np.testing.assert_array_equal(y, x + 2)
    with pytest.raises(TypeError, match="twice: argument y: expected float32, got int32"):
        module.twice(x, y.astype(np.int32))


def test_functions_of_python_are_found_by_name(tmp_path: Path) -> None:
    # The registry is that of the process: the name is one that no other test takes.
    name = "microaot.test.half"
    module = _load(LOOKED_UP.replace('"half"', f'"{name}"'), "twice", tmp_path)
    with pytest.raises(RuntimeError, match=name):
        module.twice(7)

    def half(number: int) -> object:
        if number < 0:
            raise KeyError("negative")
        return {8: 4, 9: None}.get(number, number / 2)

    tvm_ffi.register_global_func(name, half)
    assert module.twice(7) == 7.0
    assert module.twice(8) == 8.0
    with pytest.raises(TypeError, match="expected a float as result, got None"):
        module.twice(9)
    with pytest.raises(KeyError, match="negative"):
        module.twice(-1)
