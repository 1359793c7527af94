"""Branches and loops on tensors become those of scf, with the condition as a scalar."""

from collections.abc import Sequence

from xdsl.dialects import scf, tensor
from xdsl.dialects.builtin import i1
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects.tosa.control_flow import IfOp, WhileOp, YieldOp
from microaot.passes.tosa.emitter import Emitter, shape_of


def lower_if(e: Emitter, op: IfOp) -> None:
    """Inner values are used instead of the arguments of the graphs."""
    condition = e.only_element(op.condition)
    regions: list[Region] = []
    for graph in (op.then_graph, op.else_graph):
        block = graph.block
        for argument, value in zip([*block.args], op.input_list, strict=True):
            argument.replace_all_uses_with(value)
            block.erase_arg(argument)
        _replace_yield(block)
        regions.append(op.detach_region(graph))
    then, otherwise = regions
    _replace(e, op, scf.IfOp(condition, list(op.output_list.types), then, otherwise))


def lower_while(e: Emitter, op: WhileOp) -> None:
    """The first graph decides, and hands the state on to the second."""
    before = op.cond_graph.block
    last = before.last_op
    assert isinstance(last, YieldOp)
    condition = last.inputs[0]
    indices = [e.index(0)] * len(shape_of(condition))
    scalar = tensor.ExtractOp(condition, indices, i1)
    decide = scf.ConditionOp(scalar.result, *before.args)
    scalar.location = decide.location = last.location
    Rewriter.erase_op(last)
    before.add_ops([scalar, decide])
    _replace_yield(op.body_graph.block)
    regions = [op.detach_region(graph) for graph in (op.cond_graph, op.body_graph)]
    types = list(op.output_list.types)
    _replace(e, op, scf.WhileOp([*op.input_list], types, *regions))


def _replace_yield(block: Block) -> None:
    last = block.last_op
    assert isinstance(last, YieldOp)
    new = scf.YieldOp(*last.inputs)
    new.location = last.location
    Rewriter.replace_op(last, new)


def _replace(e: Emitter, op: Operation, new: Operation) -> None:
    new.location = e.location
    _insert(new, op)
    results: Sequence[SSAValue] = new.results
    for old, value in zip(op.results, results, strict=True):
        value.name_hint = old.name_hint
        old.replace_all_uses_with(value)
    Rewriter.erase_op(op)


def _insert(new: Operation, before: Operation) -> None:
    Rewriter.insert_op(new, InsertPoint.before(before))
