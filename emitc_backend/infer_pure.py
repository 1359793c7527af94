"""The pass `emitc-infer-pure`: which calls only compute."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp, UnitAttr
from xdsl.passes import ModulePass

from microaot.dialects import emitc
from microaot.emitc_backend.conversions.builder import PURE


@dataclass(frozen=True)
class InferPure(ModulePass):
    """Marks calls of functions that read and write no memory, so that `emitc-form-expressions` may
    move them to where their result is used.

    ```mlir
    emitc.func private @twice(%x: i32) -> i32 attributes {specifiers = ["static"]} {
      %y = emitc.mul %x, %x : (i32, i32) -> i32
      emitc.return %y : i32
    }
    emitc.func @f(%x: i32) -> i32 {
      %a = emitc.call @twice(%x) : (i32) -> i32
      %b = emitc.call @twice(%a) : (i32) -> i32
      emitc.return %b : i32
    }
    ```
    becomes `return twice(twice(x));`, with `pure` on both calls.
    """

    name = "emitc-infer-pure"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Mark the calls of all functions that only compute."""
        functions = [nested for nested in op.walk() if isinstance(nested, emitc.FuncOp)]
        pure = {f.sym_name.data for f in functions if not f.is_declaration and _only_computes(f)}
        for nested in op.walk():
            if isinstance(nested, emitc.CallOp) and len(nested.results) == 1:
                if nested.callee.root_reference.data in pure:
                    nested.attributes[PURE] = UnitAttr()


def _only_computes(function: emitc.FuncOp) -> bool:
    """Whether a function is one block of scalar expressions."""
    if len(function.body.blocks) != 1:
        return False
    *computing, _ = function.body.block.ops
    return all(
        isinstance(op, emitc.CExpressionOp)
        and not isinstance(op, emitc.CallOp | emitc.CallOpaqueOp | emitc.LoadOp | emitc.ApplyOp)
        and not op.has_side_effects()
        for op in computing
    )
