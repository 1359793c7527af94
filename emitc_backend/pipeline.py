"""The way from the plain level to C as IR, pass by pass."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass
from xdsl.transforms.dead_code_elimination import DeadCodeElimination

from microaot.emitc_backend.c_symbol_names import CSymbolNames
from microaot.emitc_backend.convert_to_emitc import ConvertToEmitC
from microaot.emitc_backend.declare_functions import DeclareFunctions
from microaot.emitc_backend.drop_unused_extents import DropUnusedExtents
from microaot.emitc_backend.drop_unused_symbols import DropUnusedSymbols
from microaot.emitc_backend.form_expressions import FormExpressions
from microaot.emitc_backend.infer_const import InferConst
from microaot.emitc_backend.infer_pure import InferPure
from microaot.emitc_backend.link_runtime import LinkRuntime
from microaot.emitc_backend.repeat_cheap_values import RepeatCheapValues
from microaot.emitc_backend.unroll_loops import UnrollLoops
from microaot.passes.bound_dynamic_allocs import BoundDynamicAllocs
from microaot.passes.constant_descriptors import ConstantDescriptors
from microaot.passes.convert_linalg_to_structured_loops import ConvertLinalgToStructuredLoops
from microaot.passes.expand_affine import ExpandAffine
from microaot.passes.expand_atomics import ExpandAtomics
from microaot.passes.hoist_escaping_allocas import HoistEscapingAllocas
from microaot.passes.infer_overflow_flags import InferOverflowFlags
from microaot.passes.inline_execute_regions import InlineExecuteRegions
from microaot.passes.lower_packed_checks import LowerPackedChecks
from microaot.passes.memref_results_to_arguments import MemRefResultsToArguments
from microaot.passes.static_allocs import StaticAllocs
from microaot.passes.window_dynamic_allocs import WindowDynamicAllocs


def plain_to_emitc(prefix: str = "", unroll: int = 1) -> tuple[ModulePass, ...]:
    """The passes that take a plain module to emitc, in order.

    `prefix` is put before the names of public symbols, see `c-symbol-names`; `unroll` is the factor
    of `emitc-unroll-loops`.
    """
    return (
        LowerPackedChecks(),
        CSymbolNames(prefix),
        MemRefResultsToArguments(),
        BoundDynamicAllocs(),
        WindowDynamicAllocs(),
        ConvertLinalgToStructuredLoops(),
        ExpandAffine(),
        ExpandAtomics(),
        InlineExecuteRegions(),
        HoistEscapingAllocas(),
        StaticAllocs(),
        ConstantDescriptors(),
        DeadCodeElimination(),
        InferOverflowFlags(),
        ConvertToEmitC(),
        DropUnusedSymbols(),
        DropUnusedExtents(),
        UnrollLoops(unroll),
        InferPure(),
        RepeatCheapValues(),
        FormExpressions(),
        InferConst(),
        DeclareFunctions(),
        LinkRuntime(),
    )


@dataclass(frozen=True)
class PlainToEmitC(ModulePass):
    """All passes from the plain level to emitc that is ready to print.

    The plain level is func, memref, linalg on memrefs, scf, affine, arith, math, index and cf.

    ```mlir
    func.func @twice(%x: i32) -> i32 {
      %y = arith.addi %x, %x : i32
      return %y : i32
    }
    ```
    """

    name = "plain-to-emitc"

    prefix: str = ""
    unroll: int = 1

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        """Run the passes one after another."""
        for step in plain_to_emitc(self.prefix, self.unroll):
            step.apply(ctx, op)
