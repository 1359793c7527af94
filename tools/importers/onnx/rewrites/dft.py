"""DFT as a product by the matrix of the transform."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

import numpy as np
from onnx import helper

from microaot.tools.importers.onnx.rewrites.site import Refusal, Site

_MOST = 1 << 16
"""Elements of a matrix: two of them are stored in the program."""


def dft(site: Site) -> Sequence[str] | None:
    """Two products, or four if the signal is complex."""
    shape, axis, length = site.shape(0), _axis(site), _length(site)
    if shape is None or axis is None or length is None:
        return None
    axis %= len(shape)
    inverse, onesided = (site.attribute(name, 0) for name in ("inverse", "onesided"))
    if inverse and onesided:
        return None
    length = length or shape[axis]
    given = min(length, shape[axis])
    results = length // 2 + 1 if onesided else length
    angles = checked_angles(given, results, length)
    scale = 1 / length if inverse else 1
    cosines = constant_like_input(site, scale * np.cos(angles))
    sines = constant_like_input(site, scale * np.sin(angles) * (-1 if inverse else 1))
    real, *rest = _parts(site, shape, axis, given)
    first, second = site.op("MatMul", real, cosines), site.op("MatMul", real, sines)
    if rest:
        (imaginary,) = rest
        first = site.op("Add", first, site.op("MatMul", imaginary, sines))
        second = site.op("Sub", site.op("MatMul", imaginary, cosines), second)
    else:
        second = site.op("Neg", second)
    extents = [*shape[:axis], *shape[axis + 1 : -1], results, 1]
    both = [site.reshape(part, extents) for part in (first, second)]
    order = [*range(len(shape) - 1)]
    order.insert(axis, order.pop(-1))
    return [site.transpose(site.op("Concat", *both, axis=-1), [*order, len(shape) - 1])]


def _axis(site: Site) -> int | None:
    """The axis of the signal; an attribute before version 20."""
    if site.opset < 20:
        return site.attribute("axis", 1)
    if not site.input(2):
        return -2
    known = site.values.constant(site.input(2))
    return None if known is None else int(known.item())


def _length(site: Site) -> int | None:
    """To how many elements the signal is cut, or filled up by zeros; 0 if it stays as it is."""
    if not site.input(1):
        return 0
    known = site.values.constant(site.input(1))
    return None if known is None else int(known.item())


def _parts(site: Site, shape: tuple[int, ...], axis: int, given: int) -> list[str]:
    """The real and the imaginary part, with the axis as their last."""
    order = [i for i in range(len(shape) - 1) if i != axis]
    values = site.input(0)
    if given < shape[axis]:
        values = site.op("Slice", values, site.ints(0), site.ints(given), site.ints(axis))
    parts = [
        site.op("Gather", values, site.constant(np.int64(part)), axis=-1)
        for part in range(shape[-1])
    ]
    return [site.transpose(part, [*order, axis]) for part in parts]


def checked_angles(rows: int, columns: int, length: int) -> np.ndarray:
    """The angles of the waves of a transform; raises `Refusal` if they are too many."""
    if rows * columns > _MOST:
        raise Refusal(f"its matrix has {rows} x {columns} elements; up to {_MOST} are supported")
    return 2 * np.pi * np.outer(np.arange(rows), np.arange(columns)) / length


def constant_like_input(site: Site, array: np.ndarray) -> str:
    """A constant of the type of the signal."""
    kind = site.values.element_type(site.input(0))
    return site.constant(array.astype(helper.tensor_dtype_to_np_dtype(kind)))
