"""Integers of MLIR's widths in C's types: how a value is widened, read as unsigned, cut back.

A converted value is *sign-extended in its container* (see `types`): i4 -1 is `(int8_t)-1`, and an
i1 is a `bool`. Conversions compute in a *wide* type, `int32_t` or larger, where C's promotions
change nothing, and cut the result back to the MLIR width.

```c
(int8_t)((int32_t)a + (int32_t)b)                 // arith.addi : i8
(int8_t)((((int32_t)a + b) & 15 ^ 8) - 8)         // arith.addi : i4
```
"""

from typing import TypeAlias

from xdsl.dialects.builtin import IndexType, IntegerAttr, IntegerType
from xdsl.ir import Attribute, SSAValue
from xdsl.utils.hints import isa

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.builder import EmitCBuilder
from microaot.emitc_backend.conversions.types import (
    CONTAINER_WIDTHS,
    I32,
    I64,
    PTRDIFF,
    SIZE,
    U32,
    U64,
    container_type,
    unsigned,
)

IntegerLike: TypeAlias = IntegerType | IndexType

SUFFIXES: dict[Attribute, str] = {
    I32: "i32",
    I64: "i64",
    U32: "u32",
    U64: "u64",
    PTRDIFF: "index",
    SIZE: "size",
}
"""How runtime helpers name the C types that they work on, see `suffix`."""


def width_of(type: IntegerLike) -> int | None:
    """The number of bits of an MLIR type; None for index, whose width is the target's."""
    return None if isinstance(type, IndexType) else type.bitwidth


def is_odd(type: IntegerLike) -> bool:
    """Whether C has no type of exactly this width; i1 counts, as no C integer has one bit."""
    return isinstance(type, IntegerType) and type.bitwidth not in CONTAINER_WIDTHS


def wide_type(type: IntegerLike) -> Attribute:
    """The signed C type to compute in: i32 for i1 to i32, i64 above, ptrdiff_t for index."""
    if isinstance(type, IndexType):
        return PTRDIFF
    return I32 if type.bitwidth <= 32 else I64


def has_room(type: IntegerLike, bits: int) -> bool:
    """Whether a signed number of `bits` bits fits into the wide type."""
    wide = wide_type(type)
    return isinstance(wide, IntegerType) and bits <= wide.bitwidth


def suffix(c_type: Attribute) -> str:
    """How a runtime helper names the C type it works on: `floor_div_i32`, `ctlz_u64`."""
    return SUFFIXES[c_type]


def constant_of(value: SSAValue) -> int | None:
    """The number that a converted value is known to be, as its C type has it."""
    if isinstance(op := value.owner, emitc.ConstantOp) and isa(op.value, IntegerAttr):
        return op.value.value.data
    return None


def wrap(value: int, width: int) -> int:
    """`value` modulo 2^width, as a signed number."""
    sign = 1 << (width - 1)
    return ((value & ((sign << 1) - 1)) ^ sign) - sign


def sign_extended(b: EmitCBuilder, value: SSAValue, type: IntegerLike) -> SSAValue:
    """The signed number that `value` of MLIR type `type` stands for, in the wide type."""
    if type == IntegerType(1):
        if (known := constant_of(value)) is not None:
            return b.constant(-(known & 1), I32)
        return b.unary(emitc.UnaryMinusOp, b.cast(value, I32))
    return b.cast(value, wide_type(type))


def as_unsigned(b: EmitCBuilder, value: SSAValue, type: IntegerLike) -> SSAValue:
    """The unsigned number that `value` stands for, in the narrowest C type that has it."""
    known = constant_of(value)
    if type == IntegerType(1):  # an attribute of i1 has -1 for true
        return value if known is None else b.constant(known & 1, I32)
    if not isinstance(type, IntegerType):
        return b.cast(value, SIZE) if known is None or known < 0 else b.constant(known, SIZE)
    if not is_odd(type):
        return b.cast(value, unsigned(value.type))
    mask = (1 << type.bitwidth) - 1
    if known is not None:
        return b.constant(known & mask, wide_type(type))
    wide = b.cast(value, wide_type(type))
    return b.binary(emitc.BitwiseAndOp, wide, b.constant(mask, wide.type))


def zero_extended(b: EmitCBuilder, value: SSAValue, type: IntegerLike) -> SSAValue:
    """The unsigned number that `value` stands for, in the wide type or its unsigned counterpart.

    What is narrower than the wide type stays signed: C's promotions do so too.
    """
    number, wide = as_unsigned(b, value, type), wide_type(type)
    return number if number.type in (U32, U64, unsigned(wide)) else b.cast(number, wide)


def wide_unsigned(b: EmitCBuilder, value: SSAValue, type: IntegerLike) -> SSAValue:
    """The unsigned number that `value` stands for, in the unsigned counterpart of the wide type."""
    return b.cast(as_unsigned(b, value, type), unsigned(wide_type(type)))


def modular(b: EmitCBuilder, value: SSAValue, type: IntegerLike) -> SSAValue:
    """`value` modulo 2^N of the wide type, as an unsigned number: to compute what may wrap around.

    What was just cast from there is taken as it was before, so that a chain of sums reads
    `(int32_t)((uint32_t)a + (uint32_t)b + (uint32_t)c)`.
    """
    target = unsigned(wide_type(type))
    if isinstance(op := value.owner, emitc.CastOp) and op.source.type == target:
        if value.type == wide_type(type):
            return op.source
    return b.cast(as_unsigned(b, value, type) if target == SIZE else value, target)


def narrow(b: EmitCBuilder, value: SSAValue, type: IntegerLike) -> SSAValue:
    """Cut a number in any C type to the low bits that are `type`, in its container."""
    if not isinstance(type, IntegerType):
        return b.cast(value, PTRDIFF)
    if not is_odd(type):
        return b.cast(value, container_type(type))
    if (known := constant_of(value)) is not None:
        number = wrap(known, type.bitwidth)
        return b.constant(number & 1 if type.bitwidth == 1 else number, _container(type))
    if type.bitwidth == 1:
        if isa(value.type, IntegerType) and value.type.bitwidth < 32:
            value = b.cast(value, I32)
        bit = b.binary(emitc.BitwiseAndOp, value, b.constant(1, value.type))
        return b.compare("ne", bit, b.constant(0, value.type))
    wide = b.cast(value, wide_type(type))
    mask, sign = (1 << type.bitwidth) - 1, 1 << (type.bitwidth - 1)
    low = b.binary(emitc.BitwiseAndOp, wide, b.constant(mask, wide.type))
    flipped = b.binary(emitc.BitwiseXorOp, low, b.constant(sign, wide.type))
    return b.cast(b.binary(emitc.SubOp, flipped, b.constant(sign, wide.type)), container_type(type))


def fitting(b: EmitCBuilder, value: SSAValue, type: IntegerLike) -> SSAValue:
    """Like `narrow`, for a signed number that is known to be in the range of `type`."""
    if type == IntegerType(1):
        return b.compare("ne", value, b.constant(0, value.type))
    return b.cast(value, _container(type))


def _container(type: IntegerLike) -> Attribute:
    if isinstance(type, IndexType):
        return PTRDIFF
    return type if type.bitwidth == 1 else container_type(type)


def is_true(value: SSAValue) -> bool:
    """Whether an emitc value is the constant `true`, which as a signed i1 is -1."""
    owner = value.owner
    return isinstance(owner, emitc.ConstantOp) and owner.value in _TRUE


_TRUE = (IntegerAttr(1, 1), IntegerAttr(-1, 1))
