"""Quantisation with a scale for each channel, or each block, as arithmetic.

torch-mlir lowers that of a whole tensor; of others it takes the first scale, or the wrong axis.
"""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

import numpy as np
import onnx

from microaot.tools.importers.onnx.rewrites.site import Site

_LIMITS = {
    getattr(onnx.TensorProto, f"{sign}INT{bits}"): (
        (0, 2**bits - 1) if sign else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    )
    for sign in ("", "U")
    for bits in (4, 8, 16)
}
"""The least and the greatest integer of each type."""


def dequantize_linear(site: Site) -> Sequence[str] | None:
    """`(x - zero_point) * scale`, where the scale is no scalar."""
    if (scale := _spread(site, 1)) is None:
        return None
    kind = site.values.element_type(site.input(1))
    if site.values.element_type(site.input(0)) not in (*_LIMITS, onnx.TensorProto.INT32):
        return None
    values = site.cast(site.input(0), kind)
    if site.input(2):
        values = site.op("Sub", values, site.cast(str(_spread(site, 2)), kind))
    result = site.op("Mul", values, scale)
    wanted = site.attribute("output_dtype", 0)
    return [site.cast(result, wanted) if wanted not in (0, kind) else result]


def quantize_linear(site: Site) -> Sequence[str] | None:
    """`saturate(round(x / scale) + zero_point)`, where the scale is no scalar, and in 16 bits
    without a sign, for which torch-mlir crashes.
    """
    kind = site.values.element_type(site.input(2)) or site.attribute("output_dtype", 0)
    kind = kind or onnx.TensorProto.UINT8
    scale, zero = _spread(site, 1), _spread(site, 2)
    if kind == onnx.TensorProto.UINT16 and scale is None:
        scale = site.reshape(site.input(1), ())
        zero = site.reshape(site.input(2), ()) if site.input(2) else None
    if scale is None or kind not in _LIMITS:
        return None
    scaled = site.op("Div", site.input(0), site.cast_like(scale, site.input(0)))
    return [quantized(site, scaled, zero, kind)]


def quantized(site: Site, values: str, zero_point: str | None, kind: int) -> str:
    """Reals that are divided by the scale already, in the nearest integers of a type."""
    real = onnx.TensorProto.FLOAT
    values = site.cast(site.op("Round", values), real)
    if zero_point is not None:
        values = site.op("Add", values, site.cast(zero_point, real))
    least, most = (site.constant(np.float32(limit)) for limit in _LIMITS[kind])
    return site.cast(site.op("Min", site.op("Max", values, least), most), kind)


def _spread(site: Site, index: int) -> str | None:
    """A scale or zero point in a shape that goes with that of the values; None if it is a scalar,
    or if shapes are not known.
    """
    shape, given = site.shape(0), site.shape(index)
    if shape is None or given is None or len(given) == 0 or given == (1,):
        return None
    axis, block = site.attribute("axis", 1) % len(shape), site.attribute("block_size", 0)
    if len(given) == 1:
        return site.reshape(site.input(index), [-1 if i == axis else 1 for i in range(len(shape))])
    if not block:
        return None
    blocks = site.ints(*(i // block for i in range(shape[axis])))
    return site.op("Gather", site.input(index), blocks, axis=axis)
