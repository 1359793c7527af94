"""`convert-linalg-to-structured-loops`: every linalg op on memrefs becomes `scf.for` loops."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import memref
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, Operation
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from microaot.passes.linalg.buffers import Buffers, body_accesses
from microaot.passes.linalg.emit import LoopNest
from microaot.passes.linalg.forward_fills import forward_fills
from microaot.passes.linalg.init_fusion import find_initializers
from microaot.passes.linalg.loop_plan import Extent, LoopPlan, loop_extents, plan_loops
from microaot.passes.linalg.view import StructuredView
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class ConvertLinalgToStructuredLoops(ModulePass):
    """Lowers linalg to loops that read like hand-written C.

    Unlike xDSL's `convert-linalg-to-loops`, a reduction accumulates in a scalar, the op that only
    fills its accumulator disappears into it, a dimension of extent 1 becomes no loop, and a buffer
    that only gave its shape (the window of a pooling) goes away:

    ```mlir
    linalg.fill ins(%zero : f32) outs(%c : memref<4xf32>)
    linalg.matvec ins(%a, %b : memref<4x8xf32>, memref<8xf32>) outs(%c : memref<4xf32>)
    ```

    becomes

    ```mlir
    scf.for %i = %c0 to %c4 step %c1 {
      %sum = scf.for %j = %c0 to %c8 step %c1 iter_args(%acc = %zero) -> (f32) {
        ...
      }
      memref.store %sum, %c[%i] : memref<4xf32>
    }
    ```
    """

    name = "convert-linalg-to-structured-loops"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Lower every block of the module."""
        buffers = Buffers()
        blocks = [block for region in op.regions for block in region.blocks]
        while blocks:
            block = blocks.pop()
            _lower_block(block, buffers)
            blocks.extend(b for o in block.ops for region in o.regions for b in region.blocks)


def _lower_block(block: Block, buffers: Buffers) -> None:
    forward_fills(block, buffers)
    views = {op: view for op in block.ops if (view := _view(op)) is not None}
    if not views:
        return
    extents = {op: _extents(view) for op, view in views.items()}
    plans = {op: _plan(view, extents[op], buffers) for op, view in views.items()}
    fusion = find_initializers(block, views, plans, buffers)
    for op, view in views.items():
        if op not in fusion.absorbed:
            LoopNest(view, extents[op], plans[op], fusion.start.get(op, {})).emit()
    for op in views:
        Rewriter.erase_op(op)
    for op in {value.owner: None for view in views.values() for value in view.operands}:
        if isinstance(op, memref.AllocOp | memref.AllocaOp) and not op.memref.uses:
            Rewriter.erase_op(op)


def _view(op: Operation) -> StructuredView | None:
    view = StructuredView.of(op)
    if view is None and op.dialect_name() == "linalg":
        raise OperationError(op, "has no lowering to loops; decompose it first")
    return view


def _extents(view: StructuredView) -> list[Extent]:
    try:
        return loop_extents(view.num_loops, view.maps, view.shapes())
    except ValueError as error:
        raise OperationError(view.op, f"cannot become loops: {error}") from error


def _plan(view: StructuredView, extents: list[Extent], buffers: Buffers) -> LoopPlan:
    """Carry the outputs in scalars if all are read and nothing else touches their buffers."""
    body = body_accesses(view)
    carry = body is not None and not body.writes
    carry = carry and all(view.reads_output(index) for index in range(len(view.outputs)))
    for index, output in enumerate(view.outputs):
        others = [*view.inputs, *view.outputs[:index], *(body.reads if body else ())]
        memrefs = [value for value in others if buffers.roots([value])]
        carry = carry and not any(buffers.operands_overlap(value, output) for value in memrefs)
    return plan_loops(extents, view.output_maps, carry=carry)
