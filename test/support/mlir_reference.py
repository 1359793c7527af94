"""MLIR's own meaning of a program: LLVM's execution of it, on NumPy arrays.

`mlir-opt-22` lowers the program, `mlir-runner-22` compiles it to an object file, and the functions
are called through MLIR's C wrappers, which take each memref as a pointer to a descriptor.
"""

import ctypes
import os
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from c_harness import Argument, ctypes_type
from commands import require_tool, run

_PASSES = (
    "--llvm-request-c-wrappers",
    "--linalg-generalize-named-ops",
    "--convert-linalg-to-loops",
    "--expand-strided-metadata",
    "--lower-affine",
    "--convert-scf-to-cf",
    "--memref-expand",
    "--arith-expand",
    "--convert-math-to-llvm",
    "--convert-math-to-libm",
    "--convert-to-llvm",
    "--reconcile-unrealized-casts",
)

_MODULE_HEAD = re.compile(r"^module.*\{$", re.MULTILINE)

_ENTRY = "reference_entry"
"""The runner insists on calling a function when it compiles."""


class Reference:
    """The functions of an MLIR module, compiled by LLVM.

    ```python
    Reference(text, tmp_path).call("add", a, b, out)
    ```
    """

    def __init__(self, text: str, folder: Path) -> None:
        lowered = run(["mlir-opt-22", *_PASSES], stdin=text)
        head = _MODULE_HEAD.search(lowered)
        assert head is not None, lowered
        entry = f"\n  llvm.func @{_ENTRY}() {{ llvm.return }}"
        lowered = lowered[: head.end()] + entry + lowered[head.end() :]
        object_file, library = folder / "reference.o", folder / "reference.so"
        libraries = _runner_libraries()
        command = ["mlir-runner-22", "-e", _ENTRY, "--entry-point-result=void", "-O1"]
        command += [f"--shared-libs={path}" for path in libraries]
        run([*command, "--dump-object-file", f"--object-filename={object_file}"], stdin=lowered)
        # What is compiled for running in place has absolute addresses.
        link = ["gcc", "-shared", "-z", "notext", "-Wl,--no-warnings", "-w"]
        paths = [f"-Wl,-rpath,{Path(path).parent}" for path in libraries[:1]]
        run([*link, object_file, *libraries, *paths, "-lm", "-o", library])
        self._library = ctypes.CDLL(str(library))

    def call(
        self, name: str, *arguments: Argument, result: type[np.generic] | None = None
    ) -> np.generic | None:
        """Call a function; arrays, also views with strides, are updated in place."""
        function = getattr(self._library, f"_mlir_ciface_{name}")
        function.restype = None if result is None else ctypes_type(np.dtype(result))
        value = function(*map(_to_ctypes, arguments))
        return None if result is None else result(value)


def _runner_libraries() -> list[str]:
    require_tool("mlir-runner-22")
    folder = Path(os.path.realpath(shutil.which("mlir-runner-22") or "")).parent.parent / "lib"
    names = ("libmlir_c_runner_utils", "libmlir_float16_utils")
    return [str(path) for name in names for path in folder.glob(f"{name}.so*")]


def _to_ctypes(argument: Argument) -> Any:
    if not isinstance(argument, np.ndarray):
        return ctypes_type(argument.dtype)(argument.item())
    data = argument.ctypes.data
    strides = (stride // argument.itemsize for stride in argument.strides)
    fields = [data, data, 0, *argument.shape, *strides]
    return (ctypes.c_int64 * len(fields))(*fields)
