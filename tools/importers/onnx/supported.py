"""Lowering an ONNX model in the operators that torch-mlir lowers, and lowers rightly.

What it gets wrong is rewritten at once. What it refuses, and ONNX defines by other operators, is
expanded to these, as often as that helps; what is left is refused, all layers at a time.
"""

# The package `onnx` carries hardly any types.
# pyright: basic

import onnx

from microaot.tools.importers.onnx.apart import lower_apart
from microaot.tools.importers.onnx.blame import failing_nodes
from microaot.tools.importers.onnx.graph import refuse_open_outputs
from microaot.tools.importers.onnx.lowering import Errors, NotSupported
from microaot.tools.importers.onnx.refusals import explain, refuse_nodes
from microaot.tools.importers.onnx.rewrites.failure import Failure, NotRewritten
from microaot.tools.importers.onnx.rewrites.functions import is_function
from microaot.tools.importers.onnx.rewrites.graph import rewrite
from microaot.tools.importers.onnx.rewrites.opset import own_opset


def lower_supported(model: onnx.ModelProto) -> str:
    """The model in MLIR, see `lower_onnx`; raises `NotSupported` for nodes it cannot have, and
    `UserError` for results without a size.
    """
    refuse_nodes(model)
    opset = own_opset(model)
    original = onnx.ModelProto.FromString(model.SerializeToString())
    expanded: set[tuple[str, str]] = set()
    while True:
        try:
            model = rewrite(model, expanded)
            # Only now, as shapes may follow from what has been folded.
            refuse_open_outputs(model)
            return lower_apart(model)
        except NotRewritten as error:
            others = failing_nodes(error.model)
            others = [other for other in others if not is_function(other.node.op_type, opset)]
            raise NotSupported(_explain(error.failures + others, original)) from None
        except NotSupported as error:
            failures = failing_nodes(model) or _named(error.errors, original)
            nodes = [failure.node for failure in failures]
            functions = {(n.name, n.op_type) for n in nodes if is_function(n.op_type, opset)}
            if functions <= expanded:
                raise NotSupported(_explain(failures, original) or error.errors) from None
        expanded |= functions


def _named(errors: Errors, model: onnx.ModelProto) -> list[Failure]:
    """What torch-mlir says of nodes of the model."""
    layers = {node.name: node for node in model.graph.node}
    return [Failure(layers[name], reason) for name, reason in errors if name in layers]


def _explain(failures: list[Failure], model: onnx.ModelProto) -> Errors:
    """One error for each layer, about the node as the model has it."""
    layers = {node.name: node for node in model.graph.node}
    errors: dict[str, str] = {}
    for failure in failures:
        name = failure.node.name
        if name not in errors:
            layer = layers.get(name, failure.node)
            errors[name] = explain(layer, failure.node, failure.reason, model)
    return [*errors.items()]
