"""Making emitc IR, a line for a C operator.

Constants and casts are folded while they are made, so that conversions can be written plainly and
still leave nothing for the C optimizer. Constants are shared per function: they stand at its top
and are printed as literals where they are used.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from xdsl.dialects.builtin import (
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    LocationAttr,
    StringAttr,
    UnitAttr,
    UnknownLoc,
)
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import emitc
from microaot.dialects.emitc import SizeType
from microaot.emitc_backend.conversions.types import (
    BOOL,
    unsigned,
)

OpT = TypeVar("OpT", bound=Operation)

PURE = "pure"
"""Unit attribute of an `emitc.call_opaque` whose call has no side effect and reads no memory."""

UNINITIALIZED = emitc.OpaqueAttr(StringAttr(""))
"""Initial value of a variable or array that is declared without one."""


class EmitCBuilder:
    """Inserts emitc ops at a point that conversions move, all at the current source location."""

    def __init__(self, entry: Block) -> None:
        self.location: LocationAttr = UnknownLoc()
        self.point = InsertPoint.at_end(entry)
        self._entry = entry
        self._last_constant: Operation | None = None
        self._constants: dict[tuple[Attribute, Attribute], SSAValue] = {}

    # Where

    def insert(self, op: OpT) -> OpT:
        """Insert `op` at the current point and give it the current source location."""
        op.location = self.location
        Rewriter.insert_op(op, self.point)
        return op

    @contextmanager
    def at_end_of(self, block: Block) -> Generator[Block]:
        """Within the context, ops go to the end of `block`."""
        outer = self.point
        self.move_to_end_of(block)
        yield block
        self.point = outer

    def move_to_end_of(self, block: Block) -> None:
        """Go on at the end of `block`, before the `emitc.yield` that closes it."""
        closed = isinstance(last := block.last_op, emitc.YieldOp)
        self.point = InsertPoint.before(last) if closed and last else InsertPoint.at_end(block)

    def is_last(self, op: Operation) -> bool:
        """Whether the next op will stand right behind `op`."""
        return self.point.block is op.parent and self.point.insert_before is op.next_op

    # Values

    def constant(self, value: int | float, type: Attribute) -> SSAValue:
        """A number of C type `type`; floats are exact for f32 and f64."""
        match type:
            case emitc.PtrDiffType() | emitc.SizeType():
                return self.constant_attr(IntegerAttr(int(value), IndexType()), type)
            case IntegerType():
                return self.constant_attr(IntegerAttr(int(value), type), type)
            case _:
                return self.constant_attr(FloatAttr(value, type), type)  # pyright: ignore[reportArgumentType, reportCallIssue]  # the remaining types are the float types

    def constant_attr(self, value: Attribute, type: Attribute) -> SSAValue:
        """The constant `value` of `type`; one op per function and value, at the top."""
        if (known := self._constants.get((value, type))) is not None:
            return known
        op = emitc.ConstantOp(value, type)
        if self._last_constant is not None:
            Rewriter.insert_op(op, InsertPoint.after(self._last_constant))
        else:
            Rewriter.insert_op(op, InsertPoint.at_start(self._entry))
        self._last_constant = op
        self._constants[(value, type)] = op.results[0]
        return op.results[0]

    def cast(self, value: SSAValue, type: Attribute) -> SSAValue:
        """`(type)value`; nothing when it has that type, or had it before a change of sign."""
        if value.type == type:
            return value
        if (known := _constant(value)) is not None:
            if (
                converted := _convert(known & 1 if value.type == BOOL else known, type)
            ) is not None:
                return self.constant(converted, type)
        if isinstance(owner := value.owner, emitc.CastOp) and owner.source.type == type:
            if _differ_in_sign_only(type, value.type):
                return owner.source
        return self.insert(emitc.CastOp(value, type)).results[0]

    def binary(
        self,
        op: type[emitc.BinaryOp],
        lhs: SSAValue,
        rhs: SSAValue,
        result: Attribute | None = None,
    ) -> SSAValue:
        """`lhs op rhs` on operands of one C type, which is the result's unless it is given.

        `x + 0`, `x * 1` and the like are `x`; `x + -3` is `x - 3`.
        """
        if result is None and (same := _neutral(op, lhs, rhs)) is not None:
            return same
        if op in OPPOSITE and (number := _constant(rhs)) is not None and _has_negation(number):
            op, rhs = OPPOSITE[op], self.constant(-number, rhs.type)
        return self.insert(op(lhs, rhs, lhs.type if result is None else result)).results[0]

    def wrapping(self, op: type[emitc.BinaryOp], lhs: SSAValue, rhs: SSAValue) -> SSAValue:
        """`lhs op rhs` modulo 2^N for a signed C type, through its unsigned counterpart."""
        if (same := _neutral(op, lhs, rhs)) is not None:
            return same
        wide = unsigned(lhs.type)
        return self.cast(self.binary(op, self.cast(lhs, wide), self.cast(rhs, wide)), lhs.type)

    def unary(self, op: type[emitc.UnaryOp], value: SSAValue) -> SSAValue:
        """`op value`, of the value's type."""
        return self.insert(op(value, value.type)).results[0]

    def compare(self, predicate: str, lhs: SSAValue, rhs: SSAValue) -> SSAValue:
        """A C comparison: `eq`, `ne`, `lt`, `le`, `gt` or `ge`; false when a NaN takes part, but
        for `ne`."""
        return self.insert(emitc.CmpOp(predicate, lhs, rhs)).results[0]

    def logical_and(self, lhs: SSAValue, rhs: SSAValue) -> SSAValue:
        """`lhs && rhs`."""
        return self.binary(emitc.LogicalAndOp, lhs, rhs, BOOL)

    def logical_or(self, lhs: SSAValue, rhs: SSAValue) -> SSAValue:
        """`lhs || rhs`."""
        return self.binary(emitc.LogicalOrOp, lhs, rhs, BOOL)

    def logical_not(self, value: SSAValue) -> SSAValue:
        """`!value`."""
        return self.insert(emitc.LogicalNotOp(value, BOOL)).results[0]

    def conditional(self, condition: SSAValue, yes: SSAValue, no: SSAValue) -> SSAValue:
        """`condition ? yes : no`."""
        return self.insert(emitc.ConditionalOp(condition, yes, no)).results[0]

    def call(self, callee: str, operands: Sequence[SSAValue], result: Attribute) -> SSAValue:
        """Call a pure C function: one of `<math.h>` or of `emitc_backend/runtime`.

        The definition or the include is added by a later pass, see `link_runtime`.
        """
        op = emitc.CallOpaqueOp(callee, operands, [result])
        op.attributes[PURE] = UnitAttr()
        return self.insert(op).results[0]

    # Memory

    def variable(self, type: Attribute, hint: str | None = None) -> SSAValue:
        """An uninitialised local variable of C type `type`, as an lvalue."""
        op = self.insert(emitc.VariableOp(UNINITIALIZED, emitc.LValueType(type)))
        op.results[0].name_hint = hint
        return op.results[0]

    def load(self, lvalue: SSAValue) -> SSAValue:
        """The value of a variable or an array element."""
        return self.insert(emitc.LoadOp(lvalue)).results[0]

    def assign(self, lvalue: SSAValue, value: SSAValue) -> None:
        """`lvalue = value;`."""
        self.insert(emitc.AssignOp(lvalue, value))

    def subscript(self, base: SSAValue, indices: Sequence[SSAValue]) -> SSAValue:
        """`base[i][j]` of an array, or `base[i]` of a pointer, as an lvalue."""
        return self.insert(emitc.SubscriptOp(base, indices)).results[0]

    def address_of(self, lvalue: SSAValue) -> SSAValue:
        """`&lvalue`."""
        return self.insert(emitc.AddressOfOp(lvalue)).results[0]

    # Control flow

    def for_loop(
        self, lower: SSAValue, upper: SSAValue, step: SSAValue, hint: str | None = None
    ) -> Block:
        """`for (T i = lower; i < upper; i += step)`; returns the body, an empty block."""
        body = Block(arg_types=[lower.type])
        body.args[0].name_hint = hint
        self.insert(emitc.ForOp(lower, upper, step, Region(body)))
        return body

    def if_else(self, condition: SSAValue, *, otherwise: bool) -> tuple[Block, Block | None]:
        """`if (condition) {} else {}`; returns the two empty blocks."""
        then, other = Block(), Block() if otherwise else None
        self.insert(emitc.IfOp(condition, Region(then), Region(other) if other else None))
        return then, other


NEUTRAL: dict[type[Operation], int] = {
    emitc.AddOp: 0,
    emitc.SubOp: 0,
    emitc.MulOp: 1,
    emitc.DivOp: 1,
    emitc.BitwiseOrOp: 0,
    emitc.BitwiseXorOp: 0,
    emitc.BitwiseLeftShiftOp: 0,
    emitc.BitwiseRightShiftOp: 0,
}
"""The integer on the right that leaves the left operand as it is."""

OPPOSITE: dict[type[Operation], type[emitc.BinaryOp]] = {
    emitc.AddOp: emitc.SubOp,
    emitc.SubOp: emitc.AddOp,
}
"""How to compute the same with the opposite of a number."""

COMMUTATIVE = (emitc.AddOp, emitc.MulOp, emitc.BitwiseOrOp, emitc.BitwiseXorOp)


def _neutral(op: type[emitc.BinaryOp], lhs: SSAValue, rhs: SSAValue) -> SSAValue | None:
    """The operand that an integer operation returns unchanged, if it is known to."""
    if (neutral := NEUTRAL.get(op)) is None:
        return None
    if _constant(rhs) == neutral:
        return lhs
    return rhs if op in COMMUTATIVE and _constant(lhs) == neutral else None


def _has_negation(number: int) -> bool:
    """Whether `number` is negative and its opposite fits the type, which is 32 bits or wider."""
    return number < 0 and number not in (-(2**31), -(2**63))


def _differ_in_sign_only(a: Attribute, b: Attribute) -> bool:
    """Whether one is the unsigned counterpart of the other: then casts keep every bit."""
    if BOOL in (a, b):
        return False
    return unsigned(a) == b or unsigned(b) == a


def _constant(value: SSAValue) -> int | None:
    return _integer(owner.value) if isinstance(owner := value.owner, emitc.ConstantOp) else None


def _integer(value: Attribute) -> int | None:
    return value.value.data if isinstance(value, IntegerAttr) else None


def _convert(value: int, type: Attribute) -> int | None:
    """What C's conversion of a number to `type` gives, None if that depends on the machine."""
    match type:
        case IntegerType():
            return _wrap(value, type.bitwidth, is_unsigned=type.signedness.data.name == "UNSIGNED")
        case SizeType() if 0 <= value < 2**31:
            return value
        case _:
            return None


def _wrap(value: int, width: int, *, is_unsigned: bool) -> int:
    """`value` modulo 2^width, in the range of the type; a truth value for a width of 1."""
    if width == 1:
        return int(value != 0)
    low = value & ((1 << width) - 1)
    return low if is_unsigned or not low >> (width - 1) else low - (1 << width)
