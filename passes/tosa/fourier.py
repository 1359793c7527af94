"""Fourier transforms of two dimensions, as sums over all elements with tables of sines."""

from collections.abc import Sequence

import numpy as np
from xdsl.dialects.builtin import i32
from xdsl.ir import SSAValue
from xdsl.ir.affine import AffineDimExpr, AffineMap

from microaot.dialects.tosa.base import TosaOp
from microaot.passes.tosa.emitter import Emitter, element_of, shape_of
from microaot.passes.tosa.lowering import Lowering
from microaot.passes.tosa.scalars import Scalars


def _transform(e: Emitter, op: TosaOp, values: Sequence[SSAValue], sign: int) -> Sequence[SSAValue]:
    """`sum(value * exp(i * sign * angle))` for each element of the results.

    Extents are powers of two, so that an angle is a position in a table of the greater one.
    """
    height, width = shape_of(values[0])[1:]
    length, element = max(height, width), element_of(values[0])
    angles = 2 * np.pi * np.arange(length) / length
    # What is zero is exactly zero, so that results which vanish do.
    tables = (np.where(np.abs(t) < 1e-15, 0.0, t) for t in (np.cos(angles), np.sin(angles)))
    cosines, sines = (e.constant(table, element) for table in tables)
    b, oy, ox, iy, ix = map(AffineDimExpr, range(5))
    inputs = [(value, AffineMap(5, 0, (b, iy, ix))) for value in values]
    shape = shape_of(op.results[0])
    zero = e.scalar(0.0, element)
    outs = [(e.filled(zero, shape), AffineMap(5, 0, (b, oy, ox))) for _ in range(2)]

    def body(s: Scalars, args: Sequence[SSAValue]) -> Sequence[SSAValue]:
        loops = [s.from_index(s.index(loop), i32) for loop in range(1, 5)]
        rows = s.apply("mul", s.apply("mul", loops[0], loops[2]), length // height)
        columns = s.apply("mul", s.apply("mul", loops[1], loops[3]), length // width)
        angle = s.to_index(s.apply("and", s.apply("add", rows, columns), length - 1))
        cosine, sine = (s.extract(table, angle, element=element) for table in (cosines, sines))
        add, take = ("add", "sub") if sign > 0 else ("sub", "add")
        real, *imaginary = args[: len(values)]
        total_real, total_imaginary = args[len(values) :]
        total_real = s.apply("add", total_real, s.apply("mul", real, cosine))
        total_imaginary = s.apply(add, total_imaginary, s.apply("mul", real, sine))
        for value in imaginary:
            total_real = s.apply(take, total_real, s.apply("mul", value, sine))
            total_imaginary = s.apply("add", total_imaginary, s.apply("mul", value, cosine))
        return [total_real, total_imaginary]

    return e.generic(inputs, outs, [False] * 3 + [True] * 2, body)


def _lower_fft(e: Emitter, op: TosaOp) -> Sequence[SSAValue]:
    return _transform(e, op, op.operands, 1 if op.flag("inverse") else -1)


def _lower_rfft(e: Emitter, op: TosaOp) -> Sequence[SSAValue]:
    return _transform(e, op, op.operands, -1)


LOWERINGS: dict[str, Lowering] = {"fft2d": _lower_fft, "rfft2d": _lower_rfft}
