"""Convolutions and products of integers, of which torch-mlir lowers those with one zero point.

Of a QLinearConv with a scale for each channel it takes the first; the sums are integers here, and
each channel is scaled after it.
"""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

import numpy as np
import onnx

from microaot.tools.importers.onnx.rewrites.padding_of_windows import stated_pads
from microaot.tools.importers.onnx.rewrites.quantization import quantized
from microaot.tools.importers.onnx.rewrites.site import Site

_WIDE, _REAL = onnx.TensorProto.INT32, onnx.TensorProto.FLOAT


def conv_integer(site: Site) -> Sequence[str] | None:
    """The zero point is padded with; if it is not known, or not one, it is subtracted before."""
    weights = site.shape(1)
    pads = None if weights is None else stated_pads(site, weights[2:])
    if weights is None or pads is None:
        return None
    image, kernel, zeros = site.input(0), site.input(1), _single_zeros(site)
    if not zeros:
        image = _centred(site, 0, ())
        kernel = _centred(site, 1, (-1, *(1 for _ in weights[1:])))
    half = len(pads) // 2
    attributes = {name: value for name, value in site.attributes.items() if name != "auto_pad"}
    attributes["pads"] = pads
    is_even = pads[:half] == pads[half:]
    if not is_even:
        around = site.ints(0, 0, *pads[:half], 0, 0, *pads[half:])
        image = site.op("Pad", image, around, zeros[0] if zeros else site.constant(np.int32(0)))
        attributes["pads"] = [0] * len(pads)
    if not zeros:
        return [site.op("Conv", image, kernel, **attributes)]
    if is_even and zeros == [*site.node.input[2:]] and "auto_pad" not in site.attributes:
        return None
    return [site.op("ConvInteger", image, kernel, *zeros, **attributes)]


def mat_mul_integer(site: Site) -> Sequence[str] | None:
    """Zero points of rows, of columns, or that are not known are subtracted before."""
    left, right, zeros = site.shape(0), site.shape(1), _single_zeros(site)
    if left is None or right is None:
        return None
    if not zeros or min(len(left), len(right)) == 1:
        rows = (-1, 1) if len(left) > 1 else (-1,)
        return [site.op("MatMul", _centred(site, 0, rows), _centred(site, 1, (-1,)))]
    if zeros == [*site.node.input[2:]]:
        return None
    return [site.op("MatMulInteger", site.input(0), site.input(1), *zeros)]


def q_linear_conv(site: Site) -> Sequence[str] | None:
    """A ConvInteger, the bias, and a scale for each channel."""
    x, x_scale, x_zero, w, w_scale, w_zero, y_scale, y_zero = site.node.input[:8]
    weights = site.shape(3)
    if weights is None:
        return None
    of_channels = (-1, *(1 for _ in weights[2:]))
    sums = site.op("ConvInteger", x, w, x_zero, w_zero, **site.attributes)
    if site.input(8):
        sums = site.op("Add", sums, site.reshape(site.input(8), of_channels))
    scale = site.op("Mul", x_scale, w_scale)
    scale = site.op("Div", scale, y_scale)
    scale = site.reshape(scale, of_channels if len(site.shape(4) or ()) else ())
    scaled = site.op("Mul", site.cast(sums, _REAL), scale)
    kind = site.values.element_type(y_zero)
    return [quantized(site, scaled, site.reshape(y_zero, ()), kind)]


def _single_zeros(site: Site) -> list[str]:
    """The zero points of both factors as scalars; nothing if they are not known, or not single."""
    zeros = [_single_zero(site, index) for index in (0, 1)]
    return [zero for zero in zeros if zero] if all(zeros) else []


def _single_zero(site: Site, index: int) -> str:
    name = site.input(index + 2)
    if not name:
        return site.scalar_like(0, site.input(index))
    known = site.values.constant(name)
    if known is None or (known != known.flat[0]).any():
        return ""
    return name if known.ndim == 0 else site.constant(known.flat[0])


def _centred(site: Site, index: int, spread: Sequence[int]) -> str:
    """A factor less its zero point, in 32 bits; a vector of zero points gets the shape `spread`."""
    wide, name = site.cast(site.input(index), _WIDE), site.input(index + 2)
    if not name:
        return wide
    zero, shape = site.cast(name, _WIDE), site.shape(index + 2) or ()
    if len(shape) == 1:
        zero = site.reshape(zero, () if shape == (1,) else spread)
    return site.op("Sub", wide, zero)
