"""Which tensors share memory: each op writes in place where nobody misses what was there."""

from collections.abc import Sequence

from xdsl.dialects import arith, bufferization, func, scf, tensor
from xdsl.dialects.builtin import TensorType
from xdsl.ir import Block, Operation, SSAValue

from microaot.dialects.scf import ForallOp
from microaot.dialects.tensor import ParallelInsertSliceOp
from microaot.passes.bufferization.effects import VIEWS, effects_of, is_tensor
from microaot.passes.bufferization.facts import Facts
from microaot.passes.bufferization.memory import Copy, Memory, same_slice, unite


class Analysis(Facts):
    """Decides for each tensor of a function where it is, in the order of the ops."""

    def __init__(self, function: func.FuncOp, outputs: set[SSAValue]) -> None:
        super().__init__(function, outputs)
        self._written_over: dict[SSAValue, SSAValue] = {}
        arguments = [value for value in function.body.block.args if is_tensor(value)]
        results = sum(isinstance(type, TensorType) for type in function.function_type.outputs)
        self._destinations = arguments[len(arguments) - results :]
        for argument in arguments:
            writable = argument in self._destinations
            self._new_memory(argument, given=True, writable=writable)
        self._decide(function.body.block)

    def _new_memory(self, base: SSAValue, *, given: bool = False, writable: bool = True) -> None:
        self.memory[base] = Memory(base, given, writable)
        self.place[base] = base

    def _put(self, value: SSAValue, where: SSAValue) -> None:
        """Store a tensor where another one is."""
        self.memory[value], self.place[value] = self.memory[where], self.place[where]
        self._written_over[value] = where

    def _decide(self, block: Block) -> None:
        for op in block.ops:
            self._decide_op(op)

    def _decide_op(self, op: Operation) -> None:
        match op:
            case arith.ConstantOp() if is_tensor(op.result):
                self._new_memory(op.result, given=True, writable=False)
            case bufferization.ToTensorOp():
                self._new_memory(op.tensor, given=True, writable=op.writable is not None)
            case tensor.EmptyOp():
                self._new_memory(op.tensor)
            case scf.ForOp():
                self._decide_loop(op, 3, op.body.block, 1)
            case ForallOp():
                arguments = op.region.block.args
                first = len(op.operands) - len(op.outputs)
                self._decide_loop(op, first, op.region.block, len(arguments) - len(op.outputs))
            case scf.WhileOp():
                self._decide_while(op)
            case scf.IfOp() | scf.IndexSwitchOp():
                self._decide_branches(op)
            case ParallelInsertSliceOp():
                self._insert(op, op.source, op.dest)
            case func.ReturnOp():
                values = [value for value in op.operands if is_tensor(value)]
                for value, target in zip(values, self._destinations, strict=True):
                    self._copy(op, value, target)
            case _ if isinstance(op, VIEWS):
                source, result = op.operands[0], op.results[0]
                self.memory[result], self.place[result] = self.memory[source], result
                if isinstance(op, tensor.CollapseShapeOp | tensor.ReshapeOp | tensor.CastOp):
                    self.memory[result].flattened.append(op)
            case _:
                self._decide_ties(op)
                for region in op.regions:
                    for inner in region.blocks:
                        self._decide(inner)

    def _decide_ties(self, op: Operation) -> None:
        for tie in effects_of(op).ties:
            operand, result = op.operands[tie.operand], op.results[tie.result]
            if isinstance(op, func.CallOp) and self.is_strided(operand):
                self.moved.add((op, tie.operand))
                self._new_memory(result)
                self.memory[result].like = operand
            else:
                self._write_over(op, tie.operand, [result])
            if isinstance(op, func.CallOp):
                self.memory[result].contiguous = True
            if not isinstance(op, tensor.InsertSliceOp) or (op, tie.operand) in self.moved:
                self.writes.append(self.access(op, tie.operand, value=result, writes=True))
        if isinstance(op, func.CallOp):
            for index in effects_of(op).reads:
                self.memory[op.operands[index]].contiguous = True
        elif isinstance(op, tensor.InsertSliceOp):
            self._insert(op, op.source, op.result)
        elif isinstance(op, bufferization.MaterializeInDestinationOp) and op.result is not None:
            self._copy(op, op.source, op.result)

    def _write_over(self, op: Operation, index: int, results: Sequence[SSAValue]) -> None:
        """Store results in the place of an operand if nobody misses that, or in new memory."""
        operand = op.operands[index]
        if self.may_write(op, index, operand):
            for result in results:
                self._put(result, operand)
            return
        self.moved.add((op, index))
        self._new_memory(results[0])
        self.memory[results[0]].like = operand
        for result in results[1:]:
            self._put(result, results[0])

    # Control flow

    def _decide_loop(self, op: Operation, first: int, block: Block, first_argument: int) -> None:
        """A loop has what it carries in one place, from its first iteration to its result."""
        carried = self._enter(op, first, block.args[first_argument:], op.results)
        self._decide(block)
        if isinstance(last := block.last_op, scf.YieldOp):
            self._carry(last, last.operands, carried)

    def _enter(
        self,
        op: Operation,
        first: int,
        arguments: Sequence[SSAValue],
        results: Sequence[SSAValue] = (),
    ) -> Sequence[SSAValue]:
        """Give the arguments of a loop their places; they are returned."""
        for k, argument in enumerate(arguments):
            if is_tensor(argument):
                self._write_over(op, first + k, [argument, *results[k : k + 1]])
                self.writes.append(self.access(op, first + k, value=argument, writes=True))
        return arguments

    def _carry(
        self, op: Operation, sources: Sequence[SSAValue], targets: Sequence[SSAValue]
    ) -> None:
        """The values at the end of an iteration become those of the next one."""
        pairs = [pair for pair in zip(sources, targets, strict=True) if is_tensor(pair[0])]
        overwritten: set[Memory] = set()
        for source, target in pairs:
            copy = self._copy(op, source, target)
            if not copy.done:
                overwritten.add(self.memory[target])
                copy.staged = self.memory[source] in overwritten

    def _decide_while(self, op: scf.WhileOp) -> None:
        before, after = op.before_region.block, op.after_region.block
        carried = self._enter(op, 0, before.args)
        self._decide(before)
        condition = before.last_op
        assert isinstance(condition, scf.ConditionOp)
        places = {self.place[value]: value for value in carried if is_tensor(value)}
        first: dict[SSAValue, int] = {}
        for k, value in enumerate(condition.args):
            if not is_tensor(value):
                continue
            argument, result, place = after.args[k], op.res[k], self.place[value]
            if place in places:
                self._put(result, value)
                known = first.setdefault(place, k)
                unite(self.version[argument], self.version[after.args[known]])
                unite(self.version[result], self.version[op.res[known]])
            else:
                self._new_memory(result)
                self._copy(condition, value, result)
            self._put(argument, result)
        self._decide(after)
        last = after.last_op
        assert isinstance(last, scf.YieldOp)
        self._carry(last, last.operands, carried)

    def _decide_branches(self, op: scf.IfOp | scf.IndexSwitchOp) -> None:
        blocks = [block for region in op.regions for block in region.blocks]
        for block in blocks:
            self._decide(block)
        yields = [last for block in blocks if isinstance(last := block.last_op, scf.YieldOp)]
        for index, result in enumerate(op.results):
            if is_tensor(result):
                self._join(op, yields, index, result)

    def _join(
        self, op: Operation, yields: Sequence[scf.YieldOp], index: int, result: SSAValue
    ) -> None:
        """Store the result of branches where one of them has it, if others may write there too."""
        origins = [self._origin(last.operands[index], op) for last in yields]
        outer = next((o for o in origins if o is not None and self._fits(o, yields, index)), None)
        if outer is None:
            self._new_memory(result)
        else:
            self._put(result, outer)
        for last in yields:
            value = last.operands[index]
            if value is outer:
                unite(self.version[value], self.version[result])
            self._copy(last, value, result)

    def _fits(self, outer: SSAValue, yields: Sequence[scf.YieldOp], index: int) -> bool:
        place = self.place[outer]
        others = [last for last in yields if self.place[last.operands[index]] is not place]
        return all(self.may_write(last, index, outer) for last in others)

    def _origin(self, value: SSAValue, op: Operation) -> SSAValue | None:
        """What a tensor was written over, before `op` began."""
        while self.order.is_inside(value, op):
            if value not in self._written_over:
                return None
            value = self._written_over[value]
        return value

    # Copies

    def _insert(
        self, op: tensor.InsertSliceOp | ParallelInsertSliceOp, source: SSAValue, target: SSAValue
    ) -> None:
        extract = self.place[source].owner
        copy = Copy(op, source, target, op)
        if isinstance(extract, tensor.ExtractSliceOp) and same_slice(extract, op):
            if self.place[extract.source] is self.place[target]:
                copy.done = True
                unite(self.version[source], self.version[target])
        self.copies.append(copy)

    def _copy(self, op: Operation, source: SSAValue, target: SSAValue) -> Copy:
        done = self.place[source] is self.place[target]
        copy = Copy(op, source, target, done=done)
        self.copies.append(copy)
        return copy
