"""scf to emitc: loops that count."""

from collections.abc import Sequence
from contextlib import ExitStack

from xdsl.dialects import scf
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Operation, SSAValue

from microaot.dialects.scf_syntax import UnsignedForOp
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.scf_counter import Counter
from microaot.emitc_backend.conversions.scf_sharing import shared_variables
from microaot.emitc_backend.conversions.scf_variables import (
    Variables,
    convert_body,
    declare_initialized,
    forward,
    load,
    yield_to,
)


def convert_for(c: FunctionConverter, op: scf.ForOp) -> None:
    """`for (ptrdiff_t i = lb; i < ub; i += step)`.

    A loop-carried value that every iteration passes on unchanged (often a memref) needs no
    variable: it is what it was before the loop.
    """
    induction_variable, *arguments = op.body.block.args
    yielded = op.body.block.last_op
    assert yielded is not None
    counter = Counter.of(induction_variable.type, op, is_unsigned=isinstance(op, UnsignedForOp))
    lower, upper, step = (counter.widen(c, c.value(v)) for v in (op.lb, op.ub, op.step))

    carried: list[Variables | None] = []
    for argument, initial, new, result in zip(
        arguments, op.iter_args, yielded.operands, op.res, strict=True
    ):
        if new is argument:
            carried.append(None)
            forward(c, argument, initial)
            forward(c, result, initial)
        else:
            hint = argument.name_hint or result.name_hint
            shared = shared_variables(c, result, initial, op)
            carried.append(shared or declare_initialized(c, initial, op, hint))

    body = c.b.for_loop(lower, upper, step, induction_variable.name_hint)
    with c.b.at_end_of(body):
        if induction_variable.uses:
            c.bind(induction_variable, counter.narrow(c, body.args[0]))
        for variables, argument in zip(carried, arguments, strict=True):
            if variables is not None:
                load(c, variables, argument, op)
        yield_to(c, carried, convert_body(c, op.body.block))
    c.b.location = op.location
    for variables, result in zip(carried, op.res, strict=True):
        if variables is not None:
            load(c, variables, result, op)


def convert_parallel(c: FunctionConverter, op: scf.ParallelOp) -> None:
    """Nested loops; each reduction folds into a variable, in the order of the iterations."""
    reduce = op.body.block.last_op
    assert isinstance(reduce, scf.ReduceOp)
    accumulators = [
        declare_initialized(c, initial, op, result.name_hint)
        for initial, result in zip(op.initVals, op.res, strict=True)
    ]
    with ExitStack() as stack:
        bounds = (c.values(v) for v in (op.lowerBound, op.upperBound, op.step))
        open_loops(c, stack, op.body.block.args, *bounds)
        convert_body(c, op.body.block)
        for accumulator, value, region in zip(
            accumulators, reduce.args, reduce.reductions, strict=True
        ):
            lhs, rhs = region.block.args
            load(c, accumulator, lhs, reduce)
            forward(c, rhs, value)
            yield_to(c, [accumulator], convert_body(c, region.block))
    c.b.location = op.location
    for accumulator, result in zip(accumulators, op.res, strict=True):
        load(c, accumulator, result, op)


def open_loops(
    c: FunctionConverter,
    stack: ExitStack,
    induction_variables: Sequence[SSAValue],
    lower: Sequence[SSAValue],
    upper: Sequence[SSAValue],
    step: Sequence[SSAValue],
) -> None:
    """Begin a nest of loops over `index`; ops go to the innermost body until `stack` closes."""
    assert all(isinstance(variable.type, IndexType) for variable in induction_variables)
    bounds = zip(induction_variables, lower, upper, step, strict=True)
    for variable, first, last, increment in bounds:
        body = c.b.for_loop(first, last, increment, variable.name_hint)
        c.bind(variable, body.args[0])
        stack.enter_context(c.b.at_end_of(body))


CONVERSIONS: dict[type[Operation], Handler] = {
    scf.ForOp: convert_for,
    UnsignedForOp: convert_for,
    scf.ParallelOp: convert_parallel,
}
