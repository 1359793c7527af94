"""Slice backwards: torch-mlir takes its steps for positive ones."""

from collections.abc import Sequence

from microaot.tools.importers.onnx.rewrites.site import Refusal, Site

_STARTS, _ENDS, _AXES, _STEPS = 1, 2, 3, 4


def slicing(site: Site) -> Sequence[str] | None:
    """A Gather for each axis if one goes backwards; steps that are not known are refused."""
    name = site.input(_STEPS)
    if not name:
        return None
    steps = site.values.constant(name)
    if steps is None:
        raise Refusal(f"its steps, '{name}', are no constant")
    if (steps > 0).all():
        return None
    shape = site.shape(0)
    starts, ends = (site.values.constant(site.input(index)) for index in (_STARTS, _ENDS))
    axes = site.values.constant(site.input(_AXES)) if site.input(_AXES) else range(len(steps))
    if shape is None or starts is None or ends is None or axes is None:
        raise Refusal("it goes backwards, and where it starts and ends is no constant")
    values = site.input(0)
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        places = range(*_bounds(int(start), int(end), int(step), shape[int(axis)]))
        values = site.op("Gather", values, site.ints(*places), axis=int(axis))
    return [values]


def _bounds(start: int, end: int, step: int, extent: int) -> tuple[int, int, int]:
    """As Python's `range` has them, where ONNX counts negative ones from the end."""
    return slice(start, max(end, -extent - 1), step).indices(extent)
