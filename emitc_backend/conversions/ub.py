"""ub to emitc: any value will do for one that nobody may depend on."""

from xdsl.dialects import ub
from xdsl.dialects.builtin import MemRefType
from xdsl.ir import Operation
from xdsl.utils.hints import isa

from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.memref import empty_view


def convert_poison(c: FunctionConverter, op: ub.PoisonOp) -> None:
    """Zero, or a null pointer."""
    if isa(type := op.result.type, MemRefType):
        c.bind_view(op.result, empty_view(c, type, op))
    else:
        c.bind(op.result, c.b.constant(0, c.scalar_type(type, op)))


CONVERSIONS: dict[type[Operation], Handler] = {ub.PoisonOp: convert_poison}
