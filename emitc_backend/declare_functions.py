"""Declare functions that are called before they are defined, as C demands."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, Operation
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.dialects import emitc
from microaot.emitc_backend.source_files import source_blocks


@dataclass(frozen=True)
class DeclareFunctions(ModulePass):
    """Insert an `emitc.declare_func` for each function that is called before its definition.

    MLIR lets functions stand in any order; C needs a prototype first.

    ```mlir
    emitc.func @f() {
      emitc.call @g() : () -> ()
      emitc.return
    }
    emitc.func @g() {
      emitc.return
    }
    ```
    gets `emitc.declare_func @g` in front of `@f`.
    """

    name = "emitc-declare-functions"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Insert the declarations before the first function."""
        for block in source_blocks(op):
            _declare(block)


def _declare(block: Block) -> None:
    functions = [top for top in block.ops if isinstance(top, emitc.FuncOp)]
    definitions = {f.sym_name.data: f for f in functions if not f.is_declaration}
    declared = {
        top.sym_name.string_value() for top in block.ops if isinstance(top, emitc.DeclareFuncOp)
    }
    defined: set[str] = set()
    early: dict[str, None] = {}
    for function in functions:
        defined.add(function.sym_name.data)
        for callee in map(_callee, function.walk()):
            if callee in definitions and callee not in defined | declared:
                early[callee] = None
    for name in early:
        declaration = emitc.DeclareFuncOp(name)
        declaration.location = definitions[name].location
        Rewriter.insert_op(declaration, InsertPoint.before(functions[0]))


def _callee(op: Operation) -> str:
    match op:
        case emitc.CallOp():
            return op.callee.string_value()
        case emitc.CallOpaqueOp():
            return op.callee.data
        case _:
            return ""
