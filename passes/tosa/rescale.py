"""`rescale`, `table` and `cast`: from numbers of one kind to numbers of another."""

from collections.abc import Sequence

import numpy as np
from xdsl.dialects import arith, math
from xdsl.dialects.builtin import AnyFloat, BFloat16Type, Float16Type, i1, i32, i64
from xdsl.ir import Attribute, SSAValue
from xdsl.ir.affine import AffineConstantExpr, AffineDimExpr, AffineMap
from xdsl.utils.hints import isa

from microaot.dialects.tosa.base import TosaOp
from microaot.dialects.tosa.constants import constant
from microaot.passes.tosa.emitter import Emitter, Input, element_of, shape_of
from microaot.passes.tosa.lowering import Lowering
from microaot.passes.tosa.scalars import Scalars, is_float, limits, width
from microaot.passes.tosa.scaling import SHIFTS, scale_value


def lower_rescale(e: Emitter, op: TosaOp) -> SSAValue:
    """`(x - input zero point) * multiplier >> shift + output zero point`, clamped.

    The multiplier and the shift are those of the channel, or of the tensor; what is the same for
    all elements becomes a constant of the scalar body.
    """
    shape, result = shape_of(op.results[0]), element_of(op.results[0])
    inputs: list[Input] = [(op.operands[0], AffineMap.identity(len(shape)))]
    shifts = constant(op.value("shift"))
    shifts = SHIFTS if shifts is None else range(int(shifts.min()), int(shifts.max()) + 1)
    rounds_twice = op.choice("rounding_mode") == "DOUBLE_ROUND" and op.flag("scale32")
    scale: list[SSAValue | None] = []
    for operand in op.operands[1:3]:
        scale.append(e.uniform(operand))
        if scale[-1] is None:
            inputs.append((operand, _channel_map(shape, shape_of(operand))))
    zero_in, zero_out = (e.only_element(operand) for operand in op.operands[3:])

    def body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        elements = iter(args)
        value = next(elements)
        multiplier, shift = (next(elements) if known is None else known for known in scale)
        wide = i64 if width(value.type) > 32 else i32
        value = s.resize(value, wide, unsigned=op.flag("input_unsigned"))
        zero = s.resize_number(zero_in, wide, unsigned=op.flag("input_unsigned"))
        value = s.apply("sub", value, zero)
        scaled = scale_value(s, value, multiplier, shift, shifts, rounds_twice=rounds_twice)
        zero = s.resize_number(zero_out, i32, unsigned=op.flag("output_unsigned"))
        shifted = s.apply("add", scaled, zero)
        bits = width(result)
        if bits < 32:
            shifted = s.clamp(shifted, *limits(bits, unsigned=op.flag("output_unsigned")))
        return s.resize(shifted, result)

    out = (e.empty(shape, result), AffineMap.identity(len(shape)))
    return e.generic(inputs, [out], [False] * len(shape), body)[0]


def _channel_map(shape: Sequence[int], channels: Sequence[int]) -> AffineMap:
    last = AffineConstantExpr(0) if channels == (1,) else AffineDimExpr(len(shape) - 1)
    return AffineMap(len(shape), 0, (last,))


def lower_table(e: Emitter, op: TosaOp) -> SSAValue:
    """A look-up: of 256 values, or of 512 pieces of a line for 16-bit indices."""
    value, table = op.operands
    shape, result = shape_of(op.results[0]), element_of(op.results[0])
    element = element_of(table)

    def bytes_body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        index = s.apply("add", s.resize(args[0], i32), 128)
        return s.resize(s.extract(table, s.to_index(index), element=element), result)

    def words_body(s: Scalars, args: Sequence[SSAValue]) -> SSAValue:
        position = s.apply("add", s.resize(args[0], i32), 1 << 15)
        piece = s.apply("shru", position, 7)
        fraction = s.apply("and", position, 127)
        next_piece = s.apply("add", piece, 1)
        base, next_base = (
            s.resize(s.extract(table, s.to_index(i), element=element), i32)
            for i in (piece, next_piece)
        )
        slope = s.apply("mul", s.apply("sub", next_base, base), fraction)
        return s.apply("add", s.apply("shl", base, 7), slope)

    body = bytes_body if width(element_of(value)) == 8 else words_body
    return e.elementwise([value], shape, result, body)


def lower_cast(e: Emitter, op: TosaOp) -> SSAValue:
    """Conversion: floats are rounded half to even and clamped, integers are cut off."""
    shape, result = shape_of(op.results[0]), element_of(op.results[0])
    return e.elementwise(op.operands, shape, result, lambda s, args: _cast(s, args[0], result))


def _cast(s: Scalars, value: SSAValue, to: Attribute) -> SSAValue:
    source = value.type
    if source == to:
        return value
    if is_float(source):
        if is_float(to):
            return s.float_to(value, to)
        return s.compare("une", value, 0.0) if to == i1 else _round(s, value, to)
    if is_float(to):
        op = arith.UIToFPOp if source == i1 else arith.SIToFPOp
        return s.value(op.build(operands=[value], result_types=[to]))
    return s.compare("ne", value, 0) if to == i1 else s.resize(value, to)


def _round(s: Scalars, value: SSAValue, to: Attribute) -> SSAValue:
    """Comparisons that fail for a NaN make it the least integer: no conversion is undefined."""
    low, high = limits(width(to))
    rounded = s.unary(math.RoundEvenOp, value)
    greatest = _greatest_below(value.type, high)
    least = max(float(low), -_greatest_below(value.type, 1 << 1024))
    at_least = s.select(s.compare("oge", rounded, least), rounded, least)
    bounded = s.select(s.compare("ole", at_least, greatest), at_least, greatest)
    integer = s.value(arith.FPToSIOp.build(operands=[bounded], result_types=[to]))
    if greatest == high or greatest < high // 2:
        return integer
    # The greatest integer is no float: what reaches beyond the greatest float below it is clamped.
    return s.select(s.compare("ogt", rounded, greatest), high, integer)


def _greatest_below(type: Attribute, bound: int) -> float:
    """The greatest finite float that is at most an integer."""
    assert isa(type, AnyFloat)
    if isinstance(type, BFloat16Type):
        mantissa, largest = 8, float(np.uint32(0x7F7F0000).view(np.float32))
    elif isinstance(type, Float16Type):
        mantissa, largest = 11, 65504.0
    elif type.bitwidth == 32:
        mantissa, largest = 24, float(np.finfo(np.float32).max)
    else:
        mantissa, largest = 53, float(np.finfo(np.float64).max)
    if bound >= largest:
        return largest
    excess = max(0, bound.bit_length() - mantissa)
    return float(bound >> excess << excess)


LOWERINGS: dict[str, Lowering] = {
    "cast": lower_cast,
    "rescale": lower_rescale,
    "table": lower_table,
}
