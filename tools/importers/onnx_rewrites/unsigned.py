"""Operators on integers without a sign, of which torch-mlir takes the highest bit for one."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

from onnx import TensorProto

from microaot.tools.importers.onnx_rewrites.site import Refusal, Site

_WIDER: dict[int, int] = {
    TensorProto.UINT8: TensorProto.INT32,
    TensorProto.UINT16: TensorProto.INT32,
    TensorProto.UINT32: TensorProto.INT64,
}
"""Signed types that hold all values of the unsigned one."""


def in_wider_integers(site: Site) -> Sequence[str] | None:
    """The same operator where a sign does no harm."""
    kind = site.values.element_type(site.input(0))
    if kind == TensorProto.UINT64:
        raise Refusal("unsigned integers of 64 bits would be taken for signed ones")
    if kind not in _WIDER:
        return None
    inputs = [name and site.cast(name, _WIDER[kind]) for name in site.node.input]
    results = [
        site.op(site.node.op_type, *inputs, outputs=len(site.node.output), **site.attributes)
    ]
    first, *others = results if isinstance(results[0], str) else results[0]
    return [site.cast(first, kind), *others]


def absolute(site: Site) -> Sequence[str] | None:
    """What has no sign is its own absolute value."""
    unsigned = (*_WIDER, TensorProto.UINT64)
    return [site.input(0)] if site.values.element_type(site.input(0)) in unsigned else None
