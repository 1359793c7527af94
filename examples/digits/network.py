"""The network: its layers as a table, and their floating-point forward and backward passes.

Images are NHWC. A layer is a convolution, a depthwise convolution or an average pooling; a dense
layer is a convolution whose kernel covers the image. So little is written quickly in NumPy, and
training needs no framework.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Kind = Literal["conv", "depthwise", "average"]


@dataclass(frozen=True)
class Layer:
    """One layer, applied to a square image of `size` x `size` pixels with `channels` channels."""

    name: str
    kind: Kind
    size: int
    channels: int
    features: int
    kernel: int
    stride: int = 1
    padding: int = 0
    relu: bool = True

    @property
    def out_size(self) -> int:
        """Height and width of the result."""
        return (self.size + 2 * self.padding - self.kernel) // self.stride + 1

    @property
    def weight_shape(self) -> tuple[int, ...]:
        """FHWC for a convolution, HWC for a depthwise one, none for a pooling."""
        match self.kind:
            case "conv":
                return (self.features, self.kernel, self.kernel, self.channels)
            case "depthwise":
                return (self.kernel, self.kernel, self.channels)
            case "average":
                return (0,)

    @property
    def out_shape(self) -> tuple[int, int, int, int]:
        """Shape of the result for one image."""
        return (1, self.out_size, self.out_size, self.features)


LAYERS = (
    Layer("conv1", "conv", size=8, channels=1, features=32, kernel=3, padding=1),
    Layer("depthwise1", "depthwise", size=8, channels=32, features=32, kernel=3, padding=1),
    Layer("pointwise1", "conv", size=8, channels=32, features=48, kernel=1),
    Layer("depthwise2", "depthwise", 8, channels=48, features=48, kernel=3, stride=2, padding=1),
    Layer("pointwise2", "conv", size=4, channels=48, features=80, kernel=1),
    Layer("pool", "average", size=4, channels=80, features=80, kernel=2, stride=2, relu=False),
    Layer("dense", "conv", size=2, channels=80, features=10, kernel=2, relu=False),
)
"""Pixels in, ten logits out: the layers of a small keyword spotter."""


@dataclass
class Parameters:
    """Weights and bias of one layer (empty for a pooling), or their gradients."""

    weights: Floats
    bias: Floats


def initialise(layer: Layer, rng: np.random.Generator) -> Parameters:
    """Draw weights whose results keep the variance of the input (He initialisation)."""
    inputs = layer.kernel**2 * (layer.channels if layer.kind == "conv" else 1)
    weights = rng.normal(0, np.sqrt(2 / inputs), layer.weight_shape).astype(np.float32)
    biases = 0 if layer.kind == "average" else layer.features
    return Parameters(weights, np.zeros(biases, np.float32))


def taps(layer: Layer) -> Iterator[tuple[tuple[int, int], tuple[slice, slice, slice]]]:
    """Yield, for each kernel position, the slice of the padded image that it meets."""
    span = layer.stride * (layer.out_size - 1) + 1
    for i in range(layer.kernel):
        for j in range(layer.kernel):
            rows = slice(i, i + span, layer.stride)
            columns = slice(j, j + span, layer.stride)
            yield (i, j), (slice(None), rows, columns)


def pad(layer: Layer, image: Floats) -> Floats:
    """Surround the images with zeros."""
    border = (layer.padding, layer.padding)
    return np.pad(image, ((0, 0), border, border, (0, 0)))


def forward(layer: Layer, parameters: Parameters, image: Floats) -> Floats:
    """Apply one layer to a batch."""
    padded = pad(layer, image)
    shape = (len(image), *layer.out_shape[1:])
    result = np.zeros(shape, np.float32)
    for (i, j), window in taps(layer):
        match layer.kind:
            case "conv":
                flat = padded[window].reshape(-1, layer.channels)
                result += (flat @ parameters.weights[:, i, j].T).reshape(shape)
            case "depthwise":
                result += padded[window] * parameters.weights[i, j]
            case "average":
                result += padded[window] / np.float32(layer.kernel**2)
    if layer.kind != "average":
        result += parameters.bias
    return np.maximum(result, 0) if layer.relu else result


def backward(
    layer: Layer, parameters: Parameters, image: Floats, result: Floats, gradient: Floats
) -> tuple[Floats, Parameters]:
    """Return the gradients of the layer's input and parameters from that of its result."""
    if layer.relu:
        gradient = gradient * (result > 0)
    padded = pad(layer, image)
    d_padded, d_weights = np.zeros_like(padded), np.zeros_like(parameters.weights)
    for (i, j), window in taps(layer):
        match layer.kind:
            case "conv":
                flat = gradient.reshape(-1, layer.features)
                d_weights[:, i, j] = flat.T @ padded[window].reshape(-1, layer.channels)
                d_flat = flat @ parameters.weights[:, i, j]
                d_padded[window] += d_flat.reshape(*gradient.shape[:3], layer.channels)
            case "depthwise":
                d_weights[i, j] = (gradient * padded[window]).sum((0, 1, 2))
                d_padded[window] += gradient * parameters.weights[i, j]
            case "average":
                d_padded[window] += gradient / np.float32(layer.kernel**2)
    inside = slice(layer.padding, layer.padding + layer.size)
    d_bias = gradient.sum((0, 1, 2)) if layer.kind != "average" else parameters.bias
    return d_padded[:, inside, inside], Parameters(d_weights, d_bias)


def activations(parameters: list[Parameters], image: Floats) -> list[Floats]:
    """Return the images followed by the result of every layer."""
    values = [image]
    for layer, layer_parameters in zip(LAYERS, parameters, strict=True):
        values.append(forward(layer, layer_parameters, values[-1]))
    return values
