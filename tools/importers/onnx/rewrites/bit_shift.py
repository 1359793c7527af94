"""BitShift by as many bits as there are, or more: it leaves nothing, where C leaves anything."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

from onnx import helper

from microaot.tools.importers.onnx.rewrites.site import Site


def bit_shift(site: Site) -> Sequence[str] | None:
    """A shift by no more bits than there are, and a choice."""
    values, amounts = site.node.input
    dtype = helper.tensor_dtype_to_np_dtype(site.values.element_type(values))
    width, known = 8 * dtype.itemsize, site.values.constant(amounts)
    if known is not None and (known >= 0).all() and (known < width).all():
        return None
    zero = site.scalar_like(0, values)
    inside = site.op("Less", amounts, site.scalar_like(width, values))
    inside = site.op("And", inside, site.op("Not", site.op("Less", amounts, zero)))
    shifted = site.final(
        "BitShift", values, site.op("Where", inside, amounts, zero), **site.attributes
    )
    left = zero
    if dtype.kind == "i" and site.attribute("direction") == "RIGHT":
        negative = site.op("Less", values, zero)
        left = site.op("Where", negative, site.scalar_like(-1, values), zero)
    return [site.op("Where", inside, shifted, left)]
