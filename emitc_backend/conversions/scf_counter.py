"""The C type in which a loop counts, and the conversions between it and the MLIR type."""

from dataclasses import dataclass

from xdsl.dialects.builtin import IndexType, IntegerType
from xdsl.ir import Attribute, Operation, SSAValue

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.converter import FunctionConverter
from microaot.emitc_backend.conversions.types import (
    BOOL,
    I32,
    I64,
    PTRDIFF,
    container_type,
    unsigned,
)
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class Counter:
    """How an induction variable of `type` counts in C.

    C computes in `int` or wider anyway, so a loop over i8 counts in `int32_t`: `i += step` then
    passes the upper bound without wrapping round.
    """

    type: IntegerType | IndexType
    unsigned: bool
    counting_type: Attribute

    @staticmethod
    def of(type: Attribute, op: Operation, *, is_unsigned: bool = False) -> "Counter":
        """The counter for bounds of `type`, compared as unsigned numbers if so said."""
        match type:
            case IndexType():
                signed = PTRDIFF
            case IntegerType() if type.bitwidth == 1 and not is_unsigned:
                raise OperationError(op, "counts in a signed i1, which has no positive step")
            case IntegerType() if type.bitwidth <= 64:
                signed = I32 if type.bitwidth <= 32 else I64
            case _:
                raise OperationError(op, f"counts in {type}, which has no counterpart in C99")
        return Counter(type, is_unsigned, unsigned(signed) if is_unsigned else signed)

    @property
    def _odd_width(self) -> int | None:
        """The width, for types that are narrower than the C type they live in."""
        if not isinstance(self.type, IntegerType) or self.type.bitwidth == 1:
            return None
        width = self.type.bitwidth
        return None if width == container_type(self.type).bitwidth else width

    def widen(self, c: FunctionConverter, value: SSAValue) -> SSAValue:
        """A bound or step as a value of the counting type."""
        if self.unsigned and value.type != BOOL:
            value = c.b.cast(value, unsigned(value.type))
        value = c.b.cast(value, self.counting_type)
        if self.unsigned and (width := self._odd_width) is not None:
            mask = c.b.constant((1 << width) - 1, self.counting_type)
            value = c.b.binary(emitc.BitwiseAndOp, value, mask)
        return value

    def narrow(self, c: FunctionConverter, counter: SSAValue) -> SSAValue:
        """The induction variable as MLIR's value."""
        if self.unsigned and (width := self._odd_width) is not None:
            signed = I32 if width <= 32 else I64
            sign = c.b.constant(1 << (width - 1), signed)
            flipped = c.b.binary(emitc.BitwiseXorOp, c.b.cast(counter, signed), sign)
            counter = c.b.binary(emitc.SubOp, flipped, sign)
        match self.type:
            case IndexType():
                return c.b.cast(counter, PTRDIFF)
            case IntegerType() if self.type.bitwidth == 1:
                return c.b.cast(counter, BOOL)
            case IntegerType():
                return c.b.cast(counter, container_type(self.type))
