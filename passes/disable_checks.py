"""Drop run-time checks on request."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter
from xdsl.traits import MemoryEffectKind, get_effects, is_side_effect_free

from microaot.dialects import packed, type_erased
from microaot.dialects.packed.entry import CheckArgumentOp


@dataclass(frozen=True)
class DisableChecks(ModulePass):
    """Erase every check, and what is computed or read for checks only.

    Whoever asks for this knows that all callers are right: a wrong argument is undefined behaviour
    now. Demands on devices (`packed.require_device`) are no checks yet; a contradiction stays an
    error at compile time.

    ```mlir
    func.func @f(%b: !packed.buffer<4xf32>) {
      %t = packed.device_type %b : !packed.buffer<4xf32>
      %cpu = arith.constant 1 : i32
      %ok = arith.cmpi eq, %t, %cpu : i32
      packed.check %ok, value_error, "expected a buffer on the CPU"
      return
    }
    ```
    becomes
    ```mlir
    func.func @f(%b: !packed.buffer<4xf32>) {
      return
    }
    ```
    """

    name = "disable-checks"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Erase the checks, last one first, with what fed them."""
        kinds = packed.CheckOp | CheckArgumentOp | type_erased.CheckOp
        checks = [o for o in op.walk() if isinstance(o, kinds)]
        for check in reversed(checks):
            _erase_with_sources(check)


def _erase_with_sources(check: Operation) -> None:
    pending: dict[Operation, None] = {check: None}
    while pending:
        op, _ = pending.popitem()
        sources = [owner for v in op.operands if isinstance(owner := v.owner, Operation)]
        Rewriter.erase_op(op)
        pending |= {source: None for source in sources if _is_idle(source)}


def _is_idle(op: Operation) -> bool:
    """Whether nobody needs the results of `op` and it does nothing but read."""
    if any(result.uses for result in op.results) or op.regions or not op.results:
        return False
    if is_side_effect_free(op):
        return True
    effects = get_effects(op)
    return effects is not None and all(e.kind is MemoryEffectKind.READ for e in effects)
