"""Calls, and the loops and branches of scf."""

from itertools import product

import numpy as np
from xdsl.dialects import cf, func, scf
from xdsl.ir import Operation

from microaot.dialects.scf import ForallOp, UnsignedForOp
from microaot.dialects.tensor import ParallelInsertSliceOp
from microaot.tools.errors import OperationError
from microaot.tools.verify.interpreter.elements import Unknown, dtype_of, fit, unsigned
from microaot.tools.verify.interpreter.machine import Frame, Implementation, Values
from microaot.tools.verify.interpreter.slices import insert_slice
from microaot.tools.verify.interpreter.tensors import mixed


def _call(frame: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, func.CallOp)
    return frame.call(op, op.callee.root_reference.data, args)


def _assert(_: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, cf.AssertOp)
    if not np.all(args[0]):
        raise OperationError(op, f"fails: {op.msg.data}")
    return []


def _if(frame: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, scf.IfOp)
    region = op.true_region if args[0] else op.false_region
    return frame.run(region.block, ()) if region.blocks else []


def _for(frame: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, scf.ForOp)
    type = op.lb.type
    bounds = args[:3]
    if isinstance(op, UnsignedForOp):
        bounds = [unsigned(bound, type) for bound in bounds]
    lower, upper, step = map(int, bounds)
    if step <= 0:
        raise OperationError(op, f"has a step of {step}")
    carried = args[3:]
    for number in range(lower, upper, step):
        index = fit(np.asarray(number).astype(dtype_of(type)), type)
        carried = frame.run(op.body.block, [index, *carried])
    return carried


def _while(frame: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, scf.WhileOp)
    carried = args
    while True:
        condition, *values = frame.run(op.before_region.block, carried)
        if not condition:
            return values
        carried = frame.run(op.after_region.block, values)


def _index_switch(frame: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, scf.IndexSwitchOp)
    cases = dict(zip(op.cases.get_values(), op.case_regions, strict=True))
    return frame.run(cases.get(int(args[0]), op.default_region).block, ())


def _execute_region(frame: Frame, op: Operation, args: Values) -> Values:
    (region,) = op.regions
    if len(region.blocks) != 1:
        raise Unknown("branches between blocks, use scf")
    return frame.run(region.block, ())


def _forall(frame: Frame, op: Operation, args: Values) -> Values:
    assert isinstance(op, ForallOp)
    block, rest = op.region.block, [*args]
    bounds: list[list[int]] = []
    for static, dynamic in (
        (op.staticLowerBound, op.dynamicLowerBound),
        (op.staticUpperBound, op.dynamicUpperBound),
        (op.staticStep, op.dynamicStep),
    ):
        bounds.append(mixed(static, rest[: len(dynamic)]))
        rest = rest[len(dynamic) :]
    shared = rest
    arguments = block.args[len(block.args) - len(shared) :]
    last = block.last_op
    assert last is not None
    for indices in product(*map(range, *bounds)):
        # Each iteration sees the tensors as they were before all of them.
        frame.run(block, [*map(np.asarray, indices), *rest])
        for insert in last.regions[0].block.ops:
            if not isinstance(insert, ParallelInsertSliceOp):
                raise Unknown(f"'{insert.name}' in '{last.name}'")
            number = arguments.index(insert.dest)
            operands = [frame.values[operand] for operand in insert.operands]
            operands[1] = shared[number]
            shared = [*shared[:number], insert_slice(insert, operands), *shared[number + 1 :]]
    return shared


OPERATIONS: dict[str, Implementation] = {
    "func.call": _call,
    "cf.assert": _assert,
    "scf.if": _if,
    "scf.for": _for,
    "scf.while": _while,
    "scf.index_switch": _index_switch,
    "scf.execute_region": _execute_region,
    "scf.forall": _forall,
}
