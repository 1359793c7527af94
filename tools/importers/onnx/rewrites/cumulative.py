"""CumSum and CumProd by doubling: after n steps each element covers 2**n before it."""

from collections.abc import Sequence

import numpy as np

from microaot.tools.importers.onnx.rewrites.site import Site


def cum_sum(site: Site) -> Sequence[str] | None:
    """Sums of the elements up to each."""
    return _scan(site, "Add", 0)


def cum_prod(site: Site) -> Sequence[str] | None:
    """Products of the elements up to each."""
    return _scan(site, "Mul", 1)


def _scan(site: Site, combine: str, neutral: int) -> Sequence[str] | None:
    shape, axes = site.shape(0), site.values.constant(site.input(1))
    if not shape or axes is None:
        return None
    axis = int(axes.reshape(())) % len(shape)
    backwards = bool(site.attribute("reverse", 0))

    def shift(values: str, by: int) -> str:
        """Move the elements away from where the scan begins, and put neutral ones there."""
        filling = [by if i == axis else extent for i, extent in enumerate(shape)]
        filler = site.op("Expand", site.scalar_like(neutral, site.input(0)), site.ints(*filling))
        start, end = (by, shape[axis]) if backwards else (0, shape[axis] - by)
        kept = site.op("Slice", values, site.ints(start), site.ints(end), site.ints(axis))
        return site.op("Concat", *((kept, filler) if backwards else (filler, kept)), axis=axis)

    values = site.input(0)
    if site.attribute("exclusive", 0):
        values = shift(values, 1)
    for step in range(int(np.ceil(np.log2(max(shape[axis], 1))))):
        values = site.op(combine, values, shift(values, 2**step))
    return [values]
