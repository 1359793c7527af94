"""LLVM's execution of MLIR on tensors: what a module means."""

import ctypes
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from xdsl.dialects.builtin import ModuleOp
from xdsl.printer import Printer

from microaot.tools.importers.imported_model import entry_function
from microaot.tools.measure.entry import Buffer
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.layers import expose_layers, tensor_buffers
from microaot.tools.verify.references.llvm_execution import LLVMTools, descriptor

_FROM_TOSA = (
    "builtin.module(func.func(tosa-optional-decompositions,canonicalize,tosa-infer-shapes,"
    "canonicalize,tosa-make-broadcastable,tosa-to-linalg-named,canonicalize,"
    "tosa-layerwise-constant-fold,tosa-make-broadcastable,tosa-to-linalg,tosa-to-scf,"
    "tosa-to-arith{include-apply-rescale=true},tosa-to-tensor))"
)
_TO_MEMREFS = (
    "--convert-elementwise-to-linalg",
    "--one-shot-bufferize=bufferize-function-boundaries=1 "
    "function-boundary-type-conversion=identity-layout-map",
    "--drop-equivalent-buffer-results",
    "--buffer-results-to-out-params=hoist-static-allocs=1 modify-public-functions=1",
    "--fold-memref-alias-ops",
)


class MlirRunner:
    """Lowers a module with MLIR's own passes, and runs it."""

    name = "MLIR, compiled by LLVM"
    output_steps = ()
    integer_tolerance = 0

    def __init__(self, module: ModuleOp, path: Path, tools: LLVMTools) -> None:
        """Raises `UserError` if MLIR's passes do not take the program."""
        self._path = path
        self._module = module
        self._tools = tools
        self._library = self._compile(module)

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs for each run."""
        return self._execute(self._library, self._module, inputs)

    def layers(self, inputs: Sequence[Array]) -> Mapping[str, Array]:
        """What the last operation of each layer gives."""
        module = self._module.clone()
        names = expose_layers(entry_function(module, str(self._path)))
        arrays = self._execute(self._compile(module), module, inputs)
        return dict(zip(names, arrays[len(arrays) - len(names) :], strict=True))

    def _execute(
        self, library: ctypes.CDLL, module: ModuleOp, inputs: Sequence[Array]
    ) -> list[Array]:
        function = entry_function(module, str(self._path))
        _, outputs = tensor_buffers(function)
        call = getattr(library, f"_mlir_ciface_{function.sym_name.data}")
        call.restype = None
        runs = [_call(call, [a[run] for a in inputs], outputs) for run in range(len(inputs[0]))]
        return [np.stack(output) for output in zip(*runs, strict=True)]

    def _compile(self, module: ModuleOp) -> ctypes.CDLL:
        text = StringIO()
        Printer(text, print_generic_format=True).print_op(module)
        source = text.getvalue()
        # What is loaded stays so when its file is gone.
        with TemporaryDirectory(prefix="microaot-") as temporary:
            folder = Path(temporary)
            for passes in ([f"--pass-pipeline={_FROM_TOSA}"], _TO_MEMREFS):
                source = self._tools.transform(source, passes, folder)
            return self._tools.compile(source, folder)


def _call(
    call: Callable[..., object], inputs: Sequence[Array], outputs: Sequence[Buffer]
) -> list[Array]:
    arguments = [np.ascontiguousarray(array) for array in inputs]
    results = [np.zeros(buffer.shape, buffer.dtype) for buffer in outputs]
    call(*map(descriptor, (*arguments, *results)))
    return results
