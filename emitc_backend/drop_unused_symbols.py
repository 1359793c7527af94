"""Leave out what nothing in the program uses."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from microaot.dialects import emitc


@dataclass(frozen=True)
class DropUnusedSymbols(ModulePass):
    """Remove static functions and globals, and declarations, that no exported function reaches.

    A C compiler warns of them, and a reader wonders.

    ```mlir
    emitc.global static const @unused : !emitc.array<2xi8> = dense<1>
    ```
    disappears.
    """

    name = "emitc-drop-unused-symbols"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Keep what is reachable from what other files can see."""
        symbols = {
            top.sym_name.data: top
            for top in op.body.ops
            if isinstance(top, emitc.FuncOp | emitc.GlobalOp)
        }
        pending: list[Operation] = [
            top for top in op.body.ops if symbols.get(_name(top)) is not top or _is_exported(top)
        ]
        reached: set[Operation] = set(pending)
        while pending:
            for inner in pending.pop().walk():
                used = symbols.get(used_name(inner))
                if used is not None and used not in reached:
                    reached.add(used)
                    pending.append(used)
        for top in [*op.body.ops]:
            if top not in reached:
                Rewriter.erase_op(top, safe_erase=False)


def _name(op: Operation) -> str:
    return op.sym_name.data if isinstance(op, emitc.FuncOp | emitc.GlobalOp) else ""


def used_name(op: Operation) -> str:
    """The function or variable that `op` names, or nothing."""
    match op:
        case emitc.CallOp():
            return op.callee.string_value()
        case emitc.CallOpaqueOp():
            return op.callee.data
        case emitc.GetGlobalOp():
            return op.name_.string_value()
        case _:
            return ""


def _is_exported(op: Operation) -> bool:
    match op:
        case emitc.GlobalOp():
            return op.static_specifier is None and op.extern_specifier is None
        case emitc.FuncOp():
            return op.specifiers is None or not any(
                s.data in ("static", "extern") for s in op.specifiers
            )
        case _:
            return True
