"""Let a local buffer live as long as MLIR says."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func, memref, scf
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.passes.memory.memref_aliases import aliases, is_carried, loop_around
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class HoistEscapingAllocas(ModulePass):
    """Move an `memref.alloca` whose buffer leaves its block to the top of the function.

    A C array lives until its block ends, a buffer of MLIR until the function returns.

    ```mlir
    %m = scf.if %c -> memref<4xf32> {
      %a = memref.alloca() : memref<4xf32>
      scf.yield %a : memref<4xf32>
    } else {
      scf.yield %x : memref<4xf32>
    }
    ```
    The alloca moves in front of the `scf.if`, to where the function begins.
    """

    name = "hoist-escaping-allocas"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Move each alloca that a terminator hands out of its block."""
        for alloca in [a for a in op.walk() if isinstance(a, memref.AllocaOp)]:
            function = _function_of(alloca)
            if function is None or alloca.parent is function.body.blocks[0]:
                continue
            if not _escapes(alloca):
                continue
            loop = loop_around(alloca)
            if alloca.dynamic_sizes or (loop is not None and is_carried(alloca.memref, loop)):
                raise OperationError(alloca, "makes a buffer that outlives the block of its size")
            alloca.detach()
            Rewriter.insert_op(alloca, InsertPoint.at_start(function.body.blocks[0]))


def _function_of(op: Operation) -> func.FuncOp | None:
    parent = op.parent_op()
    while parent is not None and not isinstance(parent, func.FuncOp):
        parent = parent.parent_op()
    return parent


def _escapes(alloca: memref.AllocaOp) -> bool:
    """Whether a terminator passes the buffer on, or a block of the function other than its own may
    use it."""
    return any(
        isinstance(use.operation, scf.YieldOp | scf.ConditionOp) or use.operation.successors
        for alias in aliases(alloca.memref)
        for use in alias.uses
    )
