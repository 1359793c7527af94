"""From a model on tensors to the files of its library."""

from collections.abc import Callable, Iterable
from dataclasses import asdict

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from microaot.llvm_backend.machine import Machine
from microaot.passes.memory.plan import MemoryPlan
from microaot.passes.operators.model_tensors import is_model
from microaot.tools.errors import UserError
from microaot.tools.llvm_operators import compile_operators, machine_for
from microaot.tools.memory_picture import memory_picture
from microaot.tools.model_library import ModelOptions, model_files
from microaot.tools.model_pipeline import to_buffers, to_linalg, to_operators, to_pools
from microaot.tools.options import CompileOptions
from microaot.tools.report import REPORT, constants_of, library_report
from microaot.tools.targets.target import load_target

PICTURE = "memory.svg"
"""The file with the picture of the memory plan."""

DEFAULT_UNROLL = 4
"""Steps of a sum in one iteration: more takes more code and gains little."""


def is_model_module(module: ModuleOp) -> bool:
    """Whether a public function of the module works on tensors."""
    return any(isinstance(op, func.FuncOp) and is_model(op) for op in module.body.ops)


def compiled_model(
    context: Context,
    module: ModuleOp,
    name: str,
    options: CompileOptions,
    on_phase: Callable[[str], None],
) -> tuple[dict[str, str], dict[str, bytes]]:
    """The texts of all files by their paths, and object files; `module` ends up as emitc."""

    def run(steps: Iterable[ModulePass]) -> None:
        for step in steps:
            on_phase(step.name)
            step.apply(context, module)

    machine, object_path = _machine(options), f"lib/{name}_operators.o"
    run(to_linalg(module))
    run(to_operators(options))
    run(to_buffers())
    run(to_pools(options))
    plan = MemoryPlan.of(module)
    assert plan is not None, "plan-memory has just made one"
    interface = ModelOptions(
        prefix=options.prefix or "",
        checks=options.checks,
        line_directives=options.line_directives,
        descriptor=options.descriptor,
        unroll=DEFAULT_UNROLL if options.unroll is None else options.unroll,
        packed_api=options.packed_api,
        interface=options.interface,
        error_messages=options.error_messages,
    )
    objects: dict[str, bytes] = {}

    def before_c(module: ModuleOp) -> None:
        if machine is not None:
            on_phase("llvm")
            objects[object_path] = compile_operators(module, machine)

    more = (REPORT, PICTURE, *((object_path,) if machine is not None else ()))
    files = model_files(module, name, interface, on_phase, asdict(options), before_c, more)
    files[REPORT] = library_report(name, plan, constants_of(module))
    files[PICTURE] = memory_picture(plan)
    return files, objects


def _machine(options: CompileOptions) -> Machine | None:
    """What LLVM compiles operators for, if it does."""
    if options.operators != "llvm":
        return None
    if options.packed_api != "none":
        raise UserError("operators that LLVM compiles are called unpacked: leave out --packed-api")
    if options.target is None:
        raise UserError("operators compiled by LLVM need a target: --target, such as cortex-m4")
    machine = machine_for(load_target(options.target))
    machine.require()
    return machine
