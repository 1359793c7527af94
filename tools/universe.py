"""Everything microaot adds to an xDSL environment: dialects, passes and targets by name.

Plain `xdsl-opt` finds `MICROAOT_UNIVERSE` through the entry point group `xdsl.universe`. An import
error here would break every xDSL tool of the environment, so this module imports nothing but the
registries; each dialect, pass and target is imported when it is first used.

Some upstream dialects are incomplete in xDSL 0.74 (`emitc` has 3 of 49 ops). microaot registers
supersets of them under their own names: the same xDSL classes plus what is missing. xDSL refuses
two factories for one name, so the superset replaces xDSL's factory in its universe.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from xdsl.ir import Dialect
from xdsl.passes import ModulePass
from xdsl.universe import XDSL_UNIVERSE, Universe
from xdsl.utils.target import Target


def _lazily(place: str) -> Callable[[], Any]:
    """A factory that imports `module:name`, relative to microaot, when it is called."""
    module, name = place.split(":")
    return lambda: getattr(import_module(f"microaot.{module}"), name)


EXTENDED_DIALECTS: dict[str, Callable[[], Dialect]] = {
    "affine": _lazily("dialects.affine:AFFINE"),
    "arith": _lazily("dialects.arith:ARITH"),
    "bufferization": _lazily("dialects.bufferization:BUFFERIZATION"),
    "cf": _lazily("dialects.cf:CF"),
    "emitc": _lazily("dialects.emitc:EMITC"),
    "func": _lazily("dialects.func:FUNC"),
    "linalg": _lazily("dialects.linalg:LINALG"),
    "math": _lazily("dialects.math:MATH"),
    "memref": _lazily("dialects.memref:MEMREF"),
    "scf": _lazily("dialects.scf:SCF"),
    "tensor": _lazily("dialects.tensor:TENSOR"),
    "tosa": _lazily("dialects.tosa:TOSA"),
}
"""Supersets of dialects that xDSL has in part."""

DIALECTS: dict[str, Callable[[], Dialect]] = {
    "aot": _lazily("dialects.aot:AOT"),
    "index": _lazily("dialects.index:INDEX"),
    "packed": _lazily("dialects.packed:PACKED"),
    "type_erased": _lazily("dialects.type_erased:TYPE_ERASED"),
}
"""Dialects that xDSL does not have at all."""

PASSES: dict[str, Callable[[], type[ModulePass]]] = {
    "assign-devices": _lazily("passes.assign_devices:AssignDevices"),
    "bound-dynamic-allocs": _lazily("passes.bound_dynamic_allocs:BoundDynamicAllocs"),
    "c-interface": _lazily("passes.c_interface:CInterface"),
    "bufferize": _lazily("passes.bufferize:Bufferize"),
    "c-symbol-names": _lazily("emitc_backend.c_symbol_names:CSymbolNames"),
    "convert-linalg-to-structured-loops": _lazily(
        "passes.convert_linalg_to_structured_loops:ConvertLinalgToStructuredLoops"
    ),
    "convert-operators-to-llvm": _lazily("llvm_backend.convert_to_llvm:ConvertOperatorsToLLVM"),
    "convert-to-emitc": _lazily("emitc_backend.convert_to_emitc:ConvertToEmitC"),
    "disable-checks": _lazily("passes.disable_checks:DisableChecks"),
    "emitc-declare-functions": _lazily("emitc_backend.declare_functions:DeclareFunctions"),
    "emitc-drop-unused-extents": _lazily("emitc_backend.drop_unused_extents:DropUnusedExtents"),
    "constant-descriptors": _lazily("passes.constant_descriptors:ConstantDescriptors"),
    "emitc-drop-unused-symbols": _lazily("emitc_backend.drop_unused_symbols:DropUnusedSymbols"),
    "emitc-repeat-cheap-values": _lazily("emitc_backend.repeat_cheap_values:RepeatCheapValues"),
    "emitc-split-files": _lazily("emitc_backend.split_files:SplitFiles"),
    "emitc-unroll-loops": _lazily("emitc_backend.unroll_loops:UnrollLoops"),
    "emitc-form-expressions": _lazily("emitc_backend.form_expressions:FormExpressions"),
    "emitc-infer-const": _lazily("emitc_backend.infer_const:InferConst"),
    "emitc-infer-pure": _lazily("emitc_backend.infer_pure:InferPure"),
    "emitc-link-runtime": _lazily("emitc_backend.link_runtime:LinkRuntime"),
    "expand-affine": _lazily("passes.expand_affine:ExpandAffine"),
    "expand-atomics": _lazily("passes.expand_atomics:ExpandAtomics"),
    "fix-batch": _lazily("passes.fix_batch:FixBatch"),
    "fold-exact-rescales": _lazily("passes.fold_exact_rescales:FoldExactRescales"),
    "fold-known-comparisons": _lazily("passes.fold_known_comparisons:FoldKnownComparisons"),
    "fold-zero-points": _lazily("passes.fold_zero_points:FoldZeroPoints"),
    "generate-packed-wrappers": _lazily("passes.generate_packed_wrappers:GeneratePackedWrappers"),
    "hoist-escaping-allocas": _lazily("passes.hoist_escaping_allocas:HoistEscapingAllocas"),
    "hoist-device-checks": _lazily("passes.hoist_device_checks:HoistDeviceChecks"),
    "infer-overflow-flags": _lazily("passes.infer_overflow_flags:InferOverflowFlags"),
    "inline-packed-calls": _lazily("passes.inline_packed_calls:InlinePackedCalls"),
    "inline-execute-regions": _lazily("passes.inline_execute_regions:InlineExecuteRegions"),
    "insert-device-hooks": _lazily("passes.insert_device_hooks:InsertDeviceHooks"),
    "lower-packed-calls": _lazily("passes.lower_packed_calls:LowerPackedCalls"),
    "lower-packed-checks": _lazily("passes.lower_packed_checks:LowerPackedChecks"),
    "narrow-wide-shifts": _lazily("passes.narrow_wide_shifts:NarrowWideShifts"),
    "lower-tensors-to-loops": _lazily("passes.lower_tensors_to_loops:LowerTensorsToLoops"),
    "limit-alignment": _lazily("passes.limit_alignment:LimitAlignment"),
    "make-packed-api": _lazily("passes.make_packed_api:MakePackedAPI"),
    "memref-results-to-arguments": _lazily(
        "passes.memref_results_to_arguments:MemRefResultsToArguments"
    ),
    "outline-operators": _lazily("passes.outline_operators:OutlineOperators"),
    "outline-wide-arithmetic": _lazily("passes.outline_wide_arithmetic:OutlineWideArithmetic"),
    "pack-arguments": _lazily("passes.pack_arguments:PackArguments"),
    "pack-operators": _lazily("passes.pack_operators:PackOperators"),
    "place-constants": _lazily("passes.place_constants:PlaceConstants"),
    "plan-memory": _lazily("passes.plan_memory:PlanMemory"),
    "plain-to-emitc": _lazily("emitc_backend.pipeline:PlainToEmitC"),
    "propagate-status": _lazily("passes.propagate_status:PropagateStatus"),
    "refine-shapes": _lazily("passes.refine_shapes:RefineShapes"),
    "static-allocs": _lazily("passes.static_allocs:StaticAllocs"),
    "tosa-to-linalg": _lazily("passes.tosa_to_linalg:TosaToLinalg"),
    "unpack-buffers": _lazily("passes.unpack_buffers:UnpackBuffers"),
    "window-dynamic-allocs": _lazily("passes.window_dynamic_allocs:WindowDynamicAllocs"),
}

TARGETS: dict[str, Callable[[], type[Target]]] = {
    "microaot-c": _lazily("emitc_backend.printer.targets:CTarget"),
    "microaot-header": _lazily("emitc_backend.printer.targets:HeaderTarget"),
    "microaot-model-header": _lazily("emitc_backend.interface.targets:ModelHeaderTarget"),
}

XDSL_UNIVERSE.all_dialects.update(EXTENDED_DIALECTS)

MICROAOT_UNIVERSE = Universe(all_dialects=DIALECTS, all_passes=PASSES, all_targets=TARGETS)
