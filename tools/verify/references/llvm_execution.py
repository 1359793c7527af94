"""LLVM's execution of MLIR: `mlir-opt` lowers text, `mlir-runner` compiles it, C calls it.

```python
tools = LLVMTools.find()
library = tools.compile(text, Path("folder"))
library._mlir_ciface_add(descriptor(a), descriptor(b), descriptor(sum))
```
"""

import ctypes
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from microaot.tools.errors import UserError
from microaot.tools.measure.inputs import Array
from microaot.tools.measure.tools import run_tool

_SUFFIXES = ("", "-22")
"""What the names of the programs may end with."""

_TO_LLVM = (
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
_ANY_DIALECT = "--allow-unregistered-dialect"
"""Attributes of ours are in the text."""

_HEAD = re.compile(r"^module.*\{$", re.MULTILINE)
_START = "reference_start"
"""The runner insists on calling a function when it compiles."""


@dataclass(frozen=True)
class LLVMTools:
    """`mlir-opt` and `mlir-runner` of one LLVM; `suffix` is what their names end with."""

    suffix: str

    @staticmethod
    def find() -> "LLVMTools | None":
        """Those that are installed, or None."""
        names = ("mlir-opt", "mlir-runner")
        found = (s for s in _SUFFIXES if all(shutil.which(f"{name}{s}") for name in names))
        return next(map(LLVMTools, found), None)

    def transform(self, text: str, passes: Sequence[str], folder: Path) -> str:
        """Run passes of MLIR over a module; raises `UserError` if one fails."""
        source, made = folder / "source.mlir", folder / "made.mlir"
        source.write_text(text)
        run_tool([f"mlir-opt{self.suffix}", _ANY_DIALECT, *passes, source, "-o", made])
        return made.read_text()

    def compile(self, text: str, folder: Path) -> ctypes.CDLL:
        """Compile the functions of a module on memrefs; C calls `f` as `_mlir_ciface_f`.

        Such a function takes a pointer to a `descriptor` for each memref. The files in `folder` are
        not needed any more once the library is loaded. Raises `UserError` if a program is missing
        or fails.
        """
        lowered = self.transform(text, _TO_LLVM, folder)
        head = _HEAD.search(lowered)
        end = head.end() if head else 0
        start = f"\n  llvm.func @{_START}() {{ llvm.return }}"
        source = folder / "lowered.mlir"
        source.write_text(lowered[:end] + start + lowered[end:])
        return self._link(source, folder)

    def _link(self, source: Path, folder: Path) -> ctypes.CDLL:
        libraries = self._libraries()
        made, built = folder / "reference.o", folder / "reference.so"
        options = ["-e", _START, "--entry-point-result=void", "-O1"]
        options += [f"--shared-libs={library}" for library in libraries]
        options += ["--dump-object-file", f"--object-filename={made}"]
        run_tool([f"mlir-runner{self.suffix}", *options, source])
        # What is compiled for running in place has absolute addresses.
        link = ["cc", "-shared", "-Wl,-z,notext", "-Wl,--no-warnings", "-w", made, *libraries]
        paths = [f"-Wl,-rpath,{Path(library).parent}" for library in libraries[:1]]
        run_tool([*link, *paths, "-lm", "-o", built])
        return ctypes.CDLL(str(built))

    def _libraries(self) -> list[str]:
        runner = shutil.which(f"mlir-runner{self.suffix}")
        if runner is None:
            raise UserError(f"mlir-runner{self.suffix} is not installed")
        folder = Path(os.path.realpath(runner)).parent.parent / "lib"
        names = ("libmlir_c_runner_utils", "libmlir_float16_utils")
        return [str(path) for name in names for path in sorted(folder.glob(f"{name}.so*"))[:1]]


def descriptor(array: Array) -> ctypes.Array[ctypes.c_int64]:
    """The memref that is an array, also a view with strides: pointers, offset, sizes, strides.

    It does not keep the array alive.
    """
    data = array.ctypes.data
    strides = (stride // array.itemsize for stride in array.strides)
    fields = [data, data, 0, *array.shape, *strides]
    return (ctypes.c_int64 * len(fields))(*fields)
