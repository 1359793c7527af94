"""Finds the ops that only give a reduction its start value, so that they can move into it.

```mlir
linalg.fill ins(%zero : i32) outs(%acc : memref<4x8xi32>)
linalg.matmul ins(%a, %b : ..) outs(%acc : memref<4x8xi32>)
```

Here the fill disappears: the accumulator of each element starts at `%zero` instead of at what a
loop of its own has stored. A bias that is broadcast into the accumulator works the same way.

A block is scanned once. An initializer is pending until something touches its buffer or writes
what it reads; if that something is an op that accumulates onto exactly this buffer, the two fuse.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xdsl.dialects.linalg.ops import YieldOp
from xdsl.ir import Block, Operation, SSAValue

from microaot.dialects.linalg.index import IndexOp
from microaot.passes.linalg.buffers import (
    Buffers,
    accesses,
    body_accesses,
    is_scalar,
    storage,
    structured_accesses,
)
from microaot.passes.linalg.loop_plan import LoopPlan, is_permutation, reaches_all
from microaot.passes.linalg.view import StructuredView

_MAX_PENDING = 16
"""Initializers stand right before their reduction; a small window keeps the scan linear."""


@dataclass
class InitFusion:
    """The decision for one block: `start[consumer][output]` is the initializer to move there."""

    start: dict[Operation, dict[int, StructuredView]] = field(default_factory=dict)
    absorbed: set[Operation] = field(default_factory=set)


def find_initializers(
    block: Block,
    views: Mapping[Operation, StructuredView],
    plans: Mapping[Operation, LoopPlan],
    buffers: Buffers,
) -> InitFusion:
    """Decide for every structured op of a block whether it moves into a later one."""
    result = InitFusion()
    pending: list[StructuredView] = []
    for op in block.ops:
        view = views.get(op)
        if view is not None:
            for index in range(len(view.outputs)):
                for candidate in pending:
                    if _fuses(candidate, view, index, plans[op], buffers):
                        result.start.setdefault(op, {})[index] = candidate
                        result.absorbed.add(candidate.op)
        pending = _survivors(pending, op, view, buffers)
        if view is not None and is_initializer(view, buffers):
            pending = [*pending, view][-_MAX_PENDING:]
    return result


def _survivors(
    pending: list[StructuredView], op: Operation, view: StructuredView | None, buffers: Buffers
) -> list[StructuredView]:
    """The initializers that may still move behind an op."""
    if not pending:
        return pending
    touched = accesses(op) if view is None else structured_accesses(view)
    if touched is None:
        return []
    reads, writes = buffers.roots(touched.reads), buffers.roots(touched.writes)
    return [
        candidate
        for candidate in pending
        if not _any_overlap(buffers, buffers.roots(candidate.outputs), (*reads, *writes))
        and not _any_overlap(buffers, buffers.roots(candidate.inputs), writes)
    ]


def _any_overlap(buffers: Buffers, lhs: Sequence[SSAValue], rhs: Sequence[SSAValue]) -> bool:
    return any(buffers.may_overlap(left, right) for left in lhs for right in rhs)


def is_initializer(view: StructuredView, buffers: Buffers) -> bool:
    """Whether an op does nothing but overwrite one whole buffer, each element once."""
    if len(view.outputs) != 1 or view.reads_output(0) or not is_permutation(view.output_maps[0]):
        return False
    if any(_overlaps(buffers, value, view.outputs[0]) for value in view.inputs):
        return False
    return all(is_scalar(op) or isinstance(op, YieldOp) for op in view.body.ops)


def _overlaps(buffers: Buffers, lhs: SSAValue, rhs: SSAValue) -> bool:
    return bool(buffers.roots([lhs])) and buffers.operands_overlap(lhs, rhs)


def _fuses(
    initializer: StructuredView,
    view: StructuredView,
    index: int,
    plan: LoopPlan,
    buffers: Buffers,
) -> bool:
    """Whether `view` reads, element by element and before anyone else, what was initialized."""
    output, initialized = view.outputs[index], initializer.outputs[0]
    if not plan.visits_once or not view.reads_output(index):
        return False
    if output is not initialized and not (
        is_uniform(initializer) and storage(output) is storage(initialized)
    ):
        return False
    if not reaches_all(view.output_maps[index], view.shapes()[len(view.inputs) + index]):
        return False
    body = body_accesses(view)
    if body is None:
        return False
    operands = (*view.operands, *body.reads, *body.writes)
    others = [value for value in operands if value is not output]
    written = (*view.outputs, *body.writes)
    if any(_overlaps(buffers, value, initialized) for value in others):
        return False
    return not any(
        _overlaps(buffers, value, out) for value in initializer.inputs for out in written
    )


def is_uniform(view: StructuredView) -> bool:
    """Whether an initializer writes the same value everywhere: it reads neither buffer nor loop."""
    if any(view.is_memref(index) for index in range(len(view.inputs))):
        return False
    return not any(isinstance(op, IndexOp) for body_op in view.body.ops for op in body_op.walk())
