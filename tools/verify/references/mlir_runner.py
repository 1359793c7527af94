"""LLVM's execution of MLIR, by `mlir-opt` and `mlir-runner`: what a module means."""

import ctypes
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from xdsl.dialects.builtin import ModuleOp
from xdsl.printer import Printer

from microaot.tools.errors import UserError
from microaot.tools.importers.imported_model import entry_function
from microaot.tools.measure.entry import Buffer
from microaot.tools.measure.inputs import Array
from microaot.tools.measure.tools import run_tool
from microaot.tools.verify.layers import expose_layers, tensor_buffers

_FROM_TOSA = (
    "builtin.module(func.func(tosa-optional-decompositions,canonicalize,tosa-infer-shapes,"
    "canonicalize,tosa-make-broadcastable,tosa-to-linalg-named,canonicalize,"
    "tosa-layerwise-constant-fold,tosa-make-broadcastable,tosa-to-linalg,tosa-to-scf,"
    "tosa-to-arith{include-apply-rescale=true},tosa-to-tensor))"
)
_TO_MEMREFS = (
    "--one-shot-bufferize=bufferize-function-boundaries=1 "
    "function-boundary-type-conversion=identity-layout-map",
    "--drop-equivalent-buffer-results",
    "--buffer-results-to-out-params=hoist-static-allocs=1 modify-public-functions=1",
    "--fold-memref-alias-ops",
)
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
_START = "verify_start"
"""The runner insists on calling a function when it compiles."""


class MlirRunner:
    """Lowers a module with MLIR's own passes, and runs it."""

    name = "MLIR, compiled by LLVM"
    integer_tolerance = 0

    def __init__(self, module: ModuleOp, path: Path) -> None:
        self._path = path
        self._module = module
        suffix = next((s for s in ("", "-22") if shutil.which(f"mlir-runner{s}")), None)
        if suffix is None or shutil.which(f"mlir-opt{suffix}") is None:
            raise UserError("verifying .mlir needs mlir-opt and mlir-runner", str(path))
        self._suffix = suffix

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs for each run."""
        return self._execute(self._module, inputs)

    def layers(self, inputs: Sequence[Array]) -> Mapping[str, Array]:
        """What the last operation of each layer gives."""
        module = self._module.clone()
        names = expose_layers(entry_function(module, str(self._path)))
        arrays = self._execute(module, inputs)
        return dict(zip(names, arrays[len(arrays) - len(names) :], strict=True))

    def _execute(self, module: ModuleOp, inputs: Sequence[Array]) -> list[Array]:
        function = entry_function(module, str(self._path))
        _, outputs = tensor_buffers(function)
        with TemporaryDirectory(prefix="microaot-") as temporary:
            library = self._compile(module, Path(temporary))
            call = getattr(library, f"_mlir_ciface_{function.sym_name.data}")
            call.restype = None
            runs = [_call(call, [a[run] for a in inputs], outputs) for run in range(len(inputs[0]))]
        return [np.stack(output) for output in zip(*runs, strict=True)]

    def _compile(self, module: ModuleOp, folder: Path) -> ctypes.CDLL:
        text = StringIO()
        Printer(text, print_generic_format=True).print_op(module)
        source = folder / "source.mlir"
        source.write_text(text.getvalue())
        for number, passes in enumerate(([f"--pass-pipeline={_FROM_TOSA}"], _TO_MEMREFS, _TO_LLVM)):
            lowered = folder / f"lowered{number}.mlir"
            run_tool([f"mlir-opt{self._suffix}", _ANY_DIALECT, *passes, source, "-o", lowered])
            source = lowered
        lowered = source.read_text()
        head = _HEAD.search(lowered)
        end = head.end() if head else 0
        start = f"\n  llvm.func @{_START}() {{ llvm.return }}"
        source.write_text(lowered[:end] + start + lowered[end:])
        return self._link(source, folder)

    def _link(self, source: Path, folder: Path) -> ctypes.CDLL:
        runner = f"mlir-runner{self._suffix}"
        libraries = _runner_libraries(runner)
        made, built = folder / "reference.o", folder / "reference.so"
        options = ["-e", _START, "--entry-point-result=void", "-O1"]
        options += [f"--shared-libs={library}" for library in libraries]
        options += ["--dump-object-file", f"--object-filename={made}"]
        run_tool([runner, *options, source])
        # What is compiled for running in place has absolute addresses.
        link = ["cc", "-shared", "-Wl,-z,notext", "-Wl,--no-warnings", "-w", made, *libraries]
        run_tool([*link, f"-Wl,-rpath,{Path(libraries[0]).parent}", "-lm", "-o", built])
        return ctypes.CDLL(str(built))


def _runner_libraries(runner: str) -> list[str]:
    folder = Path(os.path.realpath(shutil.which(runner) or "")).parent.parent / "lib"
    names = ("libmlir_c_runner_utils", "libmlir_float16_utils")
    return [str(path) for name in names for path in sorted(folder.glob(f"{name}.so*"))[:1]]


def _call(
    call: Callable[..., object], inputs: Sequence[Array], outputs: Sequence[Buffer]
) -> list[Array]:
    results = [np.zeros(buffer.shape, buffer.dtype) for buffer in outputs]
    call(*(_descriptor(np.ascontiguousarray(array)) for array in (*inputs, *results)))
    return results


def _descriptor(array: Array) -> ctypes.Array[ctypes.c_int64]:
    """A memref: two pointers, an offset, sizes and strides."""
    data = array.ctypes.data
    strides = (stride // array.itemsize for stride in array.strides)
    fields = [data, data, 0, *array.shape, *strides]
    return (ctypes.c_int64 * len(fields))(*fields)
