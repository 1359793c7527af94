"""MatMul of a vector and a stack of matrices, or of what is dequantised before."""

from collections.abc import Sequence

from microaot.tools.importers.onnx.rewrites.dequantized_factors import mat_mul_of_integers
from microaot.tools.importers.onnx.rewrites.site import Site


def mat_mul(site: Site) -> Sequence[str] | None:
    """A row or a column in the place of a vector, and a result without that axis."""
    left, right = site.shape(0), site.shape(1)
    if left is None or right is None:
        return None
    if len(left) == 1 and len(right) > 2:
        product = site.op("MatMul", site.reshape(site.input(0), (1, -1)), site.input(1))
        return [site.reshape(product, (*right[:-2], right[-1]))]
    if len(right) == 1 and len(left) > 2:
        product = site.op("MatMul", site.input(0), site.reshape(site.input(1), (-1, 1)))
        return [site.reshape(product, left[:-1])]
    return mat_mul_of_integers(site)
