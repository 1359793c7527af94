"""TopK: the best element is found and taken out, as often as the model asks for."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

import numpy as np
import onnx

from microaot.tools.importers.onnx.rewrites.site import Refusal, Site

MOST = 32
"""Every element is a few loops in the program; for more, sorting would be shorter."""


def top_k(site: Site) -> Sequence[str] | None:
    """The best element and the first place that has it, k times; what is taken counts as worst."""
    shape, many = site.shape(0), site.values.constant(site.input(1))
    if not shape or many is None:
        return None
    count = int(many.item())
    if count > MOST:
        raise Refusal(f"it asks for {count} elements; up to {MOST} are supported")
    values, axis = site.input(0), site.attribute("axis", -1) % len(shape)
    best, worst = ("ReduceMax", -1) if site.attribute("largest", 1) else ("ReduceMin", 1)
    extents = [shape[i] if i == axis else 1 for i in range(len(shape))]
    places = site.constant(np.arange(shape[axis], dtype=np.int64).reshape(extents))
    worst_value = site.extreme_like(worst, values)
    left, rest = "", values
    found: list[tuple[str, str]] = []
    for _ in range(count):
        value = site.reduce(best, rest, [axis])
        here = site.op("Equal", rest, value)
        here = site.op("And", here, left) if left else here
        flags = site.cast(here, onnx.TensorProto.INT32)
        place = site.op("ArgMax", flags, axis=axis, keepdims=1)
        others = site.op("Not", site.op("Equal", places, place))
        left = site.op("And", left, others) if left else others
        rest = site.op("Where", left, values, worst_value)
        found.append((value, place))
    return [site.op("Concat", *parts, axis=axis) for parts in zip(*found, strict=True)]
