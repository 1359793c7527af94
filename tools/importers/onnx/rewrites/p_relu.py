"""PRelu with slopes that differ along other axes than the last.

In ONNX's first versions a vector of slopes is one of channels; later, it is broadcast as operands
of all other operators are, along the last axis.
"""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

import onnx
from onnx import helper, shape_inference

from microaot.tools.importers.onnx.rewrites.opset import own_opset
from microaot.tools.importers.onnx.rewrites.site import Site
from microaot.tools.importers.onnx.rewrites.values import Values

_BROADCASTING = 7
"""The first version of ONNX with slopes that are broadcast."""


def p_relu(site: Site) -> Sequence[str] | None:
    """A choice between a value and its product with the slope."""
    slopes = site.shape(1)
    if slopes is None or len(slopes) < 2:
        return None
    value = site.input(0)
    is_negative = site.op("Less", value, site.scalar_like(0, value))
    return [site.op("Where", is_negative, site.op("Mul", value, site.input(1)), value)]


def spread_slopes(model: onnx.ModelProto) -> None:
    """Give the slopes of channels in an old model the shape that a new one needs."""
    if own_opset(model) >= _BROADCASTING:
        return
    values = Values(shape_inference.infer_shapes(model).graph)
    nodes = [*model.graph.node]
    del model.graph.node[:]
    for node in nodes:
        if node.op_type == "PRelu":
            shape, slopes = (values.shape(name) for name in node.input)
            if shape is not None and slopes is not None and len(slopes) == 1 and slopes != (1,):
                spread = f"{node.output[0]}.slopes"
                axes = [*range(1, len(shape) - 1)]
                model.graph.node.append(
                    helper.make_node("Unsqueeze", [node.input[1]], [spread], node.name, axes=axes)
                )
                node.input[1] = spread
        model.graph.node.append(node)
