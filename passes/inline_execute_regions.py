"""Put the blocks of `scf.execute_region` into the function that contains it."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import cf, func, scf
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block
from xdsl.passes import ModulePass
from xdsl.rewriter import BlockInsertPoint, InsertPoint, Rewriter


@dataclass(frozen=True)
class InlineExecuteRegions(ModulePass):
    """Inline each region of several blocks that stands in a block of a function.

    ```mlir
    %r = scf.execute_region -> i32 {
      cf.cond_br %c, ^a, ^b
    ^a:
      scf.yield %x : i32
    ^b:
      scf.yield %y : i32
    }
    ```
    becomes branches to the blocks, and from them to the rest of the function, whose block argument
    `%r` is. Regions of one block are left to the conversion; so are those within loops and other
    structured ops.
    """

    name = "inline-execute-regions"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Inline inner regions after the outer ones that contain them."""
        pending = [o for o in op.walk() if isinstance(o, scf.ExecuteRegionOp)]
        for execute in pending:
            if len(execute.region.blocks) > 1 and isinstance(execute.parent_op(), func.FuncOp):
                _inline(execute)


def _inline(op: scf.ExecuteRegionOp) -> None:
    before = op.parent
    assert before is not None
    after = before.split_before(op, arg_types=op.result_types)
    for result, arg in zip(op.results, after.args, strict=True):
        arg.name_hint = result.name_hint
        result.replace_all_uses_with(arg)
    blocks = [*op.region.blocks]
    for block in blocks:
        _branch_from(block, after)
    Rewriter.inline_region(op.region, BlockInsertPoint.before(after))
    enter = cf.BranchOp(blocks[0])
    enter.location = op.location
    Rewriter.insert_op(enter, InsertPoint.at_end(before))
    Rewriter.erase_op(op)


def _branch_from(block: Block, after: Block) -> None:
    """Make a yield at the end of `block` a branch to `after`."""
    if isinstance(end := block.last_op, scf.YieldOp):
        branch = cf.BranchOp(after, *end.operands)
        branch.location = end.location
        Rewriter.replace_op(end, branch, [])
