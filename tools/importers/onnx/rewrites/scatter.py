"""ScatterND and ScatterElements at places that are known before: a choice for each element."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from microaot.tools.importers.onnx.rewrites.site import Site

_Places = NDArray[np.int64]


def scatter_nd(site: Site) -> Sequence[str] | None:
    """Slices of the data are replaced."""
    shape, indices = site.shape(0), site.values.constant(site.input(1))
    if shape is None or indices is None or site.attribute("reduction", "none") != "none":
        return None
    # numpy takes negative indices as ONNX does.
    return [_choose(site, shape, _numbers(shape)[tuple(np.moveaxis(indices, -1, 0))])]


def scatter_elements(site: Site) -> Sequence[str] | None:
    """Elements of the data are replaced."""
    shape, indices = site.shape(0), site.values.constant(site.input(1))
    if shape is None or indices is None or site.attribute("reduction", "none") != "none":
        return None
    axis = site.attribute("axis", 0) % len(shape)
    where = [*np.indices(indices.shape)]
    where[axis] = indices
    return [_choose(site, shape, _numbers(shape)[tuple(where)])]


def _numbers(shape: tuple[int, ...]) -> _Places:
    """The number of each element."""
    return np.arange(np.prod(shape, dtype=np.int64), dtype=np.int64).reshape(shape)


def _choose(site: Site, shape: tuple[int, ...], places: _Places) -> str:
    """The data, with an element of the updates at each place; of several, the last."""
    sources = np.zeros(shape, np.int64).reshape(-1)
    replaced = np.zeros(shape, np.bool_).reshape(-1)
    sources[places.reshape(-1)] = np.arange(places.size)
    replaced[places.reshape(-1)] = True
    updates = site.reshape(site.input(2), [-1])
    chosen = site.op("Gather", updates, site.constant(sources.reshape(shape)), axis=0)
    return site.op("Where", site.constant(replaced.reshape(shape)), chosen, site.input(0))
