"""The shapes of convolutions, poolings and resizes, and the limits of their attributes."""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType
from xdsl.ir import Attribute, SSAValue
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa

from microaot.dialects.tosa.base import TosaOp
from microaot.dialects.tosa.constants import constant_shape

_AXES = ("depth", "height", "width")


def _at_least(op: TosaOp, name: str, least: int, what: str) -> tuple[int, ...]:
    values = op.integers(name)
    if any(value < least for value in values):
        raise VerifyException(f"expect all {what} values to be >= {least}, got {list(values)}")
    return values


def _shape(value: SSAValue, rank: int) -> tuple[int, ...]:
    type = value.type
    return type.get_shape() if isa(type, TensorType[Attribute]) else (DYNAMIC_INDEX,) * rank


def _steps(axis: str, span: int, stride: int) -> int:
    """How many windows fit, which must use up the span exactly."""
    if span < 0 or span % stride:
        raise VerifyException(
            f"expected padded {axis} less the window to be wholly divisible by the stride, got "
            f"{span} / {stride}"
        )
    return span // stride + 1


def convolution(op: TosaOp) -> Sequence[tuple[int, ...]]:
    """The shape of a convolution: the batch, a position per window, the channels."""
    padding = _at_least(op, "pad", 0, "padding")
    stride = _at_least(op, "stride", 1, "stride")
    dilation = _at_least(op, "dilation", 1, "dilation")
    spatial = len(stride)
    source, weight = _shape(op.operands[0], spatial + 2), _shape(op.operands[1], spatial + 2)
    depthwise = op.name == "tosa.depthwise_conv2d"
    kernel = weight[:2] if depthwise else weight[1 : 1 + spatial]
    extents: list[int] = []
    for dim, axis in enumerate(_AXES[-spatial:]):
        extent = source[1 + dim]
        if DYNAMIC_INDEX in (extent, kernel[dim]):
            extents.append(DYNAMIC_INDEX)
            continue
        span = extent - 1 + padding[2 * dim] + padding[2 * dim + 1]
        span -= (kernel[dim] - 1) * dilation[dim]
        extents.append(_steps(axis, span, stride[dim]))
    _check_channels(op.name, source[-1], weight)
    channels = weight[0]
    if depthwise:
        known = DYNAMIC_INDEX not in weight[2:]
        channels = weight[2] * weight[3] if known else DYNAMIC_INDEX
    check_bias(op.operands[2], channels)
    return [(source[0], *extents, channels)]


def _check_channels(name: str, channels: int, weight: tuple[int, ...]) -> None:
    of_weight = weight[2] if name == "tosa.depthwise_conv2d" else weight[-1]
    if DYNAMIC_INDEX not in (channels, of_weight) and channels != of_weight:
        raise VerifyException(
            f"expect input and weight to have the same channels, got {channels} and {of_weight}"
        )


def check_bias(bias: SSAValue, channels: int) -> None:
    """Check that there is one bias for each output channel, or one for all."""
    (biases,) = _shape(bias, 1)
    if DYNAMIC_INDEX not in (biases, channels) and biases not in (channels, 1):
        raise VerifyException(
            f"bias channels expected to be equal to output channels ({channels}) or 1, got {biases}"
        )


def transpose_convolution(op: TosaOp) -> Sequence[tuple[int, ...]]:
    """The shape that a convolution with this kernel and stride would have started from."""
    stride = _at_least(op, "stride", 1, "stride")
    padding = op.integers("out_pad")
    source, weight = _shape(op.operands[0], 4), _shape(op.operands[1], 4)
    extents: list[int] = []
    for dim, axis in enumerate(_AXES[-2:]):
        extent, kernel = source[1 + dim], weight[1 + dim]
        low, high = padding[2 * dim], padding[2 * dim + 1]
        if kernel != DYNAMIC_INDEX and min(low, high) <= -kernel:
            raise VerifyException(
                f"expected out_pad of {axis} > -kernel, but got {low}, {high} and {kernel}"
            )
        if DYNAMIC_INDEX in (extent, kernel):
            extents.append(DYNAMIC_INDEX)
        else:
            extents.append((extent - 1) * stride[dim] + low + high + kernel)
    _check_channels(op.name, source[-1], weight)
    check_bias(op.operands[2], weight[0])
    return [(source[0], *extents, weight[0])]


def pooling(op: TosaOp) -> Sequence[tuple[int, ...]]:
    """The shape of a pooling: a position per window."""
    kernel = _at_least(op, "kernel", 1, "kernel")
    stride = _at_least(op, "stride", 1, "stride")
    padding = _at_least(op, "pad", 0, "padding")
    batch, *spatial, channels = _shape(op.operands[0], 4)
    extents: list[int] = []
    for dim, axis in enumerate(_AXES[-2:]):
        low, high = padding[2 * dim], padding[2 * dim + 1]
        if max(low, high) >= kernel[dim]:
            raise VerifyException(
                f"expected padding of {axis} to be less than the kernel, got {low}, {high} and "
                f"{kernel[dim]}"
            )
        if spatial[dim] == DYNAMIC_INDEX:
            extents.append(DYNAMIC_INDEX)
        else:
            extents.append(_steps(axis, spatial[dim] + low + high - kernel[dim], stride[dim]))
    return [(batch, *extents, channels)]


def resize(op: TosaOp) -> Sequence[tuple[int, ...]]:
    """The shape of a resized image: `((input - 1) * n - offset + border) / d + 1` a dimension."""
    batch, *spatial, channels = _shape(op.operands[0], 4)
    scale, offset, border = (constant_shape(operand) for operand in op.operands[1:])
    if scale is None or offset is None or border is None:
        return [(batch, DYNAMIC_INDEX, DYNAMIC_INDEX, channels)]
    if min(scale) < 1:
        raise VerifyException(f"expect all scale values to be > 0, got {list(scale)}")
    extents: list[int] = []
    for dim, axis in enumerate(_AXES[-2:]):
        if spatial[dim] == DYNAMIC_INDEX:
            extents.append(DYNAMIC_INDEX)
            continue
        span = (spatial[dim] - 1) * scale[2 * dim] - offset[dim] + border[dim]
        if span < 0 or span % scale[2 * dim + 1]:
            raise VerifyException(
                f"expected scaled {axis} to be wholly divisible by the denominator, got "
                f"{span} / {scale[2 * dim + 1]}"
            )
        extents.append(span // scale[2 * dim + 1] + 1)
    return [(batch, *extents, channels)]
