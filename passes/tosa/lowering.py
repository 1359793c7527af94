"""What a lowering is: a function from a TOSA op to the values that replace its results."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from xdsl.ir import SSAValue

from microaot.dialects.tosa.base import TosaOp
from microaot.dialects.tosa.constants import constant_shape
from microaot.passes.tosa.emitter import Emitter

Lowering: TypeAlias = Callable[[Emitter, TosaOp], SSAValue | Sequence[SSAValue]]


class Unsupported(Exception):
    """An op cannot be lowered; the message says why, and what can be done instead."""


def shape_operand(op: TosaOp, name: str) -> tuple[int, ...]:
    """A shape that is an operand, which must be known when the program is compiled."""
    values = constant_shape(op.value(name))
    if values is None:
        raise Unsupported(f"needs a constant {name}; compute it with tosa.const_shape")
    return values
