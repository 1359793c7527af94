"""The arithmetic of `rescale` on one element, and `apply_scale`, which is nothing else."""

from collections.abc import Sequence

from xdsl.dialects.builtin import i32, i64
from xdsl.ir import Block, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects.tosa.fields import ChoiceAttr
from microaot.dialects.tosa.variables import ApplyScaleOp
from microaot.passes.tosa.emitter import Emitter
from microaot.passes.tosa.lowering import Unsupported
from microaot.passes.tosa.scalars import Scalars, is_integer, width

SHIFTS = range(2, 63)
"""All amounts that TOSA allows."""

_HALF = 1 << 30
"""What double rounding adds before the result is shifted by more than 31 bits."""


def scale_value(
    s: Scalars,
    value: SSAValue,
    multiplier: SSAValue,
    shift: SSAValue,
    shifts: Sequence[int],
    *,
    rounds_twice: bool,
) -> SSAValue:
    """`value * multiplier >> shift`, rounded half up; rounding twice rounds first to 31 bits.

    `shifts` is what the shift may be, from its least to its greatest.
    """
    factor = s.resize_number(multiplier, i64)
    product = s.apply("mul", s.resize(value, i64), factor)
    amount = s.resize_number(shift, i64, unsigned=True)
    if isinstance(amount, int):
        half: SSAValue | int = 1 << (amount - 1)
    else:
        half = s.apply("shru", s.apply("shl", s.constant(1, i64), amount), 1)
    rounded = s.apply("add", product, half)
    if rounds_twice and shifts[-1] > 31:
        positive = s.compare("sge", value, 0)
        away = s.select(positive, s.constant(_HALF, i64), s.constant(-_HALF, i64))
        twice = s.apply("add", away, rounded)
        if shifts[0] > 31:
            rounded = twice
        else:
            rounded = s.select(s.compare("sgt", s.resize(shift, i32), 31), twice, rounded)
    return s.resize(s.apply("shrs", rounded, amount), i32)


def lower_apply_scale(e: Emitter, op: ApplyScaleOp) -> SSAValue:
    """The same where it stands: MLIR's own lowering of `rescale` leaves it in scalar bodies."""
    if not all(is_integer(operand.type) for operand in op.operands) or op.output.type != i32:
        raise Unsupported("works on vectors; use tosa.rescale on a tensor")
    known = e.known_scalar(op.shift)
    shifts = SHIFTS if known is None else [int(known)]
    if shifts[0] not in SHIFTS:
        raise Unsupported(f"shifts by {shifts[0]}; TOSA allows {SHIFTS[0]} to {SHIFTS[-1]}")
    mode = op.rounding_mode
    assert isinstance(mode, ChoiceAttr)
    rounds_twice = mode.data.value == "DOUBLE_ROUND" and width(op.value.type) == 32
    block = Block()
    result = scale_value(
        Scalars(e, block), op.value, op.multiplier, op.shift, shifts, rounds_twice=rounds_twice
    )
    Rewriter.inline_block(block, InsertPoint.before(op))
    return result
