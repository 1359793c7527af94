"""STFT of a real signal as a convolution: the kernels are the waves of the transform."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

import numpy as np

from microaot.tools.importers.onnx.rewrites.dft import checked_angles, constant_like_input
from microaot.tools.importers.onnx.rewrites.site import Refusal, Site

_STEP, _WINDOW, _LENGTH = 1, 2, 3


def stft(site: Site) -> Sequence[str] | None:
    """A convolution with a channel for each part of each frequency."""
    signal, window = site.shape(0), site.shape(_WINDOW)
    step, length = (site.values.constant(site.input(index)) for index in (_STEP, _LENGTH))
    if signal is None or step is None or (length is None and not window):
        return None
    if len(signal) == 3 and signal[2] != 1:
        raise Refusal("its signal is complex")
    size = int(length.item()) if length is not None else (window or (0,))[0]
    waves = size // 2 + 1 if site.attribute("onesided", 1) else size
    angles = checked_angles(waves, size, size)
    kernels = np.concatenate([np.cos(angles), -np.sin(angles)]).reshape(2 * waves, 1, size)
    weights = constant_like_input(site, kernels)
    if site.input(_WINDOW):
        weights = site.op("Mul", weights, site.input(_WINDOW))
    row = site.reshape(site.input(0), (signal[0], 1, signal[1]))
    parts = site.op("Conv", row, weights, strides=[int(step.item())])
    apart = site.reshape(parts, (signal[0], 2, waves, -1))
    return [site.transpose(apart, (0, 3, 2, 1))]
