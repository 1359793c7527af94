"""The quantised network in NumPy integers: what the compiled code must compute, bit for bit.

Written from the definition of the arithmetic, not from `digits.mlir`, so that the two check each
other: every result is an exact int64 sum over the windows of the padded image.
"""

import numpy as np
from network import LAYERS, Layer
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from quantize import QuantizedLayer


def classify(layers: tuple[QuantizedLayer, ...], images: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return the int8 logits (N, 10) of int8 images (N, 8, 8)."""
    values = images[..., None]
    for layer, quantized in zip(LAYERS, layers, strict=True):
        values = rescale(accumulate(layer, quantized, values), quantized)
    return values.reshape(len(images), -1)


def accumulate(
    layer: Layer, quantized: QuantizedLayer, values: NDArray[np.int8]
) -> NDArray[np.int64]:
    """Sum weights times values, zero points taken off, and the bias."""
    border = (layer.padding, layer.padding)
    centred = values.astype(np.int64) - quantized.input_zero_point
    centred = np.pad(centred, ((0, 0), border, border, (0, 0)))
    windows = sliding_window_view(centred, (layer.kernel, layer.kernel), axis=(1, 2))
    windows = windows[:, :: layer.stride, :: layer.stride]  # n, y, x, channel, row, column
    weights = quantized.weights.astype(np.int64)
    match layer.kind:
        case "conv":
            sums = np.tensordot(windows, weights, axes=((3, 4, 5), (3, 1, 2))) + quantized.bias
        case "depthwise":
            sums = np.einsum("nyxcij,ijc->nyxc", windows, weights) + quantized.bias
        case "average":
            sums = windows.sum((4, 5))
    if np.any(sums != sums.astype(np.int32)):
        raise OverflowError(f"{layer.name} does not fit an int32 accumulator")
    return sums


def rescale(sums: NDArray[np.int64], quantized: QuantizedLayer) -> NDArray[np.int8]:
    """Multiply by multiplier * 2**-shift, add the zero point, clamp to int8.

    The product is rounded twice, as TFLite does: to the nearest at the last bit dropped, and
    before that, when more than 31 bits are dropped, away from zero at bit 30. The lower clamp is
    also the ReLU of the layers that have one, because their zero point is -128.
    """
    shift = quantized.shift.astype(np.int64)
    product = sums * quantized.multiplier + (np.int64(1) << (shift - 1))
    product += np.where(shift > 31, np.where(sums >= 0, 1 << 30, -(1 << 30)), 0)
    return np.clip((product >> shift) + quantized.zero_point, -128, 127).astype(np.int8)
