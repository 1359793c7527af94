"""Det by Laplace's expansion: torch-mlir eliminates, and ends the program where it meets a zero."""

from collections.abc import Sequence

import numpy as np

from microaot.tools.importers.onnx.rewrites.site import Refusal, Site

_MOST = 4
"""Rows: the terms of the expansion are as many as their permutations."""


def det(site: Site) -> Sequence[str] | None:
    """Products and sums of the elements."""
    shape = site.shape(0)
    if shape is None:
        return None
    size = shape[-1]
    if size > _MOST:
        raise Refusal(f"its matrices have {size} rows; up to {_MOST} are supported")
    rows = [_element(site, site.input(0), -2, row) for row in range(size)]
    return [_expand(site, [[_element(site, row, -1, c) for c in range(size)] for row in rows])]


def _element(site: Site, values: str, axis: int, index: int) -> str:
    return site.op("Gather", values, site.constant(np.int64(index)), axis=axis)


def _expand(site: Site, matrix: list[list[str]]) -> str:
    """Along the first row."""
    first, *rest = matrix
    if not rest:
        return first[0]
    total = ""
    for column, element in enumerate(first):
        minor = _expand(site, [[*row[:column], *row[column + 1 :]] for row in rest])
        term = site.op("Mul", element, minor)
        total = site.op("Sub" if column % 2 else "Add", total, term) if total else term
    return total
