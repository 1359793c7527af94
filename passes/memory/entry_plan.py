"""The memory plan of the function that the application calls."""

from collections.abc import Sequence
from dataclasses import replace

from xdsl.dialects import func, memref
from xdsl.dialects.builtin import (
    IntegerAttr,
    MemRefType,
    ModuleOp,
    StringAttr,
    SymbolRefAttr,
    UnitAttr,
)
from xdsl.ir import Attribute, BlockArgument, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.dialects.aot.arguments import INPUT, OUTPUT, POOL, SCALE, ZERO_POINT
from microaot.emitc_backend.c_names import private_symbol
from microaot.passes.memory.accesses import Accesses
from microaot.passes.memory.buffers import Buffer
from microaot.passes.memory.check import mistakes
from microaot.passes.memory.interface_types import interface_type
from microaot.passes.memory.plan import MemoryPlan, PlannedBuffer, PlannedPool
from microaot.passes.memory.pool_arguments import add_pool_arguments, require_no_callers
from microaot.passes.memory.pools import Pool
from microaot.passes.memory.program import (
    Interface,
    attributes_of,
    is_scratch,
    read_program,
)
from microaot.passes.memory.redundant_copies import is_copy
from microaot.passes.memory.rewrite import bytes_type, place_in_pools
from microaot.passes.memory.several_pools import DoesNotFit
from microaot.passes.memory.sharing import SharedPlan, plan_shared
from microaot.passes.module_functions import set_inputs
from microaot.tools.errors import OperationError


def interface_of(entry: func.FuncOp) -> Interface:
    """The memref arguments of the entry that are no pools; those that do not say what they are may
    be both."""
    memrefs = [a for a in entry.body.blocks[0].args if isa(a.type, MemRefType[Attribute])]
    arguments = [argument for argument in memrefs if POOL not in attributes_of(argument)]
    told = {argument: attributes_of(argument).keys() & {INPUT, OUTPUT} for argument in arguments}
    return Interface(
        inputs=[a for a in arguments if told[a] != {OUTPUT}],
        outputs=[a for a in arguments if told[a] != {INPUT}],
    )


def number_of(attribute: Attribute | None) -> int | None:
    """The value of an integer attribute, if it is one."""
    return attribute.value.data if isinstance(attribute, IntegerAttr) else None


class EntryPlan:
    """Places the buffers of the entry, and those of its `interface` if there is one."""

    def __init__(
        self,
        module: ModuleOp,
        entry: func.FuncOp,
        accesses: Accesses,
        interface: Interface | None,
    ) -> None:
        self._module = module
        self._entry = entry
        self._accesses = accesses
        self._interface = interface or Interface()
        self._program = read_program(entry, accesses, interface)

    def make(self, pools: Sequence[Pool], alignment: int, node_limit: int) -> None:
        """Choose the places, put the buffers there, and record the plan."""
        buffers = [replace(b, alignment=max(b.alignment, alignment)) for b in self._program.buffers]
        self._require_pools(buffers, pools)
        try:
            plan = plan_shared(buffers, self._program.pairs, pools, node_limit)
        except DoesNotFit as error:
            raise OperationError(self._entry, _describe(error, pools)) from None
        _check(buffers, plan, pools)
        used = [_planned_pool(pool, buffers, plan) for pool in pools]
        steps = self._erase_copies(plan)
        self._record(buffers, plan, used, steps)
        self._rewrite(plan, [pool for pool in used if pool.size])

    def _require_pools(self, buffers: Sequence[Buffer], pools: Sequence[Pool]) -> None:
        known = {pool.name for pool in pools}
        for value, buffer in zip(self._program.values, buffers, strict=True):
            for name in buffer.pools:
                if name not in known:
                    owner = value.owner if isinstance(value.owner, Operation) else self._entry
                    raise OperationError(owner, f"wants to be in pool '{name}', which is not given")

    def _erase_copies(self, plan: SharedPlan) -> list[int]:
        """Erase what copies a buffer onto itself; return the numbers of the steps that remain."""
        erased: set[int] = set()
        for source, target in self._program.pairs:
            number = self._program.buffers[target].first
            step, values = self._program.steps[number], self._program.values
            if number not in erased and plan.holders[source] == plan.holders[target]:
                if is_copy(step, values[source], values[target], self._accesses):
                    erased.add(number)
        for number in erased:
            Rewriter.erase_op(self._program.steps[number])
        return [number for number in range(len(self._program.steps)) if number not in erased]

    def _record(
        self,
        buffers: Sequence[Buffer],
        plan: SharedPlan,
        pools: Sequence[PlannedPool],
        steps: Sequence[int],
    ) -> None:
        end = len(self._program.steps)
        planned: list[PlannedBuffer] = []
        for i, (buffer, value) in enumerate(zip(buffers, self._program.values, strict=True)):
            holder = plan.holders[i]
            first = sum(step < buffer.first for step in steps) if buffer.first >= 0 else -1
            last = sum(step <= buffer.last for step in steps) - 1
            last = len(steps) if buffer.last >= end else max(first, last)
            row = PlannedBuffer(
                buffer.name,
                self._kind(value),
                *plan.places[i],
                buffer.size,
                buffer.alignment,
                first,
                last,
                None if holder == i else buffers[holder].name,
            )
            if isinstance(value, BlockArgument):
                attributes = attributes_of(value)
                label = attributes.get(INPUT, attributes.get(OUTPUT))
                row = replace(
                    row,
                    argument=value.index,
                    label=label.data if isinstance(label, StringAttr) else None,
                    type=interface_type(value, self._entry),
                    scale=attributes.get(SCALE),
                    zero_point=number_of(attributes.get(ZERO_POINT)),
                )
            planned.append(row)
        names = [_step_name(self._program.steps[step]) for step in steps]
        MemoryPlan(self._entry.sym_name.data, names, pools, planned).attach(self._module)

    def _kind(self, value: SSAValue) -> str:
        if not isinstance(value, BlockArgument):
            return "scratch" if is_scratch(value) else "intermediate"
        if value not in self._interface.outputs:
            return "input"
        return "inout" if value in self._interface.inputs else "output"

    def _rewrite(self, plan: SharedPlan, used: Sequence[PlannedPool]) -> None:
        places = dict(zip(self._program.values, plan.places, strict=True))
        entry, added = self._entry, [pool for pool in used if pool.owner == "app"]
        removed = [value.index for value in places if isinstance(value, BlockArgument)]
        if removed:
            require_no_callers(self._module, entry)
        values: dict[str, SSAValue] = {}
        if added:
            rows = [(pool.name, bytes_type(pool.size), pool.alignment) for pool in added]
            arguments = add_pool_arguments(self._module, entry, rows)
            values = {pool.name: a for pool, a in zip(added, arguments, strict=True)}
            body = entry.body.blocks[0]
            places = {
                body.args[value.index] if isinstance(value, BlockArgument) else value: at
                for value, at in places.items()
            }
        values |= {pool.name: self._global(pool) for pool in used if pool.owner != "app"}
        place_in_pools(entry, places, values)
        if removed:
            kept = [i for i in range(len(entry.function_type.inputs)) if i not in removed]
            set_inputs(entry, [entry.function_type.inputs.data[i] for i in kept], kept)

    def _global(self, pool: PlannedPool) -> SSAValue:
        symbols = (op.properties.get("sym_name") for op in self._module.body.ops)
        taken = {symbol.data for symbol in symbols if isinstance(symbol, StringAttr)}
        name, type = private_symbol(pool.name, taken), bytes_type(pool.size)
        alignment = pool.alignment if pool.alignment > 1 else None
        memory = memref.GlobalOp.get(
            StringAttr(name), type, UnitAttr(), StringAttr("private"), alignment=alignment
        )
        memory.attributes[POOL] = StringAttr(pool.name)
        get_global = memref.GetGlobalOp(SymbolRefAttr(name), type)
        get_global.memref.name_hint = pool.name
        memory.location = get_global.location = self._entry.location
        Rewriter.insert_op(memory, InsertPoint.before(self._entry))
        Rewriter.insert_op(get_global, InsertPoint.at_start(self._entry.body.blocks[0]))
        return get_global.memref


def _planned_pool(pool: Pool, buffers: Sequence[Buffer], plan: SharedPlan) -> PlannedPool:
    placement = plan.plan.pools[pool.name]
    inside = (b.alignment for b, at in zip(buffers, plan.places, strict=True) if at[0] == pool.name)
    alignment = max([pool.alignment, *inside])
    return PlannedPool(
        pool.name, pool.owner, placement.size, alignment, placement.bound, pool.limit
    )


def _check(buffers: Sequence[Buffer], plan: SharedPlan, pools: Sequence[Pool]) -> None:
    """A wrong plan would be wrong code: look at it independently of how it was made."""
    united = {holder: buffers[holder] for holder in plan.holders}
    for buffer, holder in zip(buffers, plan.holders, strict=True):
        united[holder] = united[holder].united(buffer)
    places = [plan.places[holder] for holder in united]
    limits = {pool.name: pool.limit for pool in pools}
    assert not (wrong := [*mistakes([*united.values()], places, limits)]), wrong


def _describe(error: DoesNotFit, pools: Sequence[Pool]) -> str:
    missing = ", ".join(f"%{buffer.name} ({buffer.size:,} B)" for buffer in error.buffers)
    limits = ", ".join(
        f"{pool.name} ({'any size' if pool.limit is None else f'{pool.limit:,} B'})"
        for pool in pools
    )
    return f"needs more memory than its pools have: no room for {missing} in {limits}"


def _step_name(op: Operation) -> str:
    return op.callee.string_value() if isinstance(op, func.CallOp) else op.name
