"""Operators get their scratch memory from their callers."""

from xdsl.dialects import func, memref
from xdsl.dialects.builtin import (
    IntegerAttr,
    MemRefType,
    ModuleOp,
    UnitAttr,
    i64,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.passes.call_graph import call_graph, recursive_functions
from microaot.passes.memory.accesses import Accesses
from microaot.passes.memory.one_pool import place
from microaot.passes.memory.program import SCRATCH, allocs_of, read_program
from microaot.passes.memory.rewrite import bytes_type, place_in_pools
from microaot.passes.memory.sizes import POOLS
from microaot.passes.module_functions import (
    ModuleFunctions,
    is_public,
    set_arguments,
    set_inputs,
)
from microaot.passes.packed.buffer_uses import require_only_direct_calls
from microaot.tools.errors import OperationError


def move_scratch_to_callers(module: ModuleOp, entry: func.FuncOp, node_limit: int) -> None:
    """Make an argument of what each function except the entry allocates, callees first.

    A single buffer is passed as it is. Several are placed in one block of bytes, so that those that
    are never in use at once share memory; there is one block for each choice of pools.
    """
    functions = ModuleFunctions(module)
    recursive = recursive_functions(module)
    for name in _callees_first(module):
        function = functions.by_name[name]
        if function is entry or function.is_declaration:
            continue
        allocs = allocs_of(function)
        if allocs:
            _require_movable(allocs[0], function, entry, name in recursive)
            require_only_direct_calls(functions, name)
            _Scratch(function, functions, Accesses(module), node_limit).move(allocs)


def _require_movable(
    alloc: memref.AllocOp, function: func.FuncOp, entry: func.FuncOp, is_recursive: bool
) -> None:
    name = function.sym_name.data
    if is_recursive:
        raise OperationError(alloc, f"allocates in @{name}, which is recursive")
    if is_public(function):
        raise OperationError(
            alloc,
            f"allocates in @{name}, which is public but not the entry @{entry.sym_name.data}: "
            "make it private, so that its callers provide the memory",
        )


def _callees_first(module: ModuleOp) -> list[str]:
    graph = call_graph(module)
    order: dict[str, None] = {}
    pending = [(name, False) for name in graph]
    seen: set[str] = set()
    while pending:
        name, are_callees_done = pending.pop()
        if are_callees_done:
            order[name] = None
        elif name in graph and name not in seen:
            seen.add(name)
            pending.append((name, True))
            pending += [(callee, False) for callee in sorted(graph[name])]
    return [*order]


class _Scratch:
    """Turns the allocs of one function into arguments."""

    def __init__(
        self, function: func.FuncOp, functions: ModuleFunctions, accesses: Accesses, limit: int
    ) -> None:
        self._function = function
        self._functions = functions
        self._program = read_program(function, accesses)
        self._limit = limit

    def move(self, allocs: list[memref.AllocOp]) -> None:
        groups: dict[Attribute | None, list[memref.AllocOp]] = {}
        for alloc in allocs:
            groups.setdefault(alloc.attributes.get(POOLS), []).append(alloc)
        for pools, group in groups.items():
            if len(group) == 1:
                self._pass_buffer(group[0], pools)
            else:
                self._pass_block(group, pools)

    def _pass_buffer(self, alloc: memref.AllocOp, pools: Attribute | None) -> None:
        """One buffer, with its own type."""
        alignment = 1 if alloc.alignment is None else alloc.alignment.value.data
        argument = self._add_argument(alloc, alloc.memref.type, alignment, pools)
        argument.name_hint = alloc.memref.name_hint or "scratch"
        Rewriter.replace_op(alloc, [], [argument])

    def _pass_block(self, group: list[memref.AllocOp], pools: Attribute | None) -> None:
        """Several buffers, in bytes."""
        values: list[SSAValue] = [alloc.memref for alloc in group]
        numbers = [self._program.values.index(value) for value in values]
        buffers = [self._program.buffers[number] for number in numbers]
        placement = place(buffers, self._limit)
        alignment = max(buffer.alignment for buffer in buffers)
        argument = self._add_argument(group[0], bytes_type(placement.size), alignment, pools)
        argument.name_hint = "scratch"
        places = {v: ("", o) for v, o in zip(values, placement.offsets, strict=True)}
        place_in_pools(self._function, places, {"": argument})

    def _add_argument(
        self, source: memref.AllocOp, type: Attribute, alignment: int, pools: Attribute | None
    ) -> SSAValue:
        """A new argument of the function, for which each caller allocates memory."""
        function, count = self._function, len(self._function.function_type.inputs)
        inputs = [*function.function_type.inputs, type]
        _, arguments = set_inputs(function, inputs, [*range(count), None])
        for call in self._functions.calls[function.sym_name.data]:
            assert isa(type, MemRefType[Attribute])
            aligned = IntegerAttr(alignment, i64) if alignment > 1 else None
            alloc = memref.AllocOp([], [], type, aligned)
            alloc.attributes[SCRATCH] = UnitAttr()
            if pools is not None:
                alloc.attributes[POOLS] = pools
            alloc.location = source.location
            alloc.memref.name_hint = f"{function.sym_name.data}_scratch"
            Rewriter.insert_op(alloc, InsertPoint.before(call))
            set_arguments(call, [*call.arguments, alloc.memref])
        return arguments[-1]
