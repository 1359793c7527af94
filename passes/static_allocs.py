"""Put every allocated memref into a static buffer: generated code has no heap."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func, memref
from xdsl.dialects.builtin import MemRefType, ModuleOp, StringAttr, SymbolRefAttr, UnitAttr
from xdsl.ir import Attribute, Operation
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from microaot.emitc_backend.c_names import private_symbol
from microaot.passes.call_graph import recursive_functions
from microaot.passes.memory.buffer_reuse import Lifetime, reuse
from microaot.passes.memory.memref_aliases import aliases, is_carried, loop_around
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class StaticAllocs(ModulePass):
    """Make each `memref.alloc` a private global; buffers of one type that are never in use at the
    same time share one.

    ```mlir
    func.func @f() {
      %buffer = memref.alloc() : memref<4xf32>
      memref.dealloc %buffer : memref<4xf32>
      return
    }
    ```
    becomes
    ```mlir
    memref.global "private" @buffer : memref<4xf32> = uninitialized
    func.func @f() {
      %buffer = memref.get_global @buffer : memref<4xf32>
      return
    }
    ```
    """

    name = "static-allocs"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Replace the allocs of each function, then drop the deallocs."""
        symbols = (top.properties.get("sym_name") for top in op.body.ops)
        taken = {symbol.data for symbol in symbols if isinstance(symbol, StringAttr)}
        recursive = recursive_functions(op)
        for function in [*op.body.ops]:
            if not isinstance(function, func.FuncOp) or function.is_declaration:
                continue
            allocs = [a for a in function.walk() if isinstance(a, memref.AllocOp)]
            for alloc in allocs:
                _require_static(alloc, function, recursive)
            for shared in _share(function, allocs):
                _replace(shared, function, taken)
        for dealloc in [d for d in op.walk() if isinstance(d, memref.DeallocOp)]:
            Rewriter.erase_op(dealloc)


def _require_static(alloc: memref.AllocOp, function: func.FuncOp, recursive: set[str]) -> None:
    type = alloc.memref.type
    if not isa(type, MemRefType) or not type.has_static_shape() or alloc.symbol_operands:
        raise OperationError(
            alloc, f"allocates {type}: generated code has no heap, so sizes must be known"
        )
    if function.sym_name.data in recursive:
        raise OperationError(alloc, "allocates a static buffer in a recursive function")
    if (loop := loop_around(alloc)) is not None and is_carried(alloc.memref, loop):
        raise OperationError(alloc, "allocates a buffer that outlives an iteration of its loop")


def _share(function: func.FuncOp, allocs: list[memref.AllocOp]) -> list[list[memref.AllocOp]]:
    """Groups of allocs that may have one buffer."""
    if len(function.body.blocks) > 1:
        return [[alloc] for alloc in allocs]
    block = function.body.block
    position = {op: i for i, op in enumerate(block.ops)}

    def ancestor(op: Operation) -> int:
        while op.parent is not block:
            parent = op.parent_op()
            assert parent is not None
            op = parent
        return position[op]

    def lifetime(alloc: memref.AllocOp) -> Lifetime[tuple[Attribute, Attribute | None]]:
        uses = (use.operation for alias in aliases(alloc.memref) for use in alias.uses)
        last = max(map(ancestor, uses), default=ancestor(alloc))
        return Lifetime(ancestor(alloc), last, (alloc.memref.type, alloc.alignment))

    groups = reuse([lifetime(alloc) for alloc in allocs])
    return [[allocs[i] for i in group] for group in groups]


def _replace(allocs: list[memref.AllocOp], function: func.FuncOp, taken: set[str]) -> None:
    first = allocs[0]
    name = private_symbol(first.memref.name_hint or "buffer", taken)
    taken.add(name)
    type = first.memref.type
    assert isa(type, MemRefType)
    alignment = first.alignment.value.data if first.alignment is not None else None
    buffer = memref.GlobalOp.get(
        StringAttr(name), type, UnitAttr(), StringAttr("private"), alignment=alignment
    )
    buffer.location = first.location
    Rewriter.insert_op(buffer, InsertPoint.before(function))
    for alloc in allocs:
        get_global = memref.GetGlobalOp(SymbolRefAttr(name), type)
        get_global.location = alloc.location
        Rewriter.replace_op(alloc, get_global)
