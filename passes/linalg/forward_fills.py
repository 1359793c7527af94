"""Replaces copies of a buffer that only ever holds one value by fills.

Bufferization fills one buffer with zeros and copies it in front of each convolution:

```mlir
linalg.fill ins(%zero : i32) outs(%zeros : memref<4x8xi32>)
memref.copy %zeros, %acc : memref<4x8xi32> to memref<4x8xi32>
```

Filling `%acc` itself needs no second buffer, and lets the fill move into what accumulates there.
"""

from xdsl.dialects import memref
from xdsl.dialects.linalg.ops import YieldOp
from xdsl.ir import Block, BlockArgument, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects.linalg.named import NAMED_OP_CLASSES
from microaot.passes.linalg.buffers import Buffers, accesses, structured_accesses
from microaot.passes.linalg.init_fusion import is_initializer, is_uniform
from microaot.passes.linalg.view import StructuredView

_MAX_KNOWN = 16
"""How many filled buffers are remembered at a time; keeps the scan linear."""


def forward_fills(block: Block, buffers: Buffers) -> None:
    """Rewrite the copies of a block whose source still holds what it was filled with."""
    known: dict[SSAValue, SSAValue] = {}
    sources: dict[SSAValue, None] = {}
    for op in list(block.ops):
        if op.name == "memref.copy" and op.operands[0] in known:
            sources[op.operands[0]] = None
            op = _replace_by_fill(op, known[op.operands[0]])
        view = StructuredView.of(op)
        known = _still_known(known, op, view, buffers)
        value = view and _fill_value(view, buffers)
        if view is not None and value is not None:
            known[view.outputs[0]] = value
            while len(known) > _MAX_KNOWN:
                del known[next(iter(known))]
    for source in sources:
        _erase_if_unread(source)


def _replace_by_fill(copy: Operation, value: SSAValue) -> Operation:
    fill = NAMED_OP_CLASSES["fill"]([value], [copy.operands[1]])
    fill.location = copy.location
    Rewriter.insert_op(fill, InsertPoint.before(copy))
    Rewriter.erase_op(copy)
    return fill


def _still_known(
    known: dict[SSAValue, SSAValue], op: Operation, view: StructuredView | None, buffers: Buffers
) -> dict[SSAValue, SSAValue]:
    """The buffers that keep their value across an op."""
    touched = accesses(op) if view is None else structured_accesses(view)
    if touched is None:
        return {}
    writes = buffers.roots(touched.writes)
    return {
        buffer: value
        for buffer, value in known.items()
        if not any(buffers.may_overlap(buffer, write) for write in writes)
    }


def _fill_value(view: StructuredView, buffers: Buffers) -> SSAValue | None:
    """The value that an op writes to every element of a whole allocation."""
    last = view.body.last_op
    if not is_uniform(view) or not is_initializer(view, buffers):
        return None
    if not isinstance(view.outputs[0].owner, memref.AllocOp | memref.AllocaOp):
        return None
    if not isinstance(last, YieldOp) or last is not view.body.first_op:
        return None
    value = last.operands[0]
    if isinstance(value, BlockArgument) and value.block is view.body:
        return view.inputs[value.index]
    return value


def _erase_if_unread(buffer: SSAValue) -> None:
    """Erase an allocation that is only filled, now that nobody copies from it."""
    users = [use.operation for use in buffer.uses]
    if all(user.name == "memref.dealloc" or _only_fills(user, buffer) for user in users):
        for user in users:
            Rewriter.erase_op(user)
        assert isinstance(buffer.owner, Operation)
        Rewriter.erase_op(buffer.owner)


def _only_fills(op: Operation, buffer: SSAValue) -> bool:
    view = StructuredView.of(op)
    return view is not None and is_uniform(view) and view.outputs == (buffer,)
