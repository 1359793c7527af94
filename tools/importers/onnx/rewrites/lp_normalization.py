"""LpNormalization: torch-mlir divides by the norm of the whole tensor, whatever the axis."""

from collections.abc import Sequence

from microaot.tools.importers.onnx.rewrites.site import Site


def lp_normalization(site: Site) -> Sequence[str]:
    """The norm along the axis, and a division; where the norm is zero, so is the result."""
    values, axis = site.input(0), site.attribute("axis", -1)
    kind = "ReduceL1" if site.attribute("p", 2) == 1 else "ReduceL2"
    norm = site.reduce(kind, values, [axis])
    zero = site.scalar_like(0, values)
    divisor = site.op("Where", site.op("Equal", norm, zero), site.scalar_like(1, values), norm)
    return [site.op("Div", values, divisor)]
