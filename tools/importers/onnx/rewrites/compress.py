"""Compress by a condition that is known: what it keeps is gathered."""

from collections.abc import Sequence

import numpy as np

from microaot.tools.importers.onnx.rewrites.site import Site


def compress(site: Site) -> Sequence[str] | None:
    """A Gather along the axis, or of all elements."""
    condition, axis = site.values.constant(site.input(1)), site.attribute("axis")
    if condition is None:
        return None
    kept = site.ints(*np.flatnonzero(condition).tolist())
    if axis is None:
        return [site.op("Gather", site.reshape(site.input(0), [-1]), kept, axis=0)]
    return [site.op("Gather", site.input(0), kept, axis=axis)]
