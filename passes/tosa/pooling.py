"""Poolings: the average and the maximum of windows."""

from collections.abc import Sequence

import numpy as np
from xdsl.dialects.builtin import i8, i32, i64
from xdsl.ir import Attribute, SSAValue
from xdsl.ir.affine import AffineDimExpr, AffineMap

from microaot.dialects.linalg.named import window
from microaot.dialects.tosa.base import TosaOp
from microaot.passes.tosa.convolutions import accumulator, convert
from microaot.passes.tosa.emitter import Emitter, element_of, select_map, shape_of
from microaot.passes.tosa.lowering import Lowering
from microaot.passes.tosa.moves import pad
from microaot.passes.tosa.scalars import Number, Scalars, is_float, limits, width

_INF = float("inf")


def _padded(e: Emitter, op: TosaOp, number: Number) -> SSAValue:
    amounts = op.integers("pad")
    value = op.operands[0]
    low, high = (0, *amounts[::2], 0), (0, *amounts[1::2], 0)
    return pad(e, value, low, high, e.scalar(number, element_of(value)))


def _lower_max(e: Emitter, op: TosaOp) -> SSAValue:
    shape, element = shape_of(op.results[0]), element_of(op.results[0])
    ignores = is_float(element) and op.choice("nan_mode") == "IGNORE"
    # Where NaNs are ignored nothing is left of a window of NaNs but a NaN.
    least = limits(width(element))[0] if not is_float(element) else -_INF
    start = float("nan") if ignores else least
    value = _padded(e, op, start)
    init = e.filled(e.scalar(start, element), shape)
    kernel = e.empty(op.integers("kernel"), element)
    strides = op.integers("stride")
    if not ignores:
        return e.named(
            "pooling_nhwc_max",
            [value, kernel],
            init,
            strides=window(strides),
            dilations=window((1, 1)),
        )
    n, y, x, c, ky, kx = map(AffineDimExpr, range(6))
    inputs = [
        (value, AffineMap(6, 0, (n, y * strides[0] + ky, x * strides[1] + kx, c))),
        (kernel, select_map(6, (4, 5))),
    ]
    outs = [(init, select_map(6, range(4)))]
    loops = [False] * 4 + [True] * 2
    return e.generic(inputs, outs, loops, lambda s, a: s.apply("maxnum", a[2], a[0]))[0]


def _counts(op: TosaOp) -> tuple[np.ndarray, np.ndarray]:
    """How many rows and columns of the input each window covers."""
    counts: list[np.ndarray] = []
    for dim in range(2):
        extent, outputs = shape_of(op.operands[0])[1 + dim], shape_of(op.results[0])[1 + dim]
        kernel, stride = op.integers("kernel")[dim], op.integers("stride")[dim]
        first = np.arange(outputs) * stride - op.integers("pad")[2 * dim]
        counts.append(np.minimum(first + kernel, extent) - np.maximum(first, 0))
    return counts[0], counts[1]


def _reciprocal_scale(count: int) -> tuple[int, int]:
    """A multiplier and a shift that divide by the count, as TOSA defines them."""
    shift = (count - 1).bit_length()
    return ((1 << 30) + 1 << shift) // count, 30 + shift


def _lower_average(e: Emitter, op: TosaOp) -> SSAValue:
    shape, element = shape_of(op.results[0]), element_of(op.results[0])
    type = accumulator(op)
    rows, columns = _counts(op)
    counts = rows[:, None] * columns[None, :]
    sums = e.named(
        "pooling_nhwc_sum",
        [_padded(e, op, 0), e.empty(op.integers("kernel"), type)],
        e.filled(e.scalar(0, type), shape),
        strides=window(op.integers("stride")),
        dilations=window((1, 1)),
    )
    if is_float(element):
        return convert(e, _divide(e, sums, counts), element)
    return _scale(e, op, sums, counts)


def _per_window(values: np.ndarray) -> np.ndarray:
    """A table of one value for each window, or one for all."""
    return values[:1, :1] if (values == values.flat[0]).all() else values


def _window_operand(e: Emitter, values: np.ndarray, type: Attribute) -> SSAValue:
    values = _per_window(values)
    return e.constant(values.reshape(1, *values.shape, 1), type)


def _divide(e: Emitter, sums: SSAValue, counts: np.ndarray) -> SSAValue:
    divisors = _window_operand(e, counts, element_of(sums))
    return e.elementwise(
        [sums, divisors], shape_of(sums), element_of(sums), lambda s, a: s.apply("div", *a)
    )


def _scale(e: Emitter, op: TosaOp, sums: SSAValue, counts: np.ndarray) -> SSAValue:
    """Integers are divided by a multiplication with the reciprocal, and shifted."""
    element = element_of(op.results[0])
    scales = np.array([_reciprocal_scale(int(count)) for count in counts.flat])
    multipliers, shifts = (scales[:, part].reshape(counts.shape) for part in (0, 1))
    operands = [
        sums,
        _window_operand(e, multipliers, i32),
        _window_operand(e, shifts, i8),
        _window_operand(e, counts, i32),
    ]
    zero_in, zero_out = (e.only_element(operand) for operand in op.operands[1:])
    known_zero = e.known_scalar(zero_in)

    def body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        total, multiplier, shift, count = args
        if known_zero != 0:
            offset = e.known_scalar(count)
            zero = s.resize_number(zero_in, i32)
            if isinstance(zero, int) and offset is not None:
                total = s.apply("sub", total, zero * int(offset))
            else:
                total = s.apply("sub", total, s.apply("mul", count, zero))
        product = s.apply("mul", s.resize(total, i64), s.resize_number(multiplier, i64))
        amount = s.resize_number(shift, i64)
        half = (
            1 << (amount - 1)
            if isinstance(amount, int)
            else s.apply("shru", s.apply("shl", s.constant(1, i64), amount), 1)
        )
        scaled = s.resize(s.apply("shrs", s.apply("add", product, half), amount), i32)
        shifted = s.apply("add", scaled, s.resize_number(zero_out, i32))
        return s.resize(s.clamp(shifted, *limits(width(element))), element)

    return e.elementwise(operands, shape_of(sums), element, body)


LOWERINGS: dict[str, Lowering] = {"avg_pool2d": _lower_average, "max_pool2d": _lower_max}
