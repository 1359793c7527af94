"""Operators on integers without a sign, of which torch-mlir takes the highest bit for one."""

# The package `onnx` carries hardly any types.
# pyright: basic

from collections.abc import Sequence

from onnx import TensorProto

from microaot.tools.importers.onnx.rewrites.site import Refusal, Site

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


def divide(site: Site) -> Sequence[str] | None:
    """Quotients, in wider integers where there are some."""
    if site.values.element_type(site.input(0)) != TensorProto.UINT64:
        return in_wider_integers(site)
    return [_quotient(site)]


def modulo(site: Site) -> Sequence[str] | None:
    """Remainders, in wider integers where there are some."""
    if site.values.element_type(site.input(0)) != TensorProto.UINT64:
        return in_wider_integers(site)
    dividend, divisor = site.node.input
    return [site.op("Sub", dividend, site.op("Mul", _quotient(site), divisor))]


def _quotient(site: Site) -> str:
    """Half of the dividend is divided, and one added if the remainder is no remainder yet.

    A divisor of 2 ** 63 or more is in the dividend once or not at all.
    """
    dividend, divisor = site.node.input
    one = site.scalar_like(1, dividend)
    top = site.op("BitShift", divisor, site.scalar_like(63, divisor), direction="RIGHT")
    is_great = site.op("Equal", top, one)
    half = site.op("BitShift", dividend, one, direction="RIGHT")
    small = site.op("Where", is_great, one, divisor)
    low = site.final("Div", half, small)
    low = site.op("BitShift", low, one, direction="LEFT")
    low = site.op("Where", is_great, site.scalar_like(0, dividend), low)
    rest = site.op("Sub", dividend, site.op("Mul", low, divisor))
    is_more = site.op("GreaterOrEqual", rest, divisor)
    return site.op("Where", is_more, site.op("Add", low, one), low)


def clip(site: Site) -> Sequence[str] | None:
    """The limits one after the other, which regard that there is no sign."""
    if site.values.element_type(site.input(0)) not in (*_WIDER, TensorProto.UINT64):
        return None
    value = site.input(0)
    for index, kind in ((1, "Max"), (2, "Min")):
        if site.input(index):
            value = site.op(kind, value, site.input(index))
    return [value]


def absolute(site: Site) -> Sequence[str] | None:
    """What has no sign is its own absolute value."""
    unsigned = (*_WIDER, TensorProto.UINT64)
    return [site.input(0)] if site.values.element_type(site.input(0)) in unsigned else None
