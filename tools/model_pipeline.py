"""The way from a model on tensors to a planned program, pass by pass."""

from collections.abc import Iterator

from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from microaot.passes.assign_devices import AssignDevices
from microaot.passes.bound_dynamic_allocs import BoundDynamicAllocs
from microaot.passes.bufferize import Bufferize
from microaot.passes.convert_linalg_to_structured_loops import ConvertLinalgToStructuredLoops
from microaot.passes.fold_exact_rescales import FoldExactRescales
from microaot.passes.fold_known_comparisons import FoldKnownComparisons
from microaot.passes.fold_zero_points import FoldZeroPoints
from microaot.passes.infer_overflow_flags import InferOverflowFlags
from microaot.passes.insert_device_hooks import InsertDeviceHooks
from microaot.passes.limit_alignment import LimitAlignment
from microaot.passes.lower_tensors_to_loops import LowerTensorsToLoops
from microaot.passes.narrow_wide_shifts import NarrowWideShifts
from microaot.passes.outline_operators import OutlineOperators
from microaot.passes.outline_wide_arithmetic import OutlineWideArithmetic
from microaot.passes.place_constants import PlaceConstants
from microaot.passes.plan_memory import PlanMemory
from microaot.passes.refine_shapes import RefineShapes
from microaot.passes.tosa_to_linalg import TosaToLinalg
from microaot.passes.window_dynamic_allocs import WindowDynamicAllocs
from microaot.tools.options import CompileOptions


def to_linalg(module: ModuleOp) -> Iterator[ModulePass]:
    """From TOSA, if that is what a model is made of."""
    if any(op.dialect_name() == "tosa" for op in module.walk()):
        yield TosaToLinalg()


def to_operators(options: CompileOptions) -> tuple[ModulePass, ...]:
    """From a model to operators, each a function on tensors in destination-passing style."""
    return (
        RefineShapes(),
        FoldExactRescales(),
        FoldZeroPoints(),
        OutlineOperators(),
        AssignDevices(partition=options.partition or ""),
    )


def to_buffers() -> tuple[ModulePass, ...]:
    """From operators on tensors to loops over buffers, with arithmetic for small machines.

    Where sizes stay open, ops are lowered one by one, on buffers of bounded size.
    """
    return (
        LowerTensorsToLoops(),
        Bufferize(),
        BoundDynamicAllocs(),
        WindowDynamicAllocs(),
        ConvertLinalgToStructuredLoops(),
        FoldKnownComparisons(),
        NarrowWideShifts(),
        InferOverflowFlags(),
        OutlineWideArithmetic(),
    )


def to_pools(options: CompileOptions) -> Iterator[ModulePass]:
    """From buffers to places in pools."""
    if options.max_alignment is not None:
        yield LimitAlignment(options.max_alignment)
    if options.constant_pools:
        yield PlaceConstants(options.constant_pools, options.constant_section)
    elif options.constant_section:
        yield PlaceConstants(section=options.constant_section)
    yield InsertDeviceHooks(options.device_hooks or "microaot")
    yield PlanMemory(options.pools, options.reorder, options.io_in_workspace)
