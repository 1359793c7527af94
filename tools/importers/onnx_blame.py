"""Finding all nodes of an ONNX model that cannot be lowered: each is tried on its own."""

# The package `onnx` carries hardly any types.
# pyright: basic

import onnx
from onnx import helper, numpy_helper

from microaot.tools.importers.onnx_lowering import Errors, NotSupported, lower_onnx


def failing_nodes(model: onnx.ModelProto) -> Errors:
    """The nodes, and why they fail; `model` has all shapes inferred.

    torch-mlir stops at the first it cannot lower, and does not always say which that is. Nodes with
    graphs of their own, and those with inputs of unknown type, cannot be tried and are left out.
    """
    graph = model.graph
    types = {value.name: value.type for value in (*graph.input, *graph.value_info, *graph.output)}
    constants = {constant.name: constant for constant in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.attribute[0].HasField("t"):
            array = numpy_helper.to_array(node.attribute[0].t)
            constants[node.output[0]] = numpy_helper.from_array(array, node.output[0])
    errors: Errors = []
    for node in graph.node:
        if any(attribute.HasField("g") for attribute in node.attribute):
            continue
        inputs = [name for name in dict.fromkeys(node.input) if name]
        outputs = [name for name in node.output if name]
        variable = [name for name in inputs if name not in constants]
        if not outputs or any(name not in types for name in (*variable, *outputs)):
            continue
        alone = helper.make_graph(
            [node],
            "node",
            [helper.make_value_info(name, types[name]) for name in variable],
            [helper.make_value_info(name, types[name]) for name in outputs],
            [constants[name] for name in inputs if name in constants],
        )
        opsets = model.opset_import
        try:
            lower_onnx(helper.make_model(alone, opset_imports=opsets, ir_version=model.ir_version))
        except NotSupported as error:
            _, reason = error.errors[0]
            kind = f"{node.op_type} is not supported"
            errors.append((node.name, reason if kind in reason else f"{kind} here: {reason}"))
    return errors
