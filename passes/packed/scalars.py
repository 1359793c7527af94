"""Numbers on their way into and out of packed entries: the ABIs know i1, i64 and f64 only."""

from collections.abc import Sequence

from xdsl.dialects import arith
from xdsl.dialects.builtin import (
    AnyFloat,
    Float64Type,
    IndexType,
    IntegerType,
    Signedness,
    f64,
    i1,
    i64,
)
from xdsl.ir import Attribute, Operation, SSAValue

from microaot.passes.packed.abi import ArgumentKind

CARRIERS: dict[ArgumentKind, Attribute] = {
    ArgumentKind.BOOL: i1,
    ArgumentKind.INT: i64,
    ArgumentKind.FLOAT: f64,
}
"""The type in which a number of a kind travels."""


def from_carrier(value: SSAValue, type: Attribute) -> list[Operation]:
    """Ops that turn what travelled into a value of `type`; none if it is that already."""
    match type:
        case IndexType():
            return [arith.IndexCastOp(value, type)]
        case IntegerType() if type.width.data < 64 and type != value.type:
            return [arith.TruncIOp(value, type)]
        case IntegerType() if type != value.type:
            return [arith.BitcastOp(value, type)]
        case Float64Type() | IntegerType():
            return []
        case _:
            assert isinstance(type, AnyFloat)
            return [arith.TruncFOp(value, type)]


def to_carrier(value: SSAValue) -> list[Operation]:
    """Ops that turn a result into what can travel; none if it can already."""
    match type := value.type:
        case IndexType():
            return [arith.IndexCastOp(value, i64)]
        case IntegerType() if 1 < type.width.data < 64:
            is_unsigned = type.signedness.data is Signedness.UNSIGNED
            return [(arith.ExtUIOp if is_unsigned else arith.ExtSIOp)(value, i64)]
        case IntegerType() if type.width.data == 64 and type != i64:
            # The ABIs have no numbers from 2^63 on: the caller gets the same bits.
            return [arith.BitcastOp(value, i64)]
        case Float64Type() | IntegerType():
            return []
        case _:
            return [arith.ExtFOp(value, f64)]


def range_of(type: Attribute) -> tuple[int, int] | None:
    """The least and the greatest i64 that fits, None if every one does.

    An `index` may be narrower than the machine that compiles: it is as wide as a pointer.
    """
    match type:
        case IntegerType() if 1 < type.width.data < 64:
            width = type.width.data
            if type.signedness.data is Signedness.UNSIGNED:
                return 0, 2**width - 1
            return -(2 ** (width - 1)), 2 ** (width - 1) - 1
        case IntegerType() if type.signedness.data is Signedness.UNSIGNED and type.width.data == 64:
            return 0, 2**63 - 1
        case _:
            return None


def last_result(value: SSAValue, ops: Sequence[Operation]) -> SSAValue:
    """What the ops make of `value`."""
    return ops[-1].results[0] if ops else value
