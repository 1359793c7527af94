"""Statuses and scopes as structured control flow on one variable.

```c
int32_t status = open(device);
if (status != 0) {
    return status;
}
status = first(x);
if (status == 0) {
    status = second(x);
}
release_status = close(device);
if (status == 0) {
    status = release_status;
}
return status;
```
While nothing is held, a failure returns at once; otherwise what follows is skipped.
"""

from collections.abc import Iterator, Sequence

from xdsl.dialects import arith, func, memref, scf
from xdsl.dialects.builtin import IntegerAttr, i32
from xdsl.ir import Block, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import type_erased
from microaot.passes.devices.steps import is_step
from microaot.passes.status.scopes import Item, Scope, may_fail, values_of_steps
from microaot.tools.errors import OperationError


class StatusWriter:
    """Rewrites the only block of a function that returns a status."""

    def __init__(self, function: func.FuncOp) -> None:
        self._function = function
        self._block = function.body.block
        end = self._block.last_op
        assert end is not None
        self._end = end
        self._at = end
        self._variables: dict[str, SSAValue] = {}
        self._constant: SSAValue | None = None
        self._values = values_of_steps(self._block)
        self._own = {value for values in self._values.values() for value in values}

    def write(self, root: Scope) -> None:
        """Put the ops into the block anew."""
        for op in [*self._block.ops]:
            op.detach()
        if root.on_failure:
            self._add_values(root)
            failed = self._guarded(root.body, self._block)
            self._release(root, self._block, failed)
        else:
            failed = self._straight(root.body)
        self._at = self._end
        result = self._load("status", self._block) if failed else self._success()
        self._make(self._block, func.ReturnOp(result))
        self._end.erase()
        # What every path uses is declared before the first of them.
        for op in [*self._first_ops()]:
            Rewriter.insert_op(op, InsertPoint.at_start(self._block))

    def _first_ops(self) -> Iterator[Operation]:
        for value in (*reversed(self._variables.values()), self._constant):
            if value is not None and isinstance(value.owner, Operation):
                yield value.owner

    def _straight(self, items: Sequence[Item]) -> bool:
        """Ops while nothing is held: a failure returns; whether the last op may have failed."""
        failed = False
        for number, item in enumerate(items):
            if failed and any(isinstance(i, Scope) or is_step(i) for i in items[number:]):
                self._return_failure()
                failed = False
            if isinstance(item, Scope):
                self._add_values(item)
                assert item.acquire is not None
                if self._call(self._block, item.acquire):
                    self._return_failure()
                failed = self._release(item, self._block, self._guarded(item.body, self._block))
            else:
                failed |= item not in self._own and self._call(self._block, item)
        return failed

    def _return_failure(self) -> None:
        status = self._load("status", self._block)
        self._make(self._block, type_erased.ReturnFailureOp(status))

    def _guarded(self, items: Sequence[Item], block: Block) -> bool:
        """Ops while something is held: after a failure the others are skipped."""
        target, failed, has_failed = block, False, False
        for item in items:
            if not isinstance(item, Scope) and not is_step(item):
                continue
            if failed:
                self._at = item if isinstance(item, Operation) else item.acquire or self._end
                target, failed = self._if("eq", block), False
            if isinstance(item, Scope):
                assert item.acquire is not None
                inner = target
                if failed := self._call(target, item.acquire):
                    inner = self._if("eq", target)
                failed |= self._release(item, inner, self._guarded(item.body, inner))
            else:
                failed = self._call(target, item)
            has_failed |= failed
        return has_failed

    def _release(self, scope: Scope, block: Block, failed: bool) -> bool:
        """Give back what a scope holds; whether this or anything before may have failed."""
        if scope.on_failure and failed:
            self._at = scope.on_failure[0]
            failure = self._if("ne", block)
            for op in scope.on_failure:
                _add(failure, op)
        if (release := scope.release) is None:
            return failed
        if not failed or not may_fail(release):
            return self._call(block, release) or failed
        self._call(block, release, "release_status")
        is_fine = self._if("eq", block)
        self._store("status", self._load("release_status", is_fine), is_fine)
        return True

    def _add_values(self, scope: Scope) -> None:
        """What several ops of a scope use exists before it: buffers, views, constants."""
        for item in scope.body:
            if isinstance(item, Scope):
                self._add_values(item)
            elif not is_step(item):
                if item not in self._own:
                    _add(self._block, item)
            elif any(result.uses for result in item.results):
                raise OperationError(
                    item, "makes a value between calls that can fail: it may not exist"
                )

    # Ops

    def _call(self, block: Block, op: Operation, variable: str = "status") -> bool:
        """A step; whether it may fail, and so has a status."""
        self._at = op
        for value in self._values.pop(op, ()):
            _add(block, value)
        _add(block, op)
        if not may_fail(op):
            return False
        self._store(variable, op.results[0], block)
        return True

    def _if(self, predicate: str, block: Block) -> Block:
        """The block of an `if (status == 0)` or `if (status != 0)` at the end of `block`."""
        condition = arith.CmpiOp(self._load("status", block), self._success(), predicate)
        self._make(block, condition)
        result = Block([scf.YieldOp()])
        self._make(block, scf.IfOp(condition, [], [result]))
        return result

    def _load(self, name: str, block: Block) -> SSAValue:
        load = memref.LoadOp.get(self._variable(name), [])
        self._make(block, load)
        return load.res

    def _store(self, name: str, value: SSAValue, block: Block) -> None:
        self._make(block, memref.StoreOp.get(value, self._variable(name), []))

    def _variable(self, name: str) -> SSAValue:
        if name not in self._variables:
            alloca = memref.AllocaOp.get(i32, shape=[])
            alloca.location = self._function.location
            alloca.memref.name_hint = name
            self._variables[name] = alloca.memref
        return self._variables[name]

    def _success(self) -> SSAValue:
        if self._constant is None:
            constant = arith.ConstantOp(IntegerAttr(0, i32))
            constant.location = self._function.location
            constant.result.name_hint = "success"
            self._constant = constant.result
        return self._constant

    def _make(self, block: Block, op: Operation) -> None:
        """Add a new op, which belongs to the one that is written at the moment."""
        op.location = self._at.location
        _add(block, op)


def _add(block: Block, op: Operation) -> None:
    """Add an op to the end of a block."""
    if isinstance(end := block.last_op, scf.YieldOp):
        Rewriter.insert_op(op, InsertPoint.before(end))
    else:
        block.add_op(op)
