"""Programs on tensors in the form that is analyzed: simple ops, nothing that is not needed."""

from xdsl.dialects import arith, bufferization, func, scf, tensor
from xdsl.dialects.builtin import UnitAttr
from xdsl.ir import Block, Operation, Region, Use
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects.bufferization import DeallocTensorOp, MaterializeInDestinationOp, ToTensorOp
from microaot.dialects.scf import ForallOp
from microaot.dialects.tensor import ParallelInsertSliceOp
from microaot.passes.bufferization.decompose import Builder, decompose
from microaot.passes.bufferization.effects import VIEWS, effects_of, is_tensor
from microaot.passes.bufferization.memory import same_slice
from microaot.passes.integers.dense_data import dense_constant, element_at, is_uniform


def normalize(function: func.FuncOp) -> None:
    """Bring the body of a function into the form that is analyzed."""
    for op in _ops(function):
        match op:
            case scf.ExecuteRegionOp() if len(op.region.blocks) == 1 and any(
                map(is_tensor, op.results)
            ):
                _inline(op)
            case DeallocTensorOp():
                Rewriter.erase_op(op)
            case scf.ForOp():
                _drop_unchanged(op)
            case bufferization.MaterializeInDestinationOp() if not op.results:
                _materialize_as_tensor(op)
            case _:
                decompose(op)
    for op in _ops(function):
        if isinstance(op, ForallOp):
            _read_before(op)
    _erase_unused(function)
    for op in _ops(function):
        if isinstance(op, arith.ConstantOp):
            _fill_instead(op)
        elif op.name == "linalg.fill" and op.results:
            _one_for_each_writer(op)
    for op in _ops(function):
        if isinstance(op, tensor.EmptyOp):
            _one_for_each_user(op)


def _ops(function: func.FuncOp) -> list[Operation]:
    return [*function.walk()]


def _inline(op: scf.ExecuteRegionOp) -> None:
    last = op.region.block.last_op
    assert last is not None
    values = [*last.operands]
    Rewriter.erase_op(last)
    Rewriter.inline_block(op.region.block, InsertPoint.before(op))
    for result, value in zip(op.results, values, strict=True):
        result.replace_all_uses_with(value)
    Rewriter.erase_op(op)


def _drop_unchanged(op: scf.ForOp) -> None:
    """A tensor that a loop hands on as it is need not be carried."""
    block, last = op.body.block, op.body.block.last_op
    assert last is not None
    carried = zip(op.iter_args, block.args[1:], last.operands, op.results, strict=True)
    kept: list[int] = []
    for index, (init, argument, value, result) in enumerate(carried):
        if value is argument and is_tensor(argument):
            argument.replace_all_uses_with(init)
            result.replace_all_uses_with(init)
        else:
            kept.append(index)
    if len(kept) == len(op.results):
        return
    for index in reversed(range(len(op.results))):
        if index not in kept:
            last.operands = [*last.operands[:index], *last.operands[index + 1 :]]
            block.erase_arg(block.args[index + 1])
    inits = [op.iter_args[index] for index in kept]
    loop = scf.ForOp(op.lb, op.ub, op.step, inits, op.detach_region(op.body))
    loop.location, loop.attributes = op.location, op.attributes
    Rewriter.insert_op(loop, InsertPoint.before(op))
    for index, new in zip(kept, loop.results, strict=True):
        new.name_hint = op.results[index].name_hint
        op.results[index].replace_all_uses_with(new)
    op.add_region(Region(Block()))
    Rewriter.erase_op(op)


def _materialize_as_tensor(op: bufferization.MaterializeInDestinationOp) -> None:
    """A buffer to write to is a tensor to write over, if nobody else looks at it."""
    target = op.dest
    if not isinstance(target.owner, Block) or len({*target.uses}) != 1 or op.restrict is None:
        return
    given = ToTensorOp.create(
        operands=[target],
        result_types=[op.source.type],
        properties={"restrict": UnitAttr(), "writable": UnitAttr()},
    )
    given.location = op.location
    Rewriter.insert_op(given, InsertPoint.at_start(target.owner))
    new = MaterializeInDestinationOp.create(
        operands=[op.source, given.tensor], result_types=[op.source.type]
    )
    new.location = op.location
    Rewriter.insert_op(new, InsertPoint.before(op))
    Rewriter.erase_op(op)


def _read_before(op: ForallOp) -> None:
    """Iterations read what a shared result was before the loop, but for the slice that they
    replace themselves."""
    first = len(op.operands) - len(op.outputs)
    arguments = op.region.block.args[len(op.region.block.args) - len(op.outputs) :]
    for argument, init in zip(arguments, op.operands[first:], strict=True):
        uses = [*argument.uses]
        users = [use.operation for use in uses]
        inserts = [user for user in users if isinstance(user, ParallelInsertSliceOp)]
        for use in uses:
            user = use.operation
            if isinstance(user, ParallelInsertSliceOp) and use.index == 1:
                continue
            if isinstance(user, tensor.ExtractSliceOp) and any(
                same_slice(user, insert) for insert in inserts
            ):
                continue
            user.operands[use.index] = init


def _erase_unused(function: func.FuncOp) -> None:
    pure = (*VIEWS, tensor.EmptyOp, tensor.ExtractOp, tensor.InsertSliceOp, tensor.InsertOp)
    for op in reversed(_ops(function)):
        unused = bool(op.results) and not any(result.uses for result in op.results)
        if unused and (
            isinstance(op, (*pure, arith.ConstantOp, tensor.DimOp))
            or (isinstance(op, scf.ForOp) and not op.results)
        ):
            Rewriter.erase_op(op)


def _fill_instead(op: arith.ConstantOp) -> None:
    """A tensor full of one number is filled where an op writes over it."""
    data = dense_constant(op.result)
    if data is None or not is_uniform(data):
        return
    if (element := element_at(data, 0)) is None:
        return
    for use in [*op.result.uses]:
        reads = _reads_what_it_writes_over(use)
        if reads is not None:
            b = Builder(use.operation)
            filled = b.empty(op.result.type)
            if reads:
                filled = b.fill(b.add(arith.ConstantOp(element)), filled)
            use.operation.operands[use.index] = filled
    if not op.result.uses:
        Rewriter.erase_op(op)


def _one_for_each_writer(op: Operation) -> None:
    """It is cheaper to fill a tensor again than to copy it."""
    if not isinstance(op.operands[1].owner, tensor.EmptyOp):
        return
    result = op.results[0]
    for use in [*result.uses]:
        if len({*result.uses}) > 1 and _reads_what_it_writes_over(use) is not None:
            clone = op.clone()
            clone.location = op.location
            clone.results[0].name_hint = result.name_hint
            Rewriter.insert_op(clone, InsertPoint.before(use.operation))
            use.operation.operands[use.index] = clone.results[0]


def _reads_what_it_writes_over(use: Use) -> bool | None:
    """For an operand that is written over, whether it is read; None for others."""
    if isinstance(use.operation, scf.ForOp):
        return True if use.index > 2 else None
    ties = effects_of(use.operation).ties
    return next((tie.reads for tie in ties if tie.operand == use.index), None)


def _one_for_each_user(op: tensor.EmptyOp) -> None:
    """Whoever writes over an empty tensor has one of its own."""
    for use in [*op.tensor.uses][1:]:
        clone = op.clone()
        clone.location = op.location
        clone.tensor.name_hint = op.tensor.name_hint
        Rewriter.insert_op(clone, InsertPoint.after(op))
        use.operation.operands[use.index] = clone.tensor
