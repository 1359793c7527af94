"""arith's casts between integers, index and floats."""

from typing import cast

from xdsl.dialects import arith
from xdsl.dialects.builtin import AnyFloat, IntegerType
from xdsl.ir import Attribute, Operation, SSAValue

from microaot.dialects.arith import IndexCastUIOp
from microaot.emitc_backend.conversions.builder import EmitCBuilder
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.floats import format_of, from_computed, to_computed
from microaot.emitc_backend.conversions.integers import (
    IntegerLike,
    as_unsigned,
    fitting,
    narrow,
    sign_extended,
    suffix,
)
from microaot.emitc_backend.conversions.types import (
    F32,
    F64,
    I32,
    I64,
    U16,
    U32,
    U64,
    unsigned,
)
from microaot.tools.errors import OperationError

# Integer to integer


def extend_signed(
    b: EmitCBuilder, value: SSAValue, source: IntegerLike, target: IntegerLike
) -> SSAValue:
    """Sign-extend or truncate, whichever the widths ask for; serves extsi and index_cast."""
    if source == IntegerType(1):
        return fitting(b, sign_extended(b, value, source), target)
    if _is_wider(target, source):
        return fitting(b, value, target)
    return narrow(b, value, target)


def extend_unsigned(
    b: EmitCBuilder, value: SSAValue, source: IntegerLike, target: IntegerLike
) -> SSAValue:
    """Zero-extend or truncate; serves extui and index_castui."""
    number = as_unsigned(b, value, source)
    if _is_wider(target, source):
        return fitting(b, number, target)
    return narrow(b, number, target)


def _is_wider(target: IntegerLike, source: IntegerLike) -> bool:
    """Whether every value of `source` is one of `target`, also as an unsigned number."""
    return (
        isinstance(source, IntegerType)
        and isinstance(target, IntegerType)
        and source.bitwidth < target.bitwidth
    )


def _convert_extsi(c: FunctionConverter, op: Operation) -> None:
    source, target = _integer_types(c, op)
    c.bind(op.results[0], extend_signed(c.b, c.value(op.operands[0]), source, target))


def _convert_extui(c: FunctionConverter, op: Operation) -> None:
    source, target = _integer_types(c, op)
    c.bind(op.results[0], extend_unsigned(c.b, c.value(op.operands[0]), source, target))


def _integer_types(c: FunctionConverter, op: Operation) -> tuple[IntegerLike, IntegerLike]:
    source, target = op.operands[0].type, op.results[0].type
    c.scalar_type(source, op)
    c.scalar_type(target, op)
    return cast(IntegerLike, source), cast(IntegerLike, target)


# Integer to float


def _convert_sitofp(c: FunctionConverter, op: arith.SIToFPOp) -> None:
    source = cast(IntegerType, op.input.type)
    c.scalar_type(source, op)
    c.scalar_type(op.result.type, op)
    number = c.value(op.input)
    if source.bitwidth == 1:
        number = sign_extended(c.b, number, source)
    c.bind(op.result, _round_integer(c.b, number, source.bitwidth, op.result.type))


def _convert_uitofp(c: FunctionConverter, op: arith.UIToFPOp) -> None:
    source = cast(IntegerType, op.input.type)
    c.scalar_type(source, op)
    c.scalar_type(op.result.type, op)
    number = as_unsigned(c.b, c.value(op.input), source)
    c.bind(op.result, _round_integer(c.b, number, source.bitwidth, op.result.type))


def _round_integer(b: EmitCBuilder, number: SSAValue, width: int, target: Attribute) -> SSAValue:
    """Round an integer of `width` bits to a float type, once."""
    fmt = format_of(target)
    if not fmt.is_bits:
        return b.cast(number, fmt.computed_as)
    if width <= 24:  # exact in a float
        return from_computed(b, b.cast(number, F32), target)
    if width <= 53 or fmt.name == "f16":  # exact in a double; or, if above 2^53, infinity in f16
        return from_computed(b, b.cast(number, F64), target)
    return b.call(f"{suffix(number.type)}_to_{fmt.name}", [number], U16)


# Float to integer: values out of range are poison, as they are undefined in C


def _convert_fptosi(c: FunctionConverter, op: arith.FPToSIOp) -> None:
    target = op.result.type
    c.scalar_type(target, op)
    number = to_computed(c.b, c.value(op.input), op.input.type)
    wide = I32 if target.bitwidth <= 32 else I64
    c.bind(op.result, fitting(c.b, c.b.cast(number, wide), target))


def _convert_fptoui(c: FunctionConverter, op: arith.FPToUIOp) -> None:
    target = op.result.type
    c.scalar_type(target, op)
    number = to_computed(c.b, c.value(op.input), op.input.type)
    wide = I32 if target.bitwidth < 32 else U32 if target.bitwidth == 32 else U64
    c.bind(op.result, narrow(c.b, c.b.cast(number, wide), target))


# Float to float


def _convert_extf(c: FunctionConverter, op: arith.ExtFOp) -> None:
    c.scalar_type(op.input.type, op)
    target = c.scalar_type(op.result.type, op)
    c.bind(op.result, c.b.cast(to_computed(c.b, c.value(op.input), op.input.type), target))


def _convert_truncf(c: FunctionConverter, op: arith.TruncFOp) -> None:
    c.scalar_type(op.input.type, op)
    c.scalar_type(op.result.type, op)
    if _rounding_mode(op) not in (None, 0):
        raise OperationError(op, "rounds otherwise than to nearest even, which C cannot do")
    number = to_computed(c.b, c.value(op.input), op.input.type)
    c.bind(op.result, from_computed(c.b, number, op.result.type))


def _rounding_mode(op: Operation) -> int | None:
    mode = op.properties.get("roundingmode") or op.attributes.get("roundingmode")
    return None if mode is None else int(getattr(getattr(mode, "value", None), "data", -1))


# Same bits, other type


def _convert_bitcast(c: FunctionConverter, op: arith.BitcastOp) -> None:
    source = op.input.type
    target = c.scalar_type(op.result.type, op)
    value = c.value(op.input)
    if op.result.type == source:
        c.bind(op.result, value)
        return
    if isinstance(source, AnyFloat) and not format_of(source).is_bits:
        bits = U32 if source.bitwidth == 32 else U64
        value = c.b.call(f"bits_of_{format_of(source).name}", [value], bits)
    if isinstance(op.result.type, AnyFloat) and not format_of(op.result.type).is_bits:
        name = f"{format_of(op.result.type).name}_of_bits"
        value = c.b.call(name, [c.b.cast(value, unsigned(value.type))], target)
    c.bind(op.result, c.b.cast(value, target))


CONVERSIONS: dict[type[Operation], Handler] = {
    arith.ExtSIOp: _convert_extsi,
    arith.ExtUIOp: _convert_extui,
    arith.TruncIOp: _convert_extsi,
    arith.IndexCastOp: _convert_extsi,
    IndexCastUIOp: _convert_extui,
    arith.SIToFPOp: _convert_sitofp,
    arith.UIToFPOp: _convert_uitofp,
    arith.FPToSIOp: _convert_fptosi,
    arith.FPToUIOp: _convert_fptoui,
    arith.ExtFOp: _convert_extf,
    arith.TruncFOp: _convert_truncf,
    arith.BitcastOp: _convert_bitcast,
}
