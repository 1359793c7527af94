"""QLinearMatMul of more than matrices, or with a scale for each row or column.

torch-mlir lowers the product of two matrices that have a scale each.
"""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

import onnx

from microaot.tools.importers.onnx.rewrites.quantization import quantized
from microaot.tools.importers.onnx.rewrites.site import Site

_A, _B, _RESULT = 0, 3, 6
"""The places of the inputs, each followed by scale and zero point."""


def q_linear_mat_mul(site: Site) -> Sequence[str] | None:
    """A product of integers, which is exact, and one scale."""
    shapes = [site.shape(index) for index in range(8)]
    if None in shapes:
        return None
    is_plain = all(len(shape or ()) == 2 for shape in (shapes[_A], shapes[_B]))
    if is_plain and all(shapes[index] in ((), (1,)) for index in (1, 2, 4, 5, 6, 7)):
        return None
    factors = (site.input(_A), site.input(_B), site.input(_A + 2), site.input(_B + 2))
    integers = site.op("MatMulInteger", *factors)
    real = onnx.TensorProto.FLOAT
    scales = [site.cast(_spread(site, index), real) for index in (_A + 1, _B + 1, _RESULT)]
    scale = site.op("Div", site.op("Mul", *scales[:2]), scales[2])
    values = site.op("Mul", site.cast(integers, real), scale)
    kind = site.values.element_type(site.input(_RESULT + 1))
    return [quantized(site, values, _spread(site, _RESULT + 1), kind)]


def _spread(site: Site, index: int) -> str:
    """A scale or zero point in a shape that goes with the product; what is of rows is a column."""
    name, shape = site.input(index), site.shape(index)
    if shape == (1,):
        return site.reshape(name, ())
    is_of_rows = index in (_A + 1, _A + 2, _RESULT, _RESULT + 1)
    return site.reshape(name, (-1, 1)) if is_of_rows and len(shape or ()) == 1 else name
