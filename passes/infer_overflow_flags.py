"""The pass that marks integer arithmetic which cannot overflow."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.arith import (
    IntegerOverflowAttr,
    IntegerOverflowFlag,
    SignlessIntegerBinaryOperationWithOverflow,
)
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from microaot.passes.integers.range_analysis import RangeAnalysis

INDEX_WIDTHS = (32, 64)
"""The widths of `index` on the targets of generated code; a proof has to hold for all of them."""


@dataclass(frozen=True)
class InferOverflowFlags(ModulePass):
    """Set `overflow<nsw>` on sums, products and left shifts whose result fits their type for
    certain; C then needs no detour through unsigned types for them.

    Sums that are carried by loops count as the sums of all that the loops can add to them.

    ```mlir
    %s = scf.for %i = %c0 to %c64 step %c1 iter_args(%acc = %zero) -> (i32) {
      %a = memref.load %x[%i] : memref<64xi8>
      %wide = arith.extsi %a : i8 to i32
      %square = arith.muli %wide, %wide : i32
      %sum = arith.addi %acc, %square : i32
      scf.yield %sum : i32
    }
    ```
    becomes
    ```mlir
      %square = arith.muli %wide, %wide overflow<nsw> : i32
      %sum = arith.addi %acc, %square overflow<nsw> : i32
    ```
    as both are at most 64 * 128 * 128.
    """

    name = "infer-overflow-flags"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Mark what fits on every target."""
        proofs = [RangeAnalysis(op, width).fitting for width in INDEX_WIDTHS]
        for nested in op.walk():
            if isinstance(nested, SignlessIntegerBinaryOperationWithOverflow) and all(
                nested in fitting for fitting in proofs
            ):
                flags = {*nested.overflow_flags.data, IntegerOverflowFlag.NSW}
                # In the order in which MLIR prints them.
                ordered = [flag for flag in IntegerOverflowFlag if flag in flags]
                nested.overflow_flags = IntegerOverflowAttr(ordered)
