"""arith ops to emitc: constants here, everything else from the tables of `arith_*`."""

from xdsl.dialects import arith
from xdsl.dialects.builtin import FloatAttr, IntegerAttr, IntegerType
from xdsl.ir import Operation

from microaot.emitc_backend.conversions import (
    arith_cast,
    arith_compare,
    arith_extended,
    arith_float,
    arith_integer,
)
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.floats import bits_of_constant, format_of
from microaot.emitc_backend.conversions.integers import wrap
from microaot.emitc_backend.conversions.types import U16
from microaot.tools.errors import OperationError


def _convert_constant(c: FunctionConverter, op: arith.ConstantOp) -> None:
    target = c.scalar_type(type := op.result.type, op)
    match op.value:
        case IntegerAttr():
            number = op.value.value.data
            if isinstance(type, IntegerType):
                number = number & 1 if type.bitwidth == 1 else wrap(number, type.bitwidth)
            c.bind(op.result, c.b.constant(number, target))
        case FloatAttr() if format_of(type).is_bits:
            c.bind(op.result, c.b.constant(bits_of_constant(op.value), U16))
        case FloatAttr():
            c.bind(op.result, c.b.constant_attr(op.value, target))
        case _:
            raise OperationError(op, "is not a scalar")


CONVERSIONS: dict[type[Operation], Handler] = {
    arith.ConstantOp: _convert_constant,
    **arith_integer.CONVERSIONS,
    **arith_extended.CONVERSIONS,
    **arith_float.CONVERSIONS,
    **arith_compare.CONVERSIONS,
    **arith_cast.CONVERSIONS,
}
