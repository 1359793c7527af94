"""MLIR's own meaning of a program: LLVM's execution of it, on NumPy arrays.

`mlir-opt-22` lowers the program, `mlir-runner-22` compiles it to an object file, and the functions
are called through MLIR's C wrappers, which take each memref as a pointer to a descriptor.
"""

from pathlib import Path
from typing import Any

import numpy as np
from c_harness import Argument, ctypes_type
from commands import require_tool

from microaot.tools.verify.references.llvm_execution import LLVMTools, descriptor


class Reference:
    """The functions of an MLIR module, compiled by LLVM.

    ```python
    Reference(text, tmp_path).call("add", a, b, out)
    ```
    """

    def __init__(self, text: str, folder: Path) -> None:
        require_tool("mlir-opt-22")
        require_tool("mlir-runner-22")
        self._library = LLVMTools("-22").compile(text, folder)

    def call(
        self, name: str, *arguments: Argument, result: type[np.generic] | None = None
    ) -> np.generic | None:
        """Call a function; arrays, also views with strides, are updated in place."""
        function = getattr(self._library, f"_mlir_ciface_{name}")
        function.restype = None if result is None else ctypes_type(np.dtype(result))
        value = function(*map(_to_ctypes, arguments))
        return None if result is None else result(value)


def _to_ctypes(argument: Argument) -> Any:
    if isinstance(argument, np.ndarray):
        return descriptor(argument)
    return ctypes_type(argument.dtype)(argument.item())
