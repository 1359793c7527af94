"""Post-training quantisation to int8, in the scheme that TFLite models use.

A real value is `scale * (quantised - zero_point)`. Weights have one scale per output channel and
zero point 0; images and results have one scale and zero point per layer, chosen from the ranges
seen on the training images. All scales are float32, as model files store them. A layer accumulates
in int32 and is brought to the scale of its result by `multiplier * 2**-shift`, a pair of integers
per channel.
"""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from network import LAYERS, Floats, Layer, Parameters
from numpy.typing import NDArray

IMAGE_SCALE = 1 / 16
"""Pixels are the integers 0 to 16, and stand for 0.0 to 1.0 with zero point 0."""


@dataclass(frozen=True)
class QuantizedLayer:
    """The integers of one layer; its bias includes no zero point."""

    weights: NDArray[np.int8]
    bias: NDArray[np.int32]
    multiplier: NDArray[np.int32]
    shift: NDArray[np.int8]
    zero_points: NDArray[np.int32]
    """Of the input and of the result."""
    scales: NDArray[np.float32]
    """Of the input and of the result."""
    weight_scales: NDArray[np.float32]
    """Of each feature."""

    @property
    def input_zero_point(self) -> int:
        """The integer that stands for 0.0 in the layer's input."""
        return int(self.zero_points[0])

    @property
    def zero_point(self) -> int:
        """The integer that stands for 0.0 in the layer's result."""
        return int(self.zero_points[1])


def range_to_scale(low: float, high: float) -> tuple[float, int]:
    """Choose scale and zero point so that -128..127 covers low..high and 0.0 is exact."""
    low, high = min(low, 0.0), max(high, 0.0)
    scale = (high - low) / 255
    return scale, round(-128 - low / scale)


def to_multiplier(ratio: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Split ratios into 31-bit multipliers and shifts, ratio = multiplier * 2**-shift."""
    fraction, exponent = np.frexp(ratio)
    multiplier = np.rint(fraction * 2**31)
    carried = multiplier == 2**31  # rounded up to the next power of two
    multiplier = np.where(carried, 2**30, multiplier)
    shift = 31 - exponent - carried
    if shift.min() < 2 or shift.max() > 62:
        raise ValueError(f"no shift in 2..62 expresses {ratio}")
    return multiplier.astype(np.int32), shift.astype(np.int8)


def quantize(parameters: list[Parameters], calibration: list[Floats]) -> tuple[QuantizedLayer, ...]:
    """Quantise all layers, from the activations (images first) of the training images."""
    layers: list[QuantizedLayer] = []
    scale, zero_point = np.float32(IMAGE_SCALE), 0
    for layer, floats, values in zip(LAYERS, parameters, calibration[1:], strict=True):
        next_scale, next_zero_point = range_to_scale(float(values.min()), float(values.max()))
        next_scale = np.float32(next_scale)
        stored_scales = channel_scales(layer, floats.weights).astype(np.float32)
        weight_scales = stored_scales.astype(np.float64)
        weights = np.rint(per_channel(layer, floats.weights, weight_scales)).astype(np.int8)
        sum_scales = float(scale) * weight_scales
        bias = np.rint(floats.bias / sum_scales[: floats.bias.size]).astype(np.int32)
        multiplier, shift = to_multiplier(sum_scales / float(next_scale))
        zero_points = np.array([zero_point, next_zero_point], np.int32)
        scales = np.array([scale, next_scale])
        layers.append(
            QuantizedLayer(weights, bias, multiplier, shift, zero_points, scales, stored_scales)
        )
        scale, zero_point = next_scale, next_zero_point
    return tuple(layers)


def channel_scales(layer: Layer, weights: Floats) -> NDArray[np.float64]:
    """Return one weight scale per feature; a pooling has one for all, that of its mean."""
    match layer.kind:
        case "conv":
            return np.abs(weights).max((1, 2, 3)).astype(np.float64) / 127
        case "depthwise":
            return np.abs(weights).max((0, 1)).astype(np.float64) / 127
        case "average":
            return np.array([1 / layer.kernel**2])


def per_channel(layer: Layer, weights: Floats, scales: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide the weights by the scale of their feature."""
    return weights / (scales[:, None, None, None] if layer.kind == "conv" else scales)


FIELDS = tuple(field.name for field in fields(QuantizedLayer))


def save(layers: tuple[QuantizedLayer, ...], path: Path) -> None:
    """Write all integers of the network to one .npz file."""
    arrays = {
        f"{layer.name}.{field}": getattr(quantized, field)
        for layer, quantized in zip(LAYERS, layers, strict=True)
        for field in FIELDS
    }
    np.savez_compressed(path, allow_pickle=False, **arrays)


def load(path: Path) -> tuple[QuantizedLayer, ...]:
    """Read what `save` wrote."""
    with np.load(path) as arrays:
        return tuple(
            QuantizedLayer(*(arrays[f"{layer.name}.{field}"] for field in FIELDS))
            for layer in LAYERS
        )
