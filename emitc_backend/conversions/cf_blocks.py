"""Functions of several blocks: they keep their blocks, and values cross them in C variables.

A block argument is a variable that every branch to the block assigns and the block loads at its
start. A value that is used in another block than its own goes through a variable as well. So no
value of the emitc function is used outside its block but those that C can name anywhere.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from xdsl.dialects import cf
from xdsl.dialects.builtin import FunctionType, MemRefType
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.rewriter import InsertPoint
from xdsl.utils.hints import isa

from microaot.emitc_backend.conversions.cf_values import (
    CrossBlockUses,
    first_op,
    is_view_visible_everywhere,
    is_visible_everywhere,
    last_op,
    reverse_postorder,
)
from microaot.emitc_backend.conversions.converter import FunctionConverter
from microaot.emitc_backend.conversions.scf_variables import Variables, assign, declare, load
from microaot.emitc_backend.conversions.types import BOOL, I32

Edge: TypeAlias = tuple[Block, Sequence[SSAValue]]
"""A branch target and the operands for its arguments."""


class BlocksConverter:
    """Converts the blocks of one function."""

    def __init__(self, c: FunctionConverter, region: Region, target: Region) -> None:
        self.c = c
        self.target = target
        self.order = reverse_postorder(region)
        self.uses = CrossBlockUses.of(region, self.order)
        self.entry = target.blocks[0]
        self.new_blocks: dict[Block, Block] = {self.order[0]: self.entry}
        for block in region.blocks:
            if block in self.uses.imports and block is not self.order[0]:
                self.new_blocks[block] = Block()
                target.add_block(self.new_blocks[block])
        self.variables: dict[SSAValue, Variables] = {}
        self.last_variable: Operation | None = None

    def convert(self) -> None:
        """Convert every block, definitions before uses."""
        for block in self.order[1:]:
            for argument in block.args:
                self._declare(argument, block)
        for block in self.order:
            self.c.b.move_to_end_of(self.new_blocks[block])
            self._convert_block(block)

    def _convert_block(self, block: Block) -> None:
        first, last = first_op(block), last_op(block)
        self.c.b.location = first.location
        # The arguments of the entry block have no variables.
        for value in (*block.args, *self.uses.imports[block]):
            if (variables := self.variables.get(value)) is not None:
                load(self.c, variables, value, first)
        if block is self.order[0]:
            self._demote(block.args, block)
        for op in block.ops:
            if op is not last:
                self.c.convert_op(op)
                self._demote(op.results, block)
        self.c.b.location = last.location
        self._convert_terminator(last)

    # Variables

    @contextmanager
    def _top_of_function(self) -> Generator[None]:
        """Within the context, variables are declared at the top of the function."""
        b, last = self.c.b, self.last_variable
        outer = b.point
        b.point = InsertPoint.after(last) if last else InsertPoint.at_start(self.entry)
        yield
        b.point = outer

    def _declare(self, value: SSAValue, block: Block) -> Variables:
        """Declare variables for `value`."""
        op = first_op(block)
        with self._top_of_function():
            variables = declare(self.c, value, op, value.name_hint)
            self._remember(variables[-1])
        self.variables[value] = variables
        return variables

    def _remember(self, variable: SSAValue) -> None:
        owner = variable.owner
        assert isinstance(owner, Operation)
        self.last_variable = owner

    def _demote(self, values: Sequence[SSAValue], block: Block) -> None:
        """Keep those of `values` in variables that other blocks need and C cannot name there."""
        for value in values:
            if value not in self.uses.escaping or isinstance(value.type, FunctionType):
                continue
            op = first_op(block)
            visible = (
                is_view_visible_everywhere(self.c.view(value), self.entry)
                if isa(value.type, MemRefType)
                else is_visible_everywhere(self.c.value(value), self.entry)
            )
            if not visible:
                parts = self.c.components(value, op)
                assign(self.c, self._declare(value, block), parts)

    # Ends of blocks

    def _convert_terminator(self, op: Operation) -> None:
        match op:
            case cf.BranchOp():
                self._jump((op.successor, op.arguments))
            case cf.ConditionalBranchOp():
                self._branch(op)
            case cf.SwitchOp():
                self._switch(op)
            case _:
                self.c.convert_op(op)

    def _jump(self, edge: Edge) -> None:
        """Assign the arguments of the target and go there."""
        self._assign([edge])
        self.c.b.insert(cf.BranchOp(self.new_blocks[edge[0]]))

    def _branch(self, op: cf.ConditionalBranchOp) -> None:
        condition = self.c.value(op.cond)
        then: Edge = (op.then_block, op.then_arguments)
        other: Edge = (op.else_block, op.else_arguments)
        if self._may_assign_early([then, other]):
            self._assign([then, other])
        else:
            self._assign_by_if(condition, then, other)
        if then[0] is other[0]:
            self.c.b.insert(cf.BranchOp(self.new_blocks[then[0]]))
            return
        targets = (self.new_blocks[then[0]], self.new_blocks[other[0]])
        self.c.b.insert(cf.ConditionalBranchOp(condition, targets[0], [], targets[1], []))

    def _switch(self, op: cf.SwitchOp) -> None:
        """A chain of conditional branches on a variable that holds the flag."""
        edges: list[Edge] = list(zip(op.case_blocks, op.case_operand, strict=True))
        default: Edge = (op.default_block, op.default_operands)
        values = [] if op.case_values is None else [int(v) for v in op.case_values.get_values()]
        if not values:
            self._jump(default)
            return
        b = self.c.b
        flag = self.c.value(op.flag)
        if flag.type == BOOL:
            flag, values = b.cast(flag, I32), [value & 1 for value in values]
        assigned_early = self._may_assign_early([*edges, default])
        if assigned_early:
            self._assign([*edges, default])
        with self._top_of_function():
            selector = b.variable(flag.type, "selector")
            self._remember(selector)
        b.assign(selector, flag)
        for value, edge in zip(values, edges, strict=True):
            otherwise = self._new_block_after(b.point.block)
            loaded, case = b.load(selector), b.constant(value, flag.type)
            if assigned_early or not edge[1]:
                is_case, taken = b.compare("eq", loaded, case), self.new_blocks[edge[0]]
                b.insert(cf.ConditionalBranchOp(is_case, taken, [], otherwise, []))
            else:
                # A block right behind assigns the arguments of this case only.
                is_other = b.compare("ne", loaded, case)
                taken = self._new_block_after(b.point.block)
                b.insert(cf.ConditionalBranchOp(is_other, otherwise, [], taken, []))
                b.move_to_end_of(taken)
                self._jump(edge)
            b.move_to_end_of(otherwise)
        if assigned_early:
            b.insert(cf.BranchOp(self.new_blocks[default[0]]))
        else:
            self._jump(default)

    def _new_block_after(self, block: Block) -> Block:
        result = Block()
        self.target.insert_block_after(result, block)
        return result

    def _assign_by_if(self, condition: SSAValue, then: Edge, other: Edge) -> None:
        if not then[1]:
            condition, then, other = self.c.b.logical_not(condition), other, then
        blocks = self.c.b.if_else(condition, otherwise=bool(other[1]))
        for edge, block in zip((then, other), blocks, strict=True):
            if block is not None:
                with self.c.b.at_end_of(block):
                    self._assign([edge])

    def _may_assign_early(self, edges: Sequence[Edge]) -> bool:
        """Whether the arguments of all targets may be assigned before it is known which is taken.

        They may if nobody reads them but their own blocks, which every branch to them assigns.
        """
        targets = [target for target, operands in edges if operands]
        return len(set(targets)) == len(targets) and not any(
            argument in self.uses.escaping for target in targets for argument in target.args
        )

    def _assign(self, edges: Sequence[Edge]) -> None:
        """Assign operands to the arguments of their targets; all operands are computed first."""
        pairs = [
            (self.variables[argument], self.c.components(operand, first_op(target)))
            for target, operands in edges
            for argument, operand in zip(target.args, operands, strict=True)
            if operand is not argument
        ]
        for variables, parts in pairs:
            assign(self.c, variables, parts)
