"""scf to emitc: branches and inlined regions. Loops are in `scf_loops` and `scf_while`."""

from xdsl.dialects import scf
from xdsl.ir import Block, Operation, Region

from microaot.dialects import emitc
from microaot.emitc_backend.conversions import scf_forall, scf_loops, scf_while
from microaot.emitc_backend.conversions.converter import FunctionConverter, Handler
from microaot.emitc_backend.conversions.scf_sharing import (
    shared_variables,
    values_of_trivial_else,
)
from microaot.emitc_backend.conversions.scf_variables import (
    Variables,
    convert_body,
    declare,
    declare_initialized,
    forward,
    load,
    yield_to,
)
from microaot.tools.errors import OperationError


def convert_if(c: FunctionConverter, op: scf.IfOp) -> None:
    """`if (c) {} else {}`; results are variables that both branches assign.

    An else branch that only yields is the initial value instead: `r = b; if (c) { r = a; }`.
    """
    then_block = op.true_region.block
    else_block = op.false_region.blocks.first
    if (otherwise := values_of_trivial_else(op)) is not None:
        results = [
            shared_variables(c, result, value, op)
            or declare_initialized(c, value, op, result.name_hint)
            if result.uses
            else None
            for result, value in zip(op.output, otherwise, strict=True)
        ]
        else_block = None
    else:
        results = declare_results(c, op)
    then, other = c.b.if_else(c.value(op.cond), otherwise=else_block is not None)
    convert_branch(c, then_block, then, results)
    if else_block is not None and other is not None:
        convert_branch(c, else_block, other, results)
    load_results(c, op, results)


def convert_index_switch(c: FunctionConverter, op: scf.IndexSwitchOp) -> None:
    """`switch (x) { case 2: ... default: ... }`."""
    results = declare_results(c, op)
    default, cases = Block(), [Block() for _ in op.case_regions]
    regions = [Region(block) for block in cases]
    values = op.cases.get_values()
    c.b.insert(emitc.SwitchOp(c.value(op.arg), values, Region(default), regions))
    convert_branch(c, op.default_region.block, default, results)
    for region, block in zip(op.case_regions, cases, strict=True):
        convert_branch(c, region.block, block, results)
    load_results(c, op, results)


def convert_execute_region(c: FunctionConverter, op: scf.ExecuteRegionOp) -> None:
    """The ops of the region, in place."""
    if len(op.region.blocks) != 1:
        raise OperationError(op, "has a region with several blocks, which cannot be inlined")
    terminator = convert_body(c, op.region.block)
    for result, value in zip(op.outs, terminator.operands, strict=True):
        forward(c, result, value)


def declare_results(c: FunctionConverter, op: Operation) -> list[Variables | None]:
    """Variables for the results that anybody uses."""
    return [declare(c, r, op, r.name_hint) if r.uses else None for r in op.results]


def convert_branch(
    c: FunctionConverter, old: Block, new: Block, results: list[Variables | None]
) -> None:
    """Convert `old` into `new` and assign what it yields."""
    with c.b.at_end_of(new):
        yield_to(c, results, convert_body(c, old))


def load_results(c: FunctionConverter, op: Operation, results: list[Variables | None]) -> None:
    """Bind the results to what the branches assigned."""
    c.b.location = op.location
    for result, variables in zip(op.results, results, strict=True):
        if variables is not None:
            load(c, variables, result, op)


CONVERSIONS: dict[type[Operation], Handler] = {
    scf.IfOp: convert_if,
    scf.IndexSwitchOp: convert_index_switch,
    scf.ExecuteRegionOp: convert_execute_region,
    **scf_loops.CONVERSIONS,
    **scf_forall.CONVERSIONS,
    **scf_while.CONVERSIONS,
}
"""Terminators have no entry: the op around a region decides what they mean."""
