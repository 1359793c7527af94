"""From the graph of an ONNX model to linalg on tensors, with torch-mlir's passes."""

# The package `torch_mlir` carries hardly any types.
# pyright: basic, reportAttributeAccessIssue=false

import re
import warnings
from typing import Any

import onnx
from torch_mlir import ir
from torch_mlir.dialects import torch as torch_dialect
from torch_mlir.extras import onnx_importer
from torch_mlir.passmanager import PassManager

_TO_LINALG = (
    "builtin.module(torch-onnx-to-torch-backend-pipeline"
    "{backend-legal-ops=aten.flatten.using_ints,aten.unflatten.int},"
    "torch-backend-to-linalg-on-tensors-backend-pipeline,"
    "func.func(canonicalize,cse),symbol-dce)"
)

_DIALECTS = ("builtin", "func", "linalg", "tensor", "arith", "math", "scf", "cf", "affine")
"""What the result may be made of."""

_ADDITION = " that was explicitly marked illegal"
"""What MLIR says of every operation that has to go."""

NOT_LOWERED = "torch-mlir does not lower it"

Errors = list[tuple[str, str]]
"""The name of a layer, or nothing, and what is wrong with it."""


class NotSupported(Exception):
    """Nodes for which there is no lowering, as pairs of the name of a layer and a reason."""

    def __init__(self, errors: Errors) -> None:
        super().__init__(errors)
        self.errors = errors


def lower_onnx(model: onnx.ModelProto) -> str:
    """The model as text in MLIR's generic form, which all versions read; may raise `NotSupported`.

    The function is called `main`; operations have the names of nodes as locations.
    """
    context = ir.Context()
    torch_dialect.register_dialect(context)
    with context, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = _import(model, context)
        if errors := _run(_TO_LINALG, module) or _other_dialects(module):
            raise NotSupported([_without_internals(*error) for error in errors])
        function = module.body.operations[0]
        function.attributes["sym_name"] = ir.StringAttr.get("main")
        _cast_results(function, model.graph.output)
        return module.operation.get_asm(print_generic_op_form=True, enable_debug_info=True)


def _import(model: onnx.ModelProto, context: ir.Context) -> ir.Module:
    try:
        info = onnx_importer.ModelInfo(model, config=onnx_importer.Config())
        module = info.create_module(context=context)
        onnx_importer.NodeImporter.define_function(info.main_graph, module.operation).import_all()
    except onnx_importer.OnnxImportError as error:
        raise NotSupported([("", str(error).splitlines()[0])]) from None
    return module


def _cast_results(function: Any, outputs: Any) -> None:
    """Give results the sizes that the model states, where torch-mlir leaves them open."""
    end = function.body.blocks[0].operations[-1]
    for index, (value, port) in enumerate(zip([*end.operands], outputs, strict=True)):
        shape = [dim.dim_value for dim in port.type.tensor_type.shape.dim]
        type = ir.RankedTensorType.get(shape, value.type.element_type, loc=end.location)
        if type != value.type:
            new = ir.Operation.create(
                "tensor.cast", [type], [value], loc=end.location, ip=ir.InsertionPoint(end)
            )
            end.operands[index] = new.result
    types = ir.FunctionType.get(function.type.inputs, [value.type for value in end.operands])
    function.attributes["function_type"] = ir.TypeAttr.get(types)


def _run(pipeline: str, module: ir.Module) -> Errors:
    """Run passes; returns what they complain about."""
    errors: Errors = []

    def note(diagnostic: Any) -> bool:
        if diagnostic.severity == ir.DiagnosticSeverity.ERROR:
            errors.append((_layer(diagnostic.location), diagnostic.message))
        return True

    handler = module.context.attach_diagnostic_handler(note)
    try:
        PassManager.parse(pipeline, module.context).run(module.operation)
    except ir.MLIRError as error:
        found = [(_layer(d.location), d.message) for d in error.error_diagnostics]
        return errors or found or [("", "torch-mlir cannot lower it")]
    finally:
        handler.detach()
    return []


def _layer(location: Any) -> str:
    names = re.findall(r'"((?:[^"\\]|\\.)*)"', str(location))
    return names[0] if names else ""


def _other_dialects(module: ir.Module) -> Errors:
    """What torch-mlir leaves in dialects that nothing here knows, once for each layer."""
    found: dict[str, str] = {}

    def visit(op: Any) -> ir.WalkResult:
        if op.name.split(".")[0] not in _DIALECTS and not op.name.endswith(".yield"):
            found.setdefault(_layer(op.location), f"torch-mlir makes '{op.name}' of it")
        return ir.WalkResult.ADVANCE

    module.operation.walk(visit)
    return [*found.items()]


def _without_internals(layer: str, message: str) -> tuple[str, str]:
    """An error about a layer; operations of torch-mlir's own mean nothing to who has the model."""
    if layer:
        return layer, NOT_LOWERED
    return "", message.splitlines()[0].split(": %", 1)[0].removesuffix(_ADDITION)
