"""From a model on tensors to the files of its library."""

from collections.abc import Callable, Iterable
from dataclasses import asdict

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from microaot.passes.memory.plan import MemoryPlan
from microaot.passes.model_tensors import is_model
from microaot.tools.memory_picture import memory_picture
from microaot.tools.model_library import ModelOptions, model_files
from microaot.tools.model_pipeline import to_buffers, to_linalg, to_operators, to_pools
from microaot.tools.options import CompileOptions
from microaot.tools.report import REPORT, constants_of, library_report

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
) -> dict[str, str]:
    """The texts of all files by their paths; changes `module`, which ends up as emitc."""

    def run(steps: Iterable[ModulePass]) -> None:
        for step in steps:
            on_phase(step.name)
            step.apply(context, module)

    run(to_linalg(module))
    run(to_operators())
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
    )
    files = model_files(module, name, interface, on_phase, asdict(options))
    files[REPORT] = library_report(name, plan, constants_of(module))
    files[PICTURE] = memory_picture(plan)
    return files
