"""Conv and MatMul of what is dequantised just before: the integers are multiplied, then scaled.

Weights with a scale for each channel would be stored as floats otherwise, or be made such at each
run. torch-mlir does the same where there is one scale.
"""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

import onnx

from microaot.tools.importers.onnx.rewrites.site import Site

_BYTES = (onnx.TensorProto.INT8, onnx.TensorProto.UINT8)


def conv_of_integers(site: Site) -> Sequence[str] | None:
    """Weights with a scale for each channel of the result."""
    weights = site.shape(1)
    if weights is None:
        return None
    spread = (-1, *(1 for _ in weights[2:]))
    result = _scaled(site, "ConvInteger", spread, axis=0)
    if result is not None and site.input(2):
        result = site.op("Add", result, site.reshape(site.input(2), spread))
    return None if result is None else [result]


def mat_mul_of_integers(site: Site) -> Sequence[str] | None:
    """A matrix with a scale for each column."""
    matrix = site.shape(1)
    if matrix is None or len(matrix) != 2:
        return None
    result = _scaled(site, "MatMulInteger", (-1,), axis=1)
    return None if result is None else [result]


def _scaled(site: Site, kind: str, spread: Sequence[int], *, axis: int) -> str | None:
    """The product of integers times both scales; that of the second factor is along `axis`."""
    factors = [site.values.producer(site.input(index)) for index in (0, 1)]
    if any(factor is None or factor.op_type != "DequantizeLinear" for factor in factors):
        return None
    names = [[*factor.input, ""][:3] for factor in factors if factor is not None]
    (left, left_scale, left_zero), (right, right_scale, right_zero) = names
    shapes = [site.values.shape(name) for name in (left_scale, right_scale)]
    channels = (site.values.shape(right) or ())[axis]
    one_of_left, one_for_each = shapes[0] in ((), (1,)), shapes[1] == (channels,)
    if not one_of_left or not one_for_each or _axis(factors[1]) != axis:
        return None
    if any(site.values.element_type(name) not in _BYTES for name in (left, right)):
        return None
    if any(site.values.constant(name) is None for name in (left_scale, right_scale)):
        return None
    inputs = [left, right, site.reshape(left_zero, ()) if left_zero else ""]
    if right_zero:
        inputs.append(right_zero)
    sums = site.cast(site.op(kind, *inputs, **site.attributes), onnx.TensorProto.FLOAT)
    scale = site.op("Mul", left_scale, site.reshape(right_scale, spread))
    return site.op("Mul", sums, scale)


def _axis(node: onnx.NodeProto | None) -> int:
    attributes = node.attribute if node is not None else ()
    return next((attribute.i for attribute in attributes if attribute.name == "axis"), 1)
