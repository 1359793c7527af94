"""Plan the memory of a whole program: every buffer gets a place in a pool."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from microaot.passes.memory.accesses import Accesses
from microaot.passes.memory.entries import entry_of
from microaot.passes.memory.entry_plan import EntryPlan, interface_of
from microaot.passes.memory.one_pool import NODE_LIMIT
from microaot.passes.memory.order import STATE_LIMIT
from microaot.passes.memory.pools import is_power_of_two, parse_pools
from microaot.passes.memory.reorder_calls import reorder_calls
from microaot.passes.memory.scratch import move_scratch_to_callers
from microaot.tools.errors import UserError


@dataclass(frozen=True)
class PlanMemory(ModulePass):
    """Replaces each `memref.alloc` by a view of a pool; buffers share memory when they may.

    The entry is the only public function, or `@main`. What other functions allocate becomes an
    argument of theirs. Two buffers share bytes if they are never in use at once, or if an operator
    can write its result over an input that nobody needs any more.

    ```mlir
    func.func @main(%x: memref<8xi8>, %y: memref<8xi8>) {
      %a = memref.alloc() : memref<8xi8>
      func.call @f(%x, %a) : (memref<8xi8>, memref<8xi8>) -> ()
      func.call @g(%a, %y) : (memref<8xi8>, memref<8xi8>) -> ()
      return
    }
    ```
    becomes
    ```mlir
    memref.global "private" @workspace : memref<8xi8> = uninitialized {aot.pool = "workspace"}
    func.func @main(%x: memref<8xi8>, %y: memref<8xi8>) {
      %workspace = memref.get_global @workspace : memref<8xi8>
      %c0 = arith.constant 0 : index
      %a = memref.view %workspace[%c0][] : memref<8xi8> to memref<8xi8>
      func.call @f(%x, %a) : (memref<8xi8>, memref<8xi8>) -> ()
      func.call @g(%a, %y) : (memref<8xi8>, memref<8xi8>) -> ()
      return
    }
    ```
    with the plan in the attribute `aot.memory_plan` of the module (see `memory/plan.py`).

    `pools`: pools as `name:size:owner:alignment`, in the order in which buffers prefer them; an
    alloc or argument with `aot.pools = ["a", "b"]` goes into one of those. A pool of the library is
    a global, one of the application (`app`) a trailing argument of the entry.
    `reorder`: change the order of calls that do not depend on each other if that saves memory.
    `io_in_workspace`: plan the inputs and outputs as well; they stop being arguments of the entry.
    An input keeps its data up to its last use only.
    `alignment`: align every buffer to so many bytes at least.
    `node_limit`, `state_limit`: how long to search for the best placement and the best order.
    """

    name = "plan-memory"

    pools: tuple[str, ...] = ("workspace",)
    reorder: bool = False
    io_in_workspace: bool = False
    alignment: int = 1
    entry: str = ""
    node_limit: int = NODE_LIMIT
    state_limit: int = STATE_LIMIT

    def __post_init__(self) -> None:
        """Refuse options that make no sense."""
        if not is_power_of_two(self.alignment):
            raise UserError(f"{self.alignment} is not an alignment: it has to be a power of two")
        parse_pools(self.pools)

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Plan the scratch of operators, then the entry."""
        entry = entry_of(op, self.entry)
        move_scratch_to_callers(op, entry, self.node_limit)
        interface = interface_of(entry) if self.io_in_workspace else None
        accesses = Accesses(op)
        if self.reorder:
            reorder_calls(entry, accesses, interface, self.state_limit)
        plan = EntryPlan(op, entry, accesses, interface)
        plan.make(parse_pools(self.pools), self.alignment, self.node_limit)
