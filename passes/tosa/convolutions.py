"""Convolutions and matrix products, as named ops of linalg where there is one."""

from collections.abc import Sequence

import numpy as np
from xdsl.dialects.builtin import i32
from xdsl.ir import Attribute, SSAValue
from xdsl.ir.affine import AffineConstantExpr, AffineDimExpr, AffineExpr, AffineMap

from microaot.dialects.linalg.named import window
from microaot.dialects.tosa.base import TosaOp
from microaot.passes.tosa.element_types import stored_type
from microaot.passes.tosa.emitter import Emitter, element_of, select_map, shape_of
from microaot.passes.tosa.lowering import Lowering
from microaot.passes.tosa.moves import extract_slice, pad, reshape, reverse, transpose
from microaot.passes.tosa.scalars import Scalars, is_float


def accumulator(op: TosaOp) -> Attribute:
    """The type in which the sums of products are kept."""
    return stored_type(op.attribute("acc_type"))


def convert(e: Emitter, value: SSAValue, to: Attribute) -> SSAValue:
    """A tensor with its elements in another type of the same kind."""
    if element_of(value) == to:
        return value

    def body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        return s.float_to(args[0], to) if is_float(to) else s.resize(args[0], to)

    return e.elementwise([value], shape_of(value), to, body)


def _bias_map(rank: int, biases: int, channels: int) -> AffineMap:
    """Reads the bias of the channel, or the one for all channels."""
    last: AffineExpr = AffineDimExpr(rank - 1)
    return AffineMap(rank, 0, (AffineConstantExpr(0) if biases == 1 != channels else last,))


def _start_with_bias(e: Emitter, bias: SSAValue, shape: Sequence[int], to: Attribute) -> SSAValue:
    """The tensor in which the products are summed up, with the bias in it."""
    if _is_zero(e, bias):
        return e.filled(e.scalar(0, to), shape)
    rank = len(shape)
    out = (e.empty(shape, to), AffineMap.identity(rank))
    source = (bias, _bias_map(rank, shape_of(bias)[0], shape[-1]))

    def body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        return s.float_to(args[0], to) if is_float(to) else s.resize(args[0], to)

    return e.generic([source], [out], [False] * rank, body)[0]


def add_bias(e: Emitter, value: SSAValue, bias: SSAValue) -> SSAValue:
    """The sums with the bias of their channel."""
    if _is_zero(e, bias):
        return value
    shape, element = shape_of(value), element_of(value)
    rank = len(shape)
    out = (e.empty(shape, element), AffineMap.identity(rank))
    inputs = [
        (bias, _bias_map(rank, shape_of(bias)[0], shape[-1])),
        (value, AffineMap.identity(rank)),
    ]

    def body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        first = s.float_to(args[0], element) if is_float(element) else s.resize(args[0], element)
        return s.apply("add", first, args[1])

    return e.generic(inputs, [out], [False] * rank, body)[0]


def _is_zero(e: Emitter, value: SSAValue) -> bool:
    data = e.known(value)
    return data is not None and not data.any()


def zero_points(e: Emitter, op: TosaOp, names: Sequence[str]) -> list[SSAValue]:
    """The zero points as 32-bit scalars; none if all are zero, as for floats."""
    operands = [op.value(name) for name in names]
    if is_float(element_of(operands[0])) or all(_is_zero(e, operand) for operand in operands):
        return []
    return [_as_i32(e, operand) for operand in operands]


def _as_i32(e: Emitter, value: SSAValue) -> SSAValue:
    data = e.known(value)
    if data is not None:
        return e.scalar(data.flat[0].item(), i32)
    return e.only_element(convert(e, value, i32))


def padded(e: Emitter, op: TosaOp, spatial: int) -> SSAValue:
    """The input with its zero point around it."""
    amounts = op.integers("pad")
    low, high = [0, *amounts[::2], 0], [0, *amounts[1::2], 0]
    if not any(amounts):
        return op.operands[0]
    return pad(e, op.operands[0], low, high, e.only_element(op.value("input_zp")))


def _lower_conv2d(e: Emitter, op: TosaOp) -> SSAValue:
    shape, result = shape_of(op.results[0]), element_of(op.results[0])
    zeros = zero_points(e, op, ("input_zp", "weight_zp"))
    start = _start_with_bias(e, op.value("bias"), shape, accumulator(op))
    sums = e.named(
        "conv_2d_nhwc_fhwc_q" if zeros else "conv_2d_nhwc_fhwc",
        [padded(e, op, 2), op.value("weight"), *zeros],
        start,
        strides=window(op.integers("stride")),
        dilations=window(op.integers("dilation")),
    )
    return convert(e, sums, result)


def _lower_depthwise(e: Emitter, op: TosaOp) -> SSAValue:
    shape, result = shape_of(op.results[0]), element_of(op.results[0])
    zeros = zero_points(e, op, ("input_zp", "weight_zp"))
    channels = shape_of(op.value("weight"))[2:]
    type = accumulator(op)
    start = e.filled(e.scalar(0, type), (*shape[:-1], *channels))
    sums = e.named(
        "depthwise_conv_2d_nhwc_hwcm_q" if zeros else "depthwise_conv_2d_nhwc_hwcm",
        [padded(e, op, 2), op.value("weight"), *zeros],
        start,
        strides=window(op.integers("stride")),
        dilations=window(op.integers("dilation")),
    )
    biased = add_bias(e, reshape(e, sums, shape), op.value("bias"))
    return convert(e, biased, result)


def _lower_conv3d(e: Emitter, op: TosaOp) -> SSAValue:
    """There is no named op for weights with the output channel first, so it is a generic one."""
    shape, result = shape_of(op.results[0]), element_of(op.results[0])
    zeros = zero_points(e, op, ("input_zp", "weight_zp"))
    type = accumulator(op)
    start = _start_with_bias(e, op.value("bias"), shape, type)
    n, z, y, x, f, kz, ky, kx, c = map(AffineDimExpr, range(9))
    positions = [
        loop * stride + tap * dilation
        for loop, tap, stride, dilation in zip(
            (z, y, x), (kz, ky, kx), op.integers("stride"), op.integers("dilation"), strict=True
        )
    ]
    inputs = [
        (padded(e, op, 3), AffineMap(9, 0, (n, *positions, c))),
        (op.value("weight"), AffineMap(9, 0, (f, kz, ky, kx, c))),
    ]

    def body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        total = args[2]
        factors = [
            s.float_to(a, total.type) if is_float(total.type) else s.resize(a, total.type)
            for a in args[:2]
        ]
        if zeros:
            factors = [
                s.apply("sub", a, s.resize(zero, total.type))
                for a, zero in zip(factors, zeros, strict=True)
            ]
        return s.apply("add", total, s.apply("mul", *factors))

    outs = [(start, select_map(9, range(5)))]
    (sums,) = e.generic(inputs, outs, [False] * 5 + [True] * 4, body)
    return convert(e, sums, result)


def _lower_transpose_conv2d(e: Emitter, op: TosaOp) -> SSAValue:
    """A convolution per position within the stride, whose results interleave.

    An input element reaches `kernel / stride` outputs in each of `stride` phases, so the kernel is
    taken apart into as many kernels of a convolution without stride; nothing is multiplied by the
    zeros that a stretched input would have.
    """
    shape, result, type = shape_of(op.results[0]), element_of(op.results[0]), accumulator(op)
    zeros = zero_points(e, op, ("input_zp", "weight_zp"))
    strides = op.integers("stride")
    weight, input_zero = op.value("weight"), e.only_element(op.value("input_zp"))
    weight_zero = e.only_element(op.value("weight_zp"))
    filters, *kernel, channels = shape_of(weight)
    taps = [-(-k // stride) for k, stride in zip(kernel, strides, strict=True)]
    missing = [t * stride - k for t, stride, k in zip(taps, strides, kernel, strict=True)]
    weight = _pad_known(e, weight, (0, *missing, 0), weight_zero)
    weight = reshape(e, weight, (filters, taps[0], strides[0], taps[1], strides[1], channels))
    weight = transpose(e, weight, (2, 4, 0, 1, 3, 5))
    phases = strides[0] * strides[1] * filters
    weight = reshape(e, weight, (phases, *taps, channels))
    weight = reverse(e, reverse(e, weight, 1), 2)
    around = [0, taps[0] - 1, taps[1] - 1, 0]
    data = pad(e, op.operands[0], around, around, input_zero)
    batch, *extents, _ = shape_of(data)
    positions = [extent - t + 1 for extent, t in zip(extents, taps, strict=True)]
    start = e.filled(e.scalar(0, type), (batch, *positions, phases))
    name = "conv_2d_nhwc_fhwc_q" if zeros else "conv_2d_nhwc_fhwc"
    ones = {"strides": window((1, 1)), "dilations": window((1, 1))}
    sums = e.named(name, [data, weight, *zeros], start, **ones)
    sums = reshape(e, sums, (batch, *positions, *strides, filters))
    sums = transpose(e, sums, (0, 1, 3, 2, 4, 5))
    full = [p * stride for p, stride in zip(positions, strides, strict=True)]
    sums = reshape(e, sums, (batch, *full, filters))
    sums = _fit(e, sums, op.integers("out_pad")[::2], shape)
    return convert(e, add_bias(e, sums, op.value("bias")), result)


def _pad_known(e: Emitter, value: SSAValue, high: Sequence[int], padding: SSAValue) -> SSAValue:
    """Pad at the end, a constant at once."""
    data, number = e.known(value), e.known_scalar(padding)
    if data is None or number is None:
        return pad(e, value, [0] * len(high), high, padding)
    return e.constant(
        np.pad(data, [(0, h) for h in high], constant_values=number), element_of(value)
    )


def _fit(e: Emitter, value: SSAValue, before: Sequence[int], shape: Sequence[int]) -> SSAValue:
    """Shift rows and columns by an amount, and cut off or fill up with zeros to a shape."""
    have = shape_of(value)
    start = [0, *(max(0, -amount) for amount in before), 0]
    low = [0, *(max(0, amount) for amount in before), 0]
    size = [min(h - s, n - a) for h, s, n, a in zip(have, start, shape, low, strict=True)]
    part = extract_slice(e, value, start, size)
    high = [n - a - s for n, a, s in zip(shape, low, size, strict=True)]
    return pad(e, part, low, high, e.scalar(0, element_of(value)))


def _lower_matmul(e: Emitter, op: TosaOp) -> SSAValue:
    shape, result = shape_of(op.results[0]), element_of(op.results[0])
    zeros = zero_points(e, op, ("a_zp", "b_zp"))
    name = "quantized_batch_matmul" if zeros else "batch_matmul"
    start = e.filled(e.scalar(0, result), shape)
    return e.named(name, [op.operands[0], op.operands[1], *zeros], start)


LOWERINGS: dict[str, Lowering] = {
    "conv2d": _lower_conv2d,
    "conv3d": _lower_conv3d,
    "depthwise_conv2d": _lower_depthwise,
    "matmul": _lower_matmul,
    "transpose_conv2d": _lower_transpose_conv2d,
}
