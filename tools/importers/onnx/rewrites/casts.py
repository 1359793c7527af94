"""Casts to the types that torch-mlir knows as those of values, but not by their numbers."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

import numpy as np
import onnx

from microaot.tools.importers.onnx.rewrites.site import Site

_INTEGERS = {onnx.TensorProto.INT16: np.int16, onnx.TensorProto.UINT32: np.uint32}


def cast(site: Site) -> Sequence[str] | None:
    """The type of a constant in the place of its number; whole numbers are made before."""
    kind = _INTEGERS.get(site.attribute("to"))
    if kind is None:
        return None
    whole = site.cast(site.input(0), onnx.TensorProto.INT64)
    return [site.op("CastLike", whole, site.constant(kind(0)))]


def forget_sign_of_results(graph: onnx.GraphProto) -> None:
    """Let results that are cast to unsigned integers of 16 bits be signed for torch-mlir, which
    does not cast to others: only the interface tells the signs of results.
    """
    uses = [name for node in graph.node for name in node.input]
    casts = {node.output[0]: node for node in graph.node if node.op_type == "Cast"}
    for port in graph.output:
        node, type = casts.get(port.name), port.type.tensor_type
        if node and type.elem_type == onnx.TensorProto.UINT16 and port.name not in uses:
            node.attribute[0].i = type.elem_type = onnx.TensorProto.INT16
