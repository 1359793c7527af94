"""Functions of several blocks: labels and `goto`.

The statements of a block stand in braces of their own, so that no jump crosses a declaration, which
C++ forbids. What other blocks use is declared at the top of the function.
"""

from xdsl.dialects import cf
from xdsl.ir import Block

from microaot.dialects import emitc
from microaot.emitc_backend.printer.block_printer import BlockPrinter
from microaot.emitc_backend.printer.c_types import declare
from microaot.emitc_backend.printer.program import is_const_pointer
from microaot.tools.errors import OperationError

JUMPS = (cf.BranchOp, cf.ConditionalBranchOp, cf.SwitchOp)
"""Terminators that go to other blocks."""


def print_blocks(printer: BlockPrinter, function: emitc.FuncOp) -> None:
    """Print the body of a function of several blocks."""
    blocks = list(function.body.blocks)
    if any(block.args for block in blocks[1:]):
        raise OperationError(function, "has a block with arguments, which C does not have")
    _declare_hoisted(printer, blocks)
    names = {block: f"block_{i}" for i, block in enumerate(blocks)}
    followers: list[Block | None] = [*blocks[1:], None]
    targets: set[Block] = set()
    for block, follower in zip(blocks, followers, strict=True):
        targets.update(
            target for target in _successors(block) if _needs_goto(block, target, follower)
        )
    for block, follower in zip(blocks, followers, strict=True):
        if block in targets:
            printer.lines.add_label(names[block])
        if _prints_nothing(printer, block, follower):
            printer.block(block)
            continue
        printer.lines.open_brace()
        with printer.scope():
            printer.block(block)
            _print_jump(printer, block, follower, names)
        printer.lines.close()


def _declare_hoisted(printer: BlockPrinter, blocks: list[Block]) -> None:
    for block in blocks:
        for op in block.ops:
            for result in op.results:
                if result in printer.placement.hoisted:
                    name = printer.take_name(result)
                    flags = {"const_target": is_const_pointer(op)}
                    printer.lines.add(f"{declare(result.type, name, **flags)};")


def _successors(block: Block) -> tuple[Block, ...]:
    return () if block.last_op is None else tuple(block.last_op.successors)


def _needs_goto(block: Block, target: Block, follower: Block | None) -> bool:
    """Whether the jump is written; where a block just ends, control falls to the next."""
    if target is not follower:
        return True
    match block.last_op:
        case cf.BranchOp():
            return False
        case cf.ConditionalBranchOp() as op:
            return op.then_block is target
        case _:
            return True


def _prints_nothing(printer: BlockPrinter, block: Block, follower: Block | None) -> bool:
    """Whether control just falls through `block` to the next."""
    return (
        isinstance(jump := block.last_op, cf.BranchOp)
        and jump.successor is follower
        and all(
            printer.is_silent(op) or any(r in printer.placement.hoisted for r in op.results)
            for op in block.ops
            if op is not jump
        )
    )


def _print_jump(
    printer: BlockPrinter, block: Block, follower: Block | None, names: dict[Block, str]
) -> None:
    lines = printer.lines
    match block.last_op:
        case cf.BranchOp() as op:
            if op.successor is not follower:
                lines.add(f"goto {names[op.successor]};", op.location)
        case cf.ConditionalBranchOp() as op:
            lines.open(f"if ({printer.expressions[op.cond].text})", op.location)
            lines.add(f"goto {names[op.then_block]};")
            lines.close()
            if op.else_block is not follower:
                lines.add(f"goto {names[op.else_block]};")
        case cf.SwitchOp() as op:
            lines.add(f"switch ({printer.expressions[op.flag].text}) {{", op.location)
            for value, target in zip(_case_values(op), op.case_blocks, strict=True):
                lines.add(f"case {value}:")
                lines.add(f"    goto {names[target]};")
            lines.add("default:")
            lines.add(f"    goto {names[op.default_block]};")
            lines.add("}")
        case _:
            pass


def _case_values(op: cf.SwitchOp) -> list[int]:
    values = op.case_values
    return [] if values is None else [int(value) for value in values.get_values()]
