"""`propagate-status`: what fails ends its function, and gives back what is held."""

from collections.abc import Iterator
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import FunctionType, ModuleOp, i32
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from microaot.passes.module_functions import ModuleFunctions, function_of, own_ops
from microaot.passes.status.code import StatusWriter
from microaot.passes.status.scopes import may_fail, read_scopes
from microaot.passes.worklist import spread
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class PropagateStatus(ModulePass):
    """Let functions return the status of the first call in them that failed.

    A call has a status if its only result is an i32 that nobody uses, or if it is type-erased and
    returns it; 0 is success. After a failure no call is made but those that give back what is held
    (see `insert-device-hooks`), in reverse order. Their status only counts if nothing else has
    failed. A function with such calls returns a status itself.

    ```mlir
    func.func private @open() -> i32
    func.func private @work() -> i32
    func.func private @close() -> i32
    func.func @main() {
      %0 = func.call @open() {aot.acquires = "device"} : () -> i32
      %1 = func.call @work() : () -> i32
      %2 = func.call @close() {aot.releases = "device"} : () -> i32
      return
    }
    ```
    becomes
    ```mlir
    func.func private @open() -> i32
    func.func private @work() -> i32
    func.func private @close() -> i32
    func.func @main() -> i32 {
      %success = arith.constant 0 : i32
      %status = memref.alloca() : memref<i32>
      %release_status = memref.alloca() : memref<i32>
      %0 = func.call @open() {aot.acquires = "device"} : () -> i32
      memref.store %0, %status[] : memref<i32>
      %1 = memref.load %status[] : memref<i32>
      type_erased.return_failure %1
      %2 = func.call @work() : () -> i32
      memref.store %2, %status[] : memref<i32>
      %3 = func.call @close() {aot.releases = "device"} : () -> i32
      memref.store %3, %release_status[] : memref<i32>
      %4 = memref.load %status[] : memref<i32>
      %5 = arith.cmpi eq, %4, %success : i32
      scf.if %5 {
        %6 = memref.load %release_status[] : memref<i32>
        memref.store %6, %status[] : memref<i32>
      }
      %7 = memref.load %status[] : memref<i32>
      return %7 : i32
    }
    ```
    """

    name = "propagate-status"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Change the types of functions that can fail, and their calls, then the bodies."""
        functions = ModuleFunctions(op)
        failing = {
            function.sym_name.data: function
            for call in own_ops(op)
            if may_fail(call) and (function := function_of(call)) is not None
        }
        reached = spread(failing, lambda name: _callers(functions, name))
        changed = [functions.by_name[name] for name in reached]
        for function in changed:
            _return_status(function, functions)
        for function in changed:
            _require_straight_calls(function)
            StatusWriter(function).write(read_scopes(function.body.block))


def _callers(functions: ModuleFunctions, name: str) -> Iterator[str]:
    for call in functions.calls[name]:
        if (caller := function_of(call)) is not None:
            yield caller.sym_name.data


def _return_status(function: func.FuncOp, functions: ModuleFunctions) -> None:
    """Change the result of a function to a status, in its type and in its calls."""
    name = function.sym_name.data
    inputs, outputs = function.function_type.inputs.data, function.function_type.outputs.data
    if outputs:
        raise OperationError(function, f"@{name} returns {outputs[0]}, but has to return a status")
    function.properties["function_type"] = FunctionType.from_lists(inputs, [i32])
    for use in functions.other_uses[name]:
        raise OperationError(use, f"relies on the type of @{name}, which has to return a status")
    for call in functions.calls[name]:
        new = func.CallOp(name, call.operands, [i32])
        new.attributes.update(call.attributes)
        new.location = call.location
        Rewriter.replace_op(call, new, [])


def _require_straight_calls(function: func.FuncOp) -> None:
    for op in function.walk():
        if may_fail(op) and (op.parent_op() is not function or len(function.body.blocks) != 1):
            raise OperationError(op, "can fail under a condition or in a loop")
