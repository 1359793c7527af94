"""Checks in plain functions: a function that can fail returns a status."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from microaot.dialects import packed, type_erased
from microaot.passes.make_packed_api import is_entry
from microaot.passes.module_functions import ModuleFunctions, function_of
from microaot.passes.packed.reachability import ReachingEntries
from microaot.passes.status.return_status import return_status
from microaot.tools.errors import OperationError


@dataclass(frozen=True)
class LowerPackedChecks(ModulePass):
    """Let functions with a `packed.check` return a status, and their callers as well.

    The status is 0 for success, otherwise that of the kind of error, see `packed_status.h`. Packed
    entries, whose checks stay as they are, hand it on. Such a function reports its errors to the
    ABIs of the entries that call it, itself or through others; if there are none, nobody but its
    caller gets to know. It has another C name than before, see `return_status`.

    ```mlir
    func.func @f(%ok: i1) -> f32 {
      packed.check %ok, value_error, "expected at most 1024 elements"
      %c = arith.constant 1.0 : f32
      return %c : f32
    }
    ```
    becomes
    ```mlir
    func.func @f(%ok: i1, %result0: memref<f32>) -> i32 attributes {packed.status} {
      type_erased.check %ok, value_error, "f"
      %c = arith.constant 1.0 : f32
      memref.store %c, %result0[] : memref<f32>
      %0 = arith.constant 0 : i32
      return %0 : i32
    }
    ```
    """

    name = "lower-packed-checks"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Replace the checks, then change signatures."""
        checks: dict[func.FuncOp, list[packed.CheckOp]] = {}
        for inner in [*op.walk()]:
            if isinstance(inner, packed.CallOp):
                raise OperationError(
                    inner, "is still there: lower-packed-calls comes before lower-packed-checks"
                )
            if isinstance(inner, packed.CheckOp) and (function := function_of(inner)) is not None:
                if not is_entry(function):
                    checks.setdefault(function, []).append(inner)
        if not checks:
            return
        functions = ModuleFunctions(op)
        entries = ReachingEntries(functions)
        for function, inner in checks.items():
            name = function.sym_name.data
            abis = entries.abis(name)
            has_messages = entries.has_messages(name)
            for check in inner:
                message = check.message if has_messages else None
                new = type_erased.CheckOp(check.condition, check.kind, name, message, abis)
                new.location = check.location
                Rewriter.replace_op(check, new)
        return_status(op, checks)
