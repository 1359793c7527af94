"""The quantised network as an `.onnx` file: floats between pairs of quantising nodes.

Such nodes say what a tensor's integers stand for; ONNX has no quantised ReLU or mean. An executor
that multiplies by the scales in floats rounds once where `reference.py` rounds twice: logits differ
by up to two.
"""

# The package `onnx` carries hardly any types.
# pyright: basic

from typing import Any

import numpy as np
from network import LAYERS, Layer
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from quantize import QuantizedLayer

OPSET = 17
IR_VERSION = 8
CLASSES = 10


class Graph:
    """Nodes and constants, one after the other."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Add a node, named after its output, which is returned."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def constant(self, name: str, value: NDArray[np.generic] | np.generic) -> str:
        """Add a constant and return its name."""
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def quantization(
        self, name: str, scale: NDArray[np.float32] | np.float32, zero_point: np.generic
    ) -> list[str]:
        """Add scales, and a zero point for each of them."""
        zero_points = np.full_like(scale, zero_point, zero_point.dtype)
        return [
            self.constant(f"{name}_scale", scale),
            self.constant(f"{name}_zero_point", zero_points),
        ]


def emit(network: tuple[QuantizedLayer, ...]) -> bytes:
    """Return the bytes of `digits.onnx`."""
    graph = Graph()
    quantization = graph.quantization("image", network[0].scales[0], np.int8(0))
    value = graph.node("DequantizeLinear", ["image", *quantization], "image_real")
    quantized = "image"
    for layer, of_layer in zip(LAYERS, network, strict=True):
        value = emit_layer(graph, layer, of_layer, value)
        zero_point = np.int8(of_layer.zero_point)
        quantization = graph.quantization(layer.name, of_layer.scales[1], zero_point)
        quantized = graph.node("QuantizeLinear", [value, *quantization], f"{layer.name}_quantized")
        if layer is not LAYERS[-1]:
            value = graph.node("DequantizeLinear", [quantized, *quantization], layer.name)
    shape = graph.constant("shape", np.array([1, CLASSES], np.int64))
    graph.node("Reshape", [quantized, shape], "logits")
    return model(graph).SerializeToString()


def emit_layer(graph: Graph, layer: Layer, quantized: QuantizedLayer, value: str) -> str:
    """Add what computes a layer in floats."""
    border = [layer.padding] * 4
    shape = {"kernel_shape": [layer.kernel] * 2, "strides": [layer.stride] * 2}
    if layer.kind == "average":
        return graph.node("AveragePool", [value], f"{layer.name}_real", **shape)
    inputs = [value, weights(graph, layer, quantized), bias(graph, layer, quantized)]
    group = 1 if layer.kind == "conv" else layer.channels
    name = f"{layer.name}_sums" if layer.relu else f"{layer.name}_real"
    value = graph.node("Conv", inputs, name, pads=border, group=group, **shape)
    return graph.node("Relu", [value], f"{layer.name}_real") if layer.relu else value


def weights(graph: Graph, layer: Layer, quantized: QuantizedLayer) -> str:
    """Add the weights: features, channels, rows, columns."""
    order = (0, 3, 1, 2) if layer.kind == "conv" else (2, 3, 0, 1)
    stored = quantized.weights if layer.kind == "conv" else quantized.weights[..., np.newaxis]
    name = f"{layer.name}_weights"
    quantization = graph.quantization(name, quantized.weight_scales, np.int8(0))
    integers = graph.constant(f"{name}_quantized", np.ascontiguousarray(stored.transpose(order)))
    return graph.node("DequantizeLinear", [integers, *quantization], name, axis=0)


def bias(graph: Graph, layer: Layer, quantized: QuantizedLayer) -> str:
    """Add the bias, whose scales are those of the sums."""
    name = f"{layer.name}_bias"
    scales = quantized.scales[0] * quantized.weight_scales
    quantization = graph.quantization(name, scales, np.int32(0))
    integers = graph.constant(f"{name}_quantized", quantized.bias)
    return graph.node("DequantizeLinear", [integers, *quantization], name, axis=0)


def model(graph: Graph) -> ModelProto:
    """Return the model that a graph is; with one channel, NCHW images are NHWC images."""
    first = LAYERS[0]
    image = helper.make_tensor_value_info(
        "image", TensorProto.INT8, (1, first.channels, first.size, first.size)
    )
    logits = helper.make_tensor_value_info("logits", TensorProto.INT8, (1, CLASSES))
    made = helper.make_graph(graph.nodes, "digits", [image], [logits], graph.constants)
    opsets = [helper.make_opsetid("", OPSET)]
    return helper.make_model(
        made, opset_imports=opsets, ir_version=IR_VERSION, producer_name="microaot"
    )
