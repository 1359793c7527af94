"""The buffers of a function as a planning problem."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from xdsl.dialects import func, memref
from xdsl.dialects.builtin import MemRefType, UnitAttr
from xdsl.ir import Attribute, BlockArgument, Operation, SSAValue
from xdsl.rewriter import Rewriter
from xdsl.utils.hints import isa

from microaot.dialects.aot.arguments import ALIGNMENT
from microaot.passes.memory.accesses import VIEWS, Accesses, is_whole, root_of
from microaot.passes.memory.buffers import Buffer
from microaot.passes.memory.in_place import may_write_over
from microaot.passes.memory.liveness import lifetimes
from microaot.passes.memory.redundant_copies import is_copy
from microaot.passes.memory.sizes import layout_of, number_in, pools_in
from microaot.passes.module_functions import function_of
from microaot.tools.errors import OperationError

SCRATCH = "aot.scratch"
"""Attribute of an alloc that is scratch memory of the operator called next."""


@dataclass(frozen=True)
class Interface:
    """Arguments of a function that are to be planned: `inputs` hold data before the first step,
    `outputs` after the last one; an argument can be both."""

    inputs: Sequence[BlockArgument] = ()
    outputs: Sequence[BlockArgument] = ()


@dataclass(frozen=True)
class Program:
    """Buffers of a function, what they are in it, and which may share memory.

    The steps are the ops of `steps` in order; -1 is before the first of them.
    """

    steps: list[Operation]
    values: list[SSAValue]
    buffers: list[Buffer]
    pairs: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


def allocs_of(function: func.FuncOp) -> list[memref.AllocOp]:
    """The allocs whose buffers are accessed; others, and all deallocs, are erased."""
    for op in [op for op in function.walk() if isinstance(op, memref.DeallocOp)]:
        Rewriter.erase_op(op)
    for op in reversed([op for op in function.walk() if isinstance(op, VIEWS)]):
        if not any(result.uses for result in op.results):
            Rewriter.erase_op(op)
    allocs = [op for op in function.walk() if isinstance(op, memref.AllocOp)]
    for alloc in allocs:
        if not alloc.memref.uses:
            Rewriter.erase_op(alloc)
        elif alloc.dynamic_sizes or alloc.symbol_operands:
            raise OperationError(
                alloc, f"needs memory for {alloc.memref.type}: its size has to be known and dense"
            )
    return [alloc for alloc in allocs if alloc.parent is not None]


def read_program(
    function: func.FuncOp, accesses: Accesses, interface: Interface | None = None
) -> Program:
    """Find the buffers of `function` and when they are in use."""
    interface = interface or Interface()
    arguments = dict.fromkeys([*interface.inputs, *interface.outputs])
    values: list[SSAValue] = [*arguments, *(alloc.memref for alloc in allocs_of(function))]
    found = lifetimes(function, values, accesses)
    names = _names(values)
    buffers: list[Buffer] = []
    end = len(found.steps)
    for value, name in zip(values, names, strict=True):
        first, last = found.spans.get(value, (end, end))
        if value in interface.inputs:
            first, last = -1, last if value in found.spans else -1
        if value in interface.outputs:
            last = end
        attributes, owner = attributes_of(value), function
        if isinstance(alloc := value.owner, memref.AllocOp):
            owner = alloc
        layout = layout_of(value, owner)
        alignment = max(
            layout.alignment, number_in(attributes, "alignment"), number_in(attributes, ALIGNMENT)
        )
        buffers.append(Buffer(name, layout.size, alignment, first, last, pools_in(attributes)))
    program = Program(found.steps, values, buffers)
    program.pairs.extend(_pairs(program, accesses))
    return program


def attributes_of(value: SSAValue) -> dict[str, Attribute]:
    """What is said of a buffer: at its alloc, or at the argument."""
    if isinstance(value, BlockArgument):
        function = function_of(value.owner.first_op) if value.owner.first_op else None
        given = function.arg_attrs if function is not None else None
        return {} if given is None else {**given.data[value.index].data}
    assert isinstance(value.owner, Operation)
    return {**value.owner.properties, **value.owner.attributes}


def _names(values: Sequence[SSAValue]) -> Iterator[str]:
    """A name for each buffer, all different."""
    taken: set[str] = set()
    for value in values:
        name = base = value.name_hint or "buffer"
        number = 0
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name)
        yield name


def _pairs(program: Program, accesses: Accesses) -> Iterator[tuple[int, int]]:
    """Buffers that die in a step, and others that it may put in their place."""
    numbers = {value: i for i, value in enumerate(program.values)}
    for step, op in enumerate(program.steps):
        for source, target in shareable(op, accesses):
            one, other = numbers.get(source), numbers.get(target)
            if one is None or other is None:
                continue
            if program.buffers[one].last == step == program.buffers[other].first:
                yield one, other


def shareable(op: Operation, accesses: Accesses) -> Iterator[tuple[SSAValue, SSAValue]]:
    """Buffers that `op` reads, and others that it may put in their place if it is the last user of
    the one and the first of the other. Both exist exactly as often as `op` runs."""
    if not isinstance(op, memref.CopyOp | func.CallOp):
        return
    memrefs = [i for i, operand in enumerate(op.operands) if isa(operand.type, MemRefType)]
    if not all(_is_known(root_of(op.operands[i])) for i in memrefs):
        return
    for i, j in permutations(memrefs, 2):
        source, target = root_of(op.operands[i]), root_of(op.operands[j])
        if source is target or not (_is_beside(source, op) and _is_beside(target, op)):
            continue
        if not (is_whole(op.operands[i]) and is_whole(op.operands[j])):
            continue
        same = [n for n, o in enumerate(op.operands) if root_of(o) is source]
        others = [n for n, o in enumerate(op.operands) if root_of(o) is target]
        if others != [j] or not all(is_whole(op.operands[n]) for n in same):
            continue
        if is_copy(op, source, target, accesses) or (
            isinstance(op, func.CallOp) and all(may_write_over(accesses, op, n, j) for n in same)
        ):
            yield source, target


def _is_known(root: SSAValue) -> bool:
    """Whether a buffer is none of the others under another name."""
    if isinstance(root, BlockArgument):
        return isinstance(root.owner.parent_op(), func.FuncOp)
    return isinstance(root.owner, memref.AllocOp | memref.AllocaOp | memref.GetGlobalOp)


def _is_beside(value: SSAValue, op: Operation) -> bool:
    if isinstance(value, BlockArgument):
        return value.owner is op.parent
    return isinstance(value.owner, memref.AllocOp) and value.owner.parent is op.parent


def is_scratch(value: SSAValue) -> bool:
    """Whether the buffer is scratch memory of an operator."""
    return isinstance(value.owner, Operation) and value.owner.attributes.get(SCRATCH) == UnitAttr()
