"""Which reference executor a model has.

The executor of the file's format comes first. Without it, or for a module of MLIR, that is the TOSA
reference model if the program is TOSA; for a module of MLIR then LLVM's execution; and in the end
our own interpreter, which needs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xdsl.dialects.builtin import ModuleOp

from microaot.tools.errors import UserError
from microaot.tools.importers.imported_model import entry_function
from microaot.tools.verify.layers import tensor_buffers
from microaot.tools.verify.references.interpreter import Interpreter
from microaot.tools.verify.references.litert import LiteRT
from microaot.tools.verify.references.llvm_execution import LLVMTools
from microaot.tools.verify.references.mlir_runner import MlirRunner
from microaot.tools.verify.references.onnx_runtime import OnnxRuntime
from microaot.tools.verify.references.packages import is_installed
from microaot.tools.verify.references.reference import Reference
from microaot.tools.verify.references.tosa_program import are_tosa_tools_installed, is_tosa_program
from microaot.tools.verify.references.tosa_reference_model import TosaReferenceModel

_BETTER = {
    ".tflite": "LiteRT: pip install 'microaot[verify]'",
    ".onnx": "ONNX Runtime: pip install 'microaot[verify]'",
    ".mlir": "LLVM: install mlir-opt and mlir-runner",
}
"""What the user can install to compare with a better reference, by the suffix of the file."""


@dataclass(frozen=True)
class Choice:
    """The reference of a model; `notes` tell the user why there is not a better one."""

    reference: Reference
    notes: tuple[str, ...] = ()


def reference_for(path: Path, module: ModuleOp) -> Choice:
    """The best reference that is installed; `module` is what the importer made of the file."""
    suffix = path.suffix.lower()
    refusals: list[str] = []
    if suffix == ".tflite" and is_installed("ai_edge_litert"):
        try:
            return Choice(LiteRT(path))
        except UserError as error:
            # It is stricter than the importer: models of its first years can be run elsewhere.
            refusals.append(error.message)
    if suffix == ".onnx" and is_installed("onnxruntime"):
        return Choice(OnnxRuntime(path))
    suffix = suffix if suffix in _BETTER else ".mlir"
    better = [] if refusals or suffix == ".mlir" else [suffix]
    if _is_for_reference_model(module, path):
        try:
            return _choice(TosaReferenceModel(module.clone(), path), refusals, better)
        except UserError as error:
            refusals.append(f"Arm's tools do not take the program: {error.message}")
    if suffix == ".mlir":
        if (tools := LLVMTools.find()) is None:
            better = [suffix]
        else:
            try:
                return _choice(MlirRunner(module.clone(), path, tools), refusals, better)
            except UserError as error:
                refusals.append(f"MLIR's passes do not take the program: {error.message}")
    return _choice(Interpreter(module.clone(), path), refusals, better)


def _choice(reference: Reference, refusals: Sequence[str], better: Sequence[str]) -> Choice:
    """A reference, and why it is not another: what refused, and what is not installed."""
    advice = (
        f"the reference is {reference.name}; to compare with {_BETTER[suffix]}" for suffix in better
    )
    return Choice(reference, (*refusals, *advice))


def _is_for_reference_model(module: ModuleOp, path: Path) -> bool:
    inputs, outputs = tensor_buffers(entry_function(module, str(path)))
    return are_tosa_tools_installed() and is_tosa_program(module, (*inputs, *outputs))
