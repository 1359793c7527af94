"""Pad by what the tensor has at its borders: each axis is gathered by indices known before.

torch-mlir lowers padding by a constant.
"""

from collections.abc import Sequence

import numpy as np

from microaot.tools.importers.onnx.rewrites.site import Site


def pad(site: Site) -> Sequence[str] | None:
    """A Gather for each axis that is padded."""
    shape, pads = site.shape(0), site.values.constant(site.input(1))
    mode = site.attribute("mode", "constant")
    axes = site.values.constant(site.input(3)) if site.input(3) else np.arange(len(shape or ()))
    if shape is None or pads is None or axes is None or mode == "constant":
        return None
    values = site.input(0)
    count = len(axes)
    for axis, before, after in zip(axes, pads[:count], pads[count:], strict=True):
        if before or after:
            indices = _indices(shape[axis], int(before), int(after), mode)
            values = site.op("Gather", values, site.ints(*indices), axis=int(axis))
    return [values]


def _indices(extent: int, before: int, after: int, mode: str) -> list[int]:
    """Which element of an axis stands where; a negative padding cuts."""
    return [_source(place, extent, mode) for place in range(-before, extent + after)]


def _source(place: int, extent: int, mode: str) -> int:
    if mode == "edge":
        return min(max(place, 0), extent - 1)
    if mode == "wrap":
        return place % extent
    place %= max(2 * (extent - 1), 1)
    return min(place, 2 * (extent - 1) - place)
