"""Which values of a function of several blocks are used outside the block that makes them."""

from dataclasses import dataclass, field

from xdsl.ir import Block, Operation, Region, SSAValue

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.memref_view import Extent, MemRefView


def first_op(block: Block) -> Operation:
    """The first op of a block; every block has a terminator."""
    assert block.first_op is not None
    return block.first_op


def last_op(block: Block) -> Operation:
    """The terminator of a block."""
    assert block.last_op is not None
    return block.last_op


def reverse_postorder(region: Region) -> list[Block]:
    """The blocks that can be reached, each before those that it dominates."""
    entry = region.blocks[0]
    finished: list[Block] = []
    seen = {entry}
    stack = [(entry, iter(_successors(entry)))]
    while stack:
        block, successors = stack[-1]
        for successor in successors:
            if successor not in seen:
                seen.add(successor)
                stack.append((successor, iter(_successors(successor))))
                break
        else:
            stack.pop()
            finished.append(block)
    return finished[::-1]


def _successors(block: Block) -> list[Block]:
    return list(last_op(block).successors)


@dataclass
class CrossBlockUses:
    """The values that each block, nested regions included, takes from other blocks."""

    imports: dict[Block, list[SSAValue]] = field(default_factory=dict[Block, list[SSAValue]])
    escaping: set[SSAValue] = field(default_factory=set[SSAValue])

    @staticmethod
    def of(region: Region, blocks: list[Block]) -> "CrossBlockUses":
        """Look at every operand of every op once."""
        result = CrossBlockUses()
        for block in blocks:
            imported: dict[SSAValue, None] = {}
            for op in block.walk():
                for operand in op.operands:
                    home = block_in(region, operand)
                    if home is not None and home is not block:
                        imported[operand] = None
            result.imports[block] = list(imported)
            result.escaping |= imported.keys()
        return result


def block_in(region: Region, value: SSAValue) -> Block | None:
    """The block of `region` in which, at any depth, `value` is defined."""
    owner = value.owner
    block = owner if isinstance(owner, Block) else owner.parent
    while block is not None and block.parent is not region:
        block = block.parent_block()
    return block


def is_visible_everywhere(value: SSAValue, entry: Block) -> bool:
    """Whether C can name an emitc value in any block: arguments, constants, arrays."""
    if isinstance(value.type, emitc.ArrayType) or value.owner is entry:
        return True
    return isinstance(value.owner, emitc.ConstantOp | emitc.LiteralOp | emitc.GetGlobalOp)


def is_view_visible_everywhere(view: MemRefView, entry: Block) -> bool:
    """Whether all that a view refers to is visible."""
    extents: list[Extent] = [view.base, *view.sizes]
    for index in view.indices:
        extents += [index.offset, *index.coefficients]
    return all(isinstance(e, int) or is_visible_everywhere(e, entry) for e in extents)
