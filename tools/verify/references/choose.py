"""Which reference executor a model has."""

from pathlib import Path

from xdsl.dialects.builtin import ModuleOp

from microaot.tools.errors import UserError
from microaot.tools.verify.references.litert import LiteRT
from microaot.tools.verify.references.llvm_execution import LLVMTools
from microaot.tools.verify.references.mlir_runner import MlirRunner
from microaot.tools.verify.references.onnx_runtime import OnnxRuntime
from microaot.tools.verify.references.reference import Reference


def reference_for(path: Path, module: ModuleOp) -> Reference:
    """The reference of the format of a file; `module` is what the importer made of it."""
    match path.suffix.lower():
        case ".tflite":
            return LiteRT(path)
        case ".onnx":
            return OnnxRuntime(path)
        case _:
            tools = LLVMTools.find()
            if tools is None:
                raise UserError("verifying .mlir needs mlir-opt and mlir-runner", str(path))
            return MlirRunner(module.clone(), path, tools)
