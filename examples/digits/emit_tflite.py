"""The quantised network as a `.tflite` file, of the operators that converters write.

LiteRT computes the same integers as `reference.py`, bit for bit.
"""

import numpy as np
from network import LAYERS, Layer
from quantize import QuantizedLayer
from tflite_file import (
    CONV_2D,
    DEPTHWISE_CONV_2D,
    NO_ACTIVATION,
    PAD,
    PAD_OPTIONS,
    RELU,
    RESHAPE,
    RESHAPE_OPTIONS,
    SAME,
    VALID,
    Operator,
    Tensor,
    convolution_options,
    write_model,
)

CLASSES = 10


def emit(network: tuple[QuantizedLayer, ...]) -> bytes:
    """Return the bytes of `digits.tflite`."""
    first = LAYERS[0]
    image = (1, first.size, first.size, first.channels)
    tensors = [Tensor("image", "int8", image, None, network[0].scales[:1])]
    operators: list[Operator] = []
    for layer, quantized in zip(LAYERS, network, strict=True):
        source = tensors[-1].name
        tensors += constants(layer, quantized)
        if layer.padding and not pads_as_same(layer):
            padded = pad_tensors(layer, quantized)
            tensors += padded
            names = [tensor.name for tensor in padded]
            operators.append(Operator(PAD, [source, names[0]], names[1:], PAD_OPTIONS, {}))
            source = names[1]
        operators.append(operator(layer, source))
        tensors.append(result(quantized, layer.name, layer.out_shape))
    last = tensors[-1].name
    tensors.append(Tensor("shape", "int32", (2,), np.array([1, CLASSES], np.int32)))
    tensors.append(result(network[-1], "logits", (1, CLASSES)))
    operators.append(Operator(RESHAPE, [last, "shape"], ["logits"], RESHAPE_OPTIONS, {}))
    return write_model(
        tensors, operators, ["image"], ["logits"], "Handwritten digits of 8x8 pixels, int8"
    )


def result(quantized: QuantizedLayer, name: str, shape: tuple[int, ...]) -> Tensor:
    """A tensor that holds the result of a layer."""
    return Tensor(name, "int8", shape, None, quantized.scales[1:], quantized.zero_point)


def constants(layer: Layer, quantized: QuantizedLayer) -> tuple[Tensor, Tensor]:
    """Weights and bias.

    A mean is a depthwise convolution with the weights 1, whose scale is 1/4: the average pooling of
    TFLite keeps the scale of its input, and rounds by itself before the next layer does.
    """
    scales = np.broadcast_to(quantized.weight_scales, layer.features).astype(np.float32)
    weights, bias, axis = quantized.weights, quantized.bias, 0
    if layer.kind == "average":
        weights = np.ones((layer.kernel, layer.kernel, layer.channels), np.int8)
        bias = np.zeros(layer.features, np.int32)
    if layer.kind != "conv":
        weights, axis = weights[np.newaxis], 3
    return (
        Tensor(f"{layer.name}_weights", "int8", weights.shape, weights, scales, axis=axis),
        Tensor(f"{layer.name}_bias", "int32", bias.shape, bias, quantized.scales[0] * scales),
    )


def pads_as_same(layer: Layer) -> bool:
    """Whether TFLite's padding SAME is that of the layer; it puts an odd row behind the image."""
    out_size = -(-layer.size // layer.stride)
    total = max((out_size - 1) * layer.stride + layer.kernel - layer.size, 0)
    return total == 2 * layer.padding


def pad_tensors(layer: Layer, quantized: QuantizedLayer) -> tuple[Tensor, Tensor]:
    """How much is added on each side of each axis, and the image with it added."""
    border = [layer.padding, layer.padding]
    amounts = np.array([[0, 0], border, border, [0, 0]], np.int32)
    size = layer.size + 2 * layer.padding
    shape = (1, size, size, layer.channels)
    scale, zero_point = quantized.scales[:1], quantized.input_zero_point
    return (
        Tensor(f"{layer.name}_amounts", "int32", (4, 2), amounts),
        Tensor(f"{layer.name}_padded", "int8", shape, None, scale, zero_point),
    )


def operator(layer: Layer, source: str) -> Operator:
    """The convolution of a layer."""
    padding = SAME if layer.padding and pads_as_same(layer) else VALID
    activation = RELU if layer.relu else NO_ACTIVATION
    inputs = [source, f"{layer.name}_weights", f"{layer.name}_bias"]
    code = CONV_2D if layer.kind == "conv" else DEPTHWISE_CONV_2D
    options = convolution_options(code, padding, layer.stride, activation)
    return Operator(code, inputs, [layer.name], *options)
