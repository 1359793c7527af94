"""Floats in C's types: f16 and bf16 values are bits, computed on as `float`.

Each op rounds its result, as MLIR has it. One operation in `float` and a second rounding to 16
bits is exact for `+ - * /` and square roots: 24 bits are more than twice the 11 of f16, plus 2.
"""

from dataclasses import dataclass
from typing import TypeAlias

from xdsl.dialects.builtin import AnyFloat, BFloat16Type, Float16Type, Float64Type, FloatAttr
from xdsl.ir import Attribute, SSAValue

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.builder import EmitCBuilder
from microaot.emitc_backend.conversions.types import F32, F64, U16

AnyFloatAttr: TypeAlias = FloatAttr[AnyFloat]


@dataclass(frozen=True)
class FloatFormat:
    """What conversions need to know of an MLIR float type."""

    name: str
    """As in the names of runtime helpers."""
    computed_as: Attribute
    """The C type that arithmetic on it takes place in."""
    largest: float
    """The largest finite number."""
    smallest_normal: float

    @property
    def is_bits(self) -> bool:
        """Whether values are kept as 16 bits, for lack of a C type."""
        return self.name in ("f16", "bf16")


F16_FORMAT = FloatFormat("f16", F32, 65504.0, 2.0**-14)
BF16_FORMAT = FloatFormat("bf16", F32, (2.0 - 2.0**-7) * 2.0**127, 2.0**-126)
F32_FORMAT = FloatFormat("f32", F32, (2.0 - 2.0**-23) * 2.0**127, 2.0**-126)
F64_FORMAT = FloatFormat("f64", F64, (2.0 - 2.0**-52) * 2.0**1023, 2.0**-1022)


def format_of(type: Attribute) -> FloatFormat:
    """The format of a type that has a counterpart in C."""
    match type:
        case Float16Type():
            return F16_FORMAT
        case BFloat16Type():
            return BF16_FORMAT
        case Float64Type():
            return F64_FORMAT
        case _:
            return F32_FORMAT


def to_computed(b: EmitCBuilder, value: SSAValue, type: Attribute) -> SSAValue:
    """`value` of MLIR type `type` as a `float` or `double`; exact."""
    fmt = format_of(type)
    if not fmt.is_bits:
        return value
    if isinstance(op := value.owner, emitc.ConstantOp):
        bits = op.value.value.data  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]  # constants of ui16 are integers
        return b.constant(float_of_bits(int(bits), type), F32)  # pyright: ignore[reportUnknownArgumentType]  # see above
    return b.call(f"{fmt.name}_to_f32", [value], F32)


def from_computed(b: EmitCBuilder, value: SSAValue, type: Attribute) -> SSAValue:
    """Round a `float` or `double` to MLIR type `type`, once."""
    fmt = format_of(type)
    if not fmt.is_bits:
        return b.cast(value, fmt.computed_as)
    return b.call(f"{'f64' if value.type == F64 else 'f32'}_to_{fmt.name}", [value], U16)


def bits_of_constant(value: AnyFloatAttr) -> int:
    """The 16 bits that encode an f16 or bf16 constant."""
    return int.from_bytes(value.type.pack((value.value.data,)), "little")


def float_of_bits(bits: int, type: Attribute) -> float:
    """The number that 16 bits of f16 or bf16 encode."""
    assert isinstance(type, Float16Type | BFloat16Type)
    return type.unpack(bits.to_bytes(2, "little"), 1)[0]
