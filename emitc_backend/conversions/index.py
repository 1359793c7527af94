"""index ops to emitc: arith's ops on `ptrdiff_t`, with names of their own."""

from typing import cast

from xdsl.dialects.builtin import IndexType
from xdsl.ir import Operation

from microaot.dialects import emitc, index
from microaot.emitc_backend.conversions import arith_integer as integer
from microaot.emitc_backend.conversions.arith_cast import extend_signed, extend_unsigned
from microaot.emitc_backend.conversions.arith_compare import compare_integers
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.integers import IntegerLike
from microaot.emitc_backend.conversions.types import BOOL, PTRDIFF

FUNCTIONS: dict[type[Operation], integer.IntegerFunction] = {
    index.AddOp: integer.ADD,
    index.SubOp: integer.SUB,
    index.MulOp: integer.MUL,
    index.DivSOp: integer.DIV_SIGNED,
    index.DivUOp: integer.DIV_UNSIGNED,
    index.RemSOp: integer.REM_SIGNED,
    index.RemUOp: integer.REM_UNSIGNED,
    index.CeilDivSOp: integer.CEIL_DIV_SIGNED,
    index.CeilDivUOp: integer.ceil_div_unsigned,
    index.FloorDivSOp: integer.FLOOR_DIV_SIGNED,
    index.AndOp: integer.AND,
    index.OrOp: integer.OR,
    index.XOrOp: integer.XOR,
    index.ShlOp: integer.shift_left,
    index.ShrSOp: integer.shift_right_signed,
    index.ShrUOp: integer.shift_right_unsigned,
    index.MaxSOp: integer.MAX_SIGNED,
    index.MaxUOp: integer.MAX_UNSIGNED,
    index.MinSOp: integer.MIN_SIGNED,
    index.MinUOp: integer.MIN_UNSIGNED,
}

WIDTH_IN_BITS = "(ptrdiff_t)(8 * sizeof(ptrdiff_t))"


def _convert_binary(c: FunctionConverter, op: Operation) -> None:
    lhs, rhs = c.values(op.operands)
    c.bind(op.results[0], FUNCTIONS[type(op)](c.b, lhs, rhs, IndexType()))


def _convert_casts(c: FunctionConverter, op: index.CastSOp) -> None:
    source, target = _types(c, op)
    c.bind(op.output, extend_signed(c.b, c.value(op.input), source, target))


def _convert_castu(c: FunctionConverter, op: index.CastUOp) -> None:
    source, target = _types(c, op)
    c.bind(op.output, extend_unsigned(c.b, c.value(op.input), source, target))


def _types(c: FunctionConverter, op: index.CastOp) -> tuple[IntegerLike, IntegerLike]:
    c.scalar_type(op.input.type, op)
    c.scalar_type(op.output.type, op)
    return cast(IntegerLike, op.input.type), op.output.type


def _convert_cmp(c: FunctionConverter, op: index.CmpOp) -> None:
    lhs, rhs = c.values(op.operands)
    c.bind(op.result, compare_integers(c.b, op.pred.data.value, lhs, rhs, IndexType()))


def _convert_constant(c: FunctionConverter, op: index.ConstantOp) -> None:
    c.bind(op.result, c.b.constant(op.value.value.data, PTRDIFF))


def _convert_bool_constant(c: FunctionConverter, op: index.BoolConstantOp) -> None:
    c.bind(op.result, c.b.constant(op.value.value.data & 1, BOOL))


def _convert_sizeof(c: FunctionConverter, op: index.SizeOfOp) -> None:
    c.bind(op.result, c.b.insert(emitc.LiteralOp(WIDTH_IN_BITS, PTRDIFF)).results[0])


CONVERSIONS: dict[type[Operation], Handler] = {
    **dict.fromkeys(FUNCTIONS, _convert_binary),
    index.CastSOp: _convert_casts,
    index.CastUOp: _convert_castu,
    index.CmpOp: _convert_cmp,
    index.ConstantOp: _convert_constant,
    index.BoolConstantOp: _convert_bool_constant,
    index.SizeOfOp: _convert_sizeof,
}
