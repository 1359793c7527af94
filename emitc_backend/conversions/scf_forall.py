"""scf.forall to emitc: one thread after another."""

from collections.abc import Sequence
from contextlib import ExitStack

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.ir import Operation, SSAValue

from microaot.dialects.scf import ForallOp
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.scf_loops import open_loops
from microaot.emitc_backend.conversions.scf_variables import convert_body
from microaot.emitc_backend.conversions.types import PTRDIFF
from microaot.tools.errors import OperationError


def convert_forall(c: FunctionConverter, op: ForallOp) -> None:
    """Nested loops, one thread after another."""
    if op.results:
        raise OperationError(op, "has results: bufferize it first")
    lower, upper, step = (
        mixed_values(c, static.get_values(), dynamic)
        for static, dynamic in (
            (op.staticLowerBound, op.dynamicLowerBound),
            (op.staticUpperBound, op.dynamicUpperBound),
            (op.staticStep, op.dynamicStep),
        )
    )
    with ExitStack() as stack:
        open_loops(c, stack, op.region.block.args, lower, upper, step)
        convert_body(c, op.region.block)


def mixed_values(
    c: FunctionConverter, static: Sequence[int], dynamic: Sequence[SSAValue]
) -> list[SSAValue]:
    """Bounds of which some are attributes and the others operands."""
    remaining = iter(c.values(dynamic))
    return [next(remaining) if s == DYNAMIC_INDEX else c.b.constant(s, PTRDIFF) for s in static]


CONVERSIONS: dict[type[Operation], Handler] = {ForallOp: convert_forall}
