"""From a planned model to the files of its library.

```python
texts = model_files(module, "kws", ModelOptions())
print(texts["include/kws.h"])
```
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from microaot.dialects import aot, emitc
from microaot.emitc_backend.declare_functions import DeclareFunctions
from microaot.emitc_backend.interface.header import print_model_header
from microaot.emitc_backend.link_runtime import LinkRuntime
from microaot.emitc_backend.pipeline import plain_to_emitc
from microaot.emitc_backend.printer.targets import CTarget, HeaderTarget, include_guard
from microaot.emitc_backend.split_files import SplitFiles
from microaot.passes.c_interface import CInterface
from microaot.passes.propagate_status import PropagateStatus
from microaot.tools.frontend import new_context


@dataclass(frozen=True)
class ModelOptions:
    """How the library of a model is to look.

    `prefix`: put before the name of the library in C; `tvmgen` chooses TVM's names and types.
    `checks`: refuse NULL and misaligned pointers. `line_directives`: `#line` directives that lead
    a debugger to the MLIR.
    """

    prefix: str = ""
    checks: bool = True
    line_directives: bool = False


def model_passes(name: str, options: ModelOptions) -> tuple[ModulePass, ...]:
    """The passes from a planned model to emitc in several files."""
    interface = CInterface(name, options.prefix, options.checks)
    steps = [s for s in plain_to_emitc() if not isinstance(s, LinkRuntime | DeclareFunctions)]
    return (
        PropagateStatus(),
        interface,
        *steps,
        SplitFiles(),
        DeclareFunctions(),
        LinkRuntime(),
    )


def model_files(
    module: ModuleOp,
    name: str,
    options: ModelOptions | None = None,
    on_phase: Callable[[str], None] = lambda phase: None,
) -> dict[str, str]:
    """The texts of all files by their paths; changes `module`, which ends up as emitc.

    Raises `UserError` for a model that C cannot have.
    """
    options = options or ModelOptions()
    context = new_context()
    for step in model_passes(name, options):
        on_phase(step.name)
        step.apply(context, module)
    on_phase("print")
    model = model_of(module)
    files = {f"include/{model.header}": print_model_header(model)}
    for op in module.body.ops:
        if isinstance(op, emitc.FileOp):
            files[op.id.data] = _print_file(context, module, op.id.data, name, options)
    return files


def model_of(module: ModuleOp) -> aot.ModelOp:
    """The interface of the model."""
    (model,) = (op for op in module.body.ops if isinstance(op, aot.ModelOp))
    return model


def _print_file(
    context: Context, module: ModuleOp, id: str, name: str, options: ModelOptions
) -> str:
    output = StringIO()
    if id.endswith(".h"):
        guard = include_guard(id.rsplit("/", 1)[-1])
        HeaderTarget(guard, id, is_private=True).emit(context, module, output)
    else:
        has_private = any(
            isinstance(op, emitc.FileOp) and op.id.data.endswith(".h") for op in module.body.ops
        )
        header = f"{name}_internal.h" if has_private else model_of(module).header
        CTarget(header, options.line_directives, id).emit(context, module, output)
    return output.getvalue()
