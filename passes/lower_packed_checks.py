"""Checks in plain functions: a function that can fail returns a status."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from microaot.dialects import packed, type_erased
from microaot.dialects.packed.entry import ABI, ArgumentsType
from microaot.emitc_backend.conversions.packed_entry import ERROR_MESSAGES
from microaot.passes.make_packed_api import is_entry
from microaot.passes.module_functions import ModuleFunctions, function_of
from microaot.passes.return_status import return_status
from microaot.passes.worklist import spread
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
        reporting = _Reporting(functions)
        for function, inner in checks.items():
            name = function.sym_name.data
            abis = reporting.abis(name)
            has_messages = reporting.has_messages(name)
            for check in inner:
                message = check.message if has_messages else None
                new = type_erased.CheckOp(check.condition, check.kind, name, message, abis)
                new.location = check.location
                Rewriter.replace_op(check, new)
        return_status(op, checks)


class _Reporting:
    """Who hears of the errors of plain functions: the packed entries that reach them."""

    def __init__(self, functions: ModuleFunctions) -> None:
        callees: dict[str, list[str]] = {}
        for name, calls in functions.calls.items():
            for call in calls:
                if (caller := function_of(call)) is not None:
                    callees.setdefault(caller.sym_name.data, []).append(name)
        entries: dict[tuple[ABI, bool], dict[str, None]] = {}
        for function in functions.by_name.values():
            match function.function_type.inputs.data:
                case (ArgumentsType() as arguments,):
                    has_messages = ERROR_MESSAGES not in function.attributes
                    group = entries.setdefault((arguments.abi.data, has_messages), {})
                    group[function.sym_name.data] = None
                case _:
                    pass
        self._reached = {
            key: spread(group, lambda name: callees.get(name, ())) for key, group in entries.items()
        }

    def abis(self, name: str) -> list[ABI]:
        """The ABIs of the entries that reach a function, each once."""
        found = {abi for (abi, _), reached in self._reached.items() if name in reached}
        return [abi for abi in ABI if abi in found]

    def has_messages(self, name: str) -> bool:
        """Whether anybody wants to hear more than the kind of an error."""
        return any(full and name in reached for (_, full), reached in self._reached.items())
