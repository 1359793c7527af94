"""Finding all nodes of an ONNX model that cannot be lowered: each is tried on its own."""

# The package `onnx` carries hardly any types.
# pyright: basic

import onnx
from onnx import helper

from microaot.tools.importers.onnx.apart import CRASHED, lower_apart
from microaot.tools.importers.onnx.lowering import NOT_LOWERED, NotSupported
from microaot.tools.importers.onnx.rewrites.failure import Failure
from microaot.tools.importers.onnx.rewrites.values import Values


def failing_nodes(model: onnx.ModelProto) -> list[Failure]:
    """The nodes that cannot be lowered; `model` has all shapes inferred.

    torch-mlir stops at the first, and does not always say which that is. Nodes with graphs of their
    own, and those with inputs of unknown type, cannot be tried and are left out.
    """
    values = Values(model.graph)
    failures: list[Failure] = []
    for node in model.graph.node:
        alone = None if node.op_type == "Constant" else _alone(node, values, model)
        if alone is None:
            continue
        try:
            lower_apart(alone)
        except NotSupported as error:
            crashes = any(text == CRASHED for _, text in error.errors)
            failures.append(Failure(node, CRASHED if crashes else NOT_LOWERED))
    return failures


def _alone(node: onnx.NodeProto, values: Values, model: onnx.ModelProto) -> onnx.ModelProto | None:
    """A model of one node, and of its constants."""
    if any(attribute.HasField("g") for attribute in node.attribute):
        return None
    constants: list[onnx.TensorProto] = []
    ports: list[list[onnx.ValueInfoProto]] = [[], []]
    for kind, names in enumerate((node.input, node.output)):
        for name in dict.fromkeys(filter(None, names)):
            tensor, type = values.tensor(name), values.type(name)
            if kind == 0 and tensor is not None:
                constants.append(onnx.TensorProto.FromString(tensor.SerializeToString()))
                constants[-1].name = name
            elif type is None:
                return None
            else:
                ports[kind].append(helper.make_value_info(name, type))
    graph = helper.make_graph([node], "node", ports[0], ports[1], constants)
    return helper.make_model(graph, opset_imports=model.opset_import, ir_version=model.ir_version)
