"""GridSample: the pixels around each place are gathered, and added by their weights.

torch-mlir lowers the bilinear mode only, and fills by zeros whatever is asked for.
"""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence
from itertools import product

import numpy as np
import onnx

from microaot.tools.importers.onnx.rewrites.site import Site

_CUBIC = -0.75
"""The coefficient of the cubic interpolation that ONNX prescribes."""


def grid_sample(site: Site) -> Sequence[str] | None:
    """Sample an image of any rank."""
    shape, grid = site.shape(0), site.shape(1)
    if shape is None or grid is None or site.values.element_type(site.input(0)) not in _FLOATS:
        return None
    return [_Sampler(site, shape, grid).sample()]


_FLOATS = (onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE)

_Pixels = list[tuple[str, str | None]]
"""Along one axis: where a pixel is, and its weight, or nothing for one."""


class _Sampler:
    def __init__(self, site: Site, shape: tuple[int, ...], grid: tuple[int, ...]) -> None:
        self._site = site
        self._shape, self._grid = shape, grid
        self._extents = shape[2:]
        self._mode = site.attribute("mode", "linear").removeprefix("bi")
        self._padding = site.attribute("padding_mode", "zeros")
        self._aligned = bool(site.attribute("align_corners", 0))

    def sample(self) -> str:
        site, rank = self._site, len(self._extents)
        axes = [self._pixels(axis, extent) for axis, extent in enumerate(self._extents)]
        image = site.reshape(site.input(0), (*self._shape[:2], -1))
        total: str | None = None
        for pixels in product(*axes):
            part = self._gather(image, [place for place, _ in pixels])
            for _, weight in pixels:
                part = part if weight is None else site.op("Mul", part, weight)
            total = part if total is None else site.op("Add", total, part)
        assert total is not None
        return site.reshape(total, (*self._shape[:2], *self._grid[1 : rank + 1]))

    def _number(self, value: float) -> str:
        return self._site.scalar_like(value, self._site.input(0))

    def _pixels(self, axis: int, extent: int) -> _Pixels:
        """The pixels along an axis that make the result at each place."""
        site = self._site
        where = self._coordinate(axis, extent)
        if self._mode == "nearest":
            return [(self._padded(site.op("Round", where), extent), None)]
        if self._padding == "border" and self._mode != "cubic":
            where = self._clipped(where, extent)
        if self._padding == "reflection" and self._mode != "cubic":
            where = self._reflected(where, extent)
        below = site.op("Floor", where)
        beyond = site.op("Sub", where, below)
        weights = self._cubic(beyond) if self._mode == "cubic" else self._linear(beyond)
        first = -1 if self._mode == "cubic" else 0
        places = [
            site.op("Add", below, self._number(first + number)) for number in range(len(weights))
        ]
        return [
            (self._padded(place, extent), weight)
            for place, weight in zip(places, weights, strict=True)
        ]

    def _coordinate(self, axis: int, extent: int) -> str:
        """Where the grid points to, in pixels; the last axis of the image comes first in it."""
        site = self._site
        index = len(self._extents) - 1 - axis
        value = site.op("Gather", site.input(1), site.constant(np.int64(index)), axis=-1)
        value = site.reshape(value, (self._grid[0], 1, -1))
        value = site.cast_like(value, site.input(0))
        scale = (extent - 1 if self._aligned else extent) / 2
        scaled = site.op("Mul", value, self._number(scale))
        return site.op("Add", scaled, self._number((extent - 1) / 2))

    def _linear(self, beyond: str) -> list[str]:
        return [self._site.op("Sub", self._number(1), beyond), beyond]

    def _cubic(self, beyond: str) -> list[str]:
        """Keys' convolution, for the distances of four pixels."""
        site, a = self._site, _CUBIC
        near, far = [a + 2, -(a + 3), 0, 1], [a, -5 * a, 8 * a, -4 * a]
        one, two = self._number(1), self._number(2)
        rest = site.op("Sub", one, beyond)
        return [
            self._polynomial(far, site.op("Add", beyond, one)),
            self._polynomial(near, beyond),
            self._polynomial(near, rest),
            self._polynomial(far, site.op("Sub", two, beyond)),
        ]

    def _polynomial(self, coefficients: Sequence[float], x: str) -> str:
        site = self._site
        value = self._number(coefficients[0])
        for coefficient in coefficients[1:]:
            value = site.op("Add", site.op("Mul", value, x), self._number(coefficient))
        return value

    def _padded(self, place: str, extent: int) -> str:
        """A whole coordinate in the image, if the padding says so."""
        if self._padding == "border":
            return self._clipped(place, extent)
        if self._padding == "reflection":
            return self._reflected(place, extent)
        return place

    def _clipped(self, value: str, extent: int) -> str:
        site = self._site
        return site.op("Min", site.op("Max", value, self._number(0)), self._number(extent - 1))

    def _reflected(self, value: str, extent: int) -> str:
        """Mirrored at the middle of the outer pixels, or at their outer edges."""
        site = self._site
        low, length = (0, extent - 1) if self._aligned else (-0.5, extent)
        if length == 0:
            return site.op("Mul", value, self._number(0))
        away = site.op("Abs", site.op("Sub", value, self._number(low)))
        period = self._number(2 * length)
        turns = site.op("Floor", site.op("Div", away, period))
        phase = site.op("Sub", away, site.op("Mul", turns, period))
        mirrored = site.op("Min", phase, site.op("Sub", period, phase))
        return self._clipped(site.op("Add", mirrored, self._number(low)), extent)

    def _gather(self, image: str, places: Sequence[str]) -> str:
        """The pixels at whole coordinates; zeros where there are none."""
        site = self._site
        index, inside = "", ""
        for place, extent in zip(places, self._extents, strict=True):
            clipped = self._clipped(place, extent)
            here = site.op("Equal", clipped, place)
            inside = site.op("And", inside, here) if inside else here
            whole = site.cast(clipped, onnx.TensorProto.INT64)
            further = site.op("Mul", index, site.constant(np.int64(extent))) if index else ""
            index = site.op("Add", further, whole) if further else whole
        places_of_all = int(np.prod(self._grid[1:-1]))
        indices = site.op("Expand", index, site.ints(*self._shape[:2], places_of_all))
        pixels = site.op("GatherElements", image, indices, axis=2)
        if self._padding != "zeros":
            return pixels
        return site.op("Where", inside, pixels, self._number(0))
