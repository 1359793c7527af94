"""The function that firmware calls: structs with named members instead of a list of arguments."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from microaot.passes.interface.entry import EntryWriter
from microaot.passes.interface.maps import add_map_functions
from microaot.passes.interface.model import make_interface
from microaot.passes.interface.symbols import prefix_private_symbols
from microaot.passes.module_functions import is_public
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class CInterface(ModulePass):
    """Make of the only public function, or of `@main`, the C function that runs a model.

    Its arguments say what they are by attributes: `aot.input`, `aot.output`, `aot.pool` or
    `aot.device`. They become members of structs, which are read where they are used; a pool of the
    application that is the only one stays an argument. The function returns a status. Integers
    without a sign are unsigned in C with `aot.unsigned`, and signed otherwise. The op
    `aot.model` describes the interface; header, JSON and descriptor are printed from it. Private
    symbols get the prefix of the library, so that two libraries link into one program.

    ```mlir
    func.func @main(%x: memref<4xf32> {aot.input = "x:0"}, %y: memref<4xf32> {aot.output = "y"}) {
      func.call @f(%x, %y) : (memref<4xf32>, memref<4xf32>) -> ()
      return
    }
    ```
    becomes with `library=kws`
    ```mlir
    aot.model "kws" prefix "kws" {
      aot.input "x:0" as "x_0" : memref<4xf32> {alignment = 4 : i64}
      aot.output "y" as "y" : memref<4xf32> {alignment = 4 : i64}
    }
    func.func @kws_run(%inputs: !aot.struct<"kws_inputs"> {emitc.const},
                       %outputs: !aot.struct<"kws_outputs"> {emitc.const}) -> i32 {
      aot.require_present %inputs, %outputs else "KWS_ERROR_NULL" : ...
      ...
      %x = aot.member %inputs["x_0"] : !aot.struct<"kws_inputs"> -> memref<4xf32>
      %y = aot.member %outputs["y"] : !aot.struct<"kws_outputs"> -> memref<4xf32>
      func.call @kws_f(%x, %y) : (memref<4xf32>, memref<4xf32>) -> ()
      %success = arith.constant 0 : i32
      return %success : i32
    }
    ```

    `library`: the name of the library. `prefix`: put before it in all names; with `tvmgen` names
    and types are those of TVM v0.14. `checks`: refuse NULL and misaligned pointers, each with a
    status of its own. Inputs and outputs that the memory plan put into the pools are no arguments:
    `<library>_map_inputs` and `<library>_map_outputs` say where they are.
    """

    name = "c-interface"

    library: str = "model"
    prefix: str = ""
    checks: bool = True
    entry: str = ""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Change the entry."""
        entry = find_entry(op, self.entry)
        interface = make_interface(op, entry, self.library, self.prefix)
        prefix_private_symbols(op, interface.model)
        Rewriter.insert_op(interface.model, InsertPoint.at_start(op.body.block))
        EntryWriter(entry, interface).write(has_checks=self.checks)
        if interface.model.io_in_workspace:
            add_map_functions(op, entry, interface.model)


def find_entry(module: ModuleOp, name: str = "") -> func.FuncOp:
    """The function of the module that runs the model."""
    functions = [f for f in module.body.ops if isinstance(f, func.FuncOp) and not f.is_declaration]
    public = [function for function in functions if is_public(function)]
    named = [function for function in public if function.sym_name.data == (name or "main")]
    if name and not named:
        raise OperationError(module, f"has no public function @{name}")
    if not named and len(public) != 1:
        raise OperationError(
            module, f"has {len(public)} public functions, none of them @main: say which is run"
        )
    return (named or public)[0]
