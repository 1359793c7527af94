"""From a plain module to the files of its library: one source, one header, a description."""

from collections.abc import Callable
from dataclasses import asdict
from io import StringIO

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp

from microaot.dialects.emitc import FuncOp, GlobalOp, IncludeOp
from microaot.emitc_backend.pipeline import plain_to_emitc
from microaot.emitc_backend.printer.program import is_exported
from microaot.emitc_backend.printer.targets import CTarget, HeaderTarget
from microaot.emitc_backend.runtime.abi_headers import ABI_HEADERS, abi_headers
from microaot.passes.generate_packed_wrappers import GeneratePackedWrappers
from microaot.passes.limit_alignment import LimitAlignment
from microaot.passes.memref_results_to_arguments import MemRefResultsToArguments
from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context
from microaot.tools.manifest import (
    describe_functions,
    describe_parameters,
    describe_sizes,
    write_json,
)
from microaot.tools.options import CompileOptions


def plain_files(
    context: Context,
    module: ModuleOp,
    name: str,
    options: CompileOptions,
    filename: str,
    on_phase: Callable[[str], None],
) -> dict[str, str]:
    """The texts of all files by their paths; changes `module`, which ends up as emitc."""
    functions = describe_functions(module)
    prefix = None if options.prefix is None else "_".join(filter(None, (options.prefix, name)))
    steps = plain_to_emitc(prefix or "", options.unroll or 1)
    if options.packed_api != "none":
        wrappers = GeneratePackedWrappers(
            abi=options.packed_api, error_messages=options.error_messages
        )
        steps = (MemRefResultsToArguments(), wrappers, *steps)
    if options.max_alignment is not None:
        steps = (LimitAlignment(options.max_alignment), *steps)
    for step in steps:
        on_phase(step.name)
        step.apply(context, module)
    if not any(isinstance(top, FuncOp | GlobalOp) and is_exported(top) for top in module.ops):
        raise UserError("there is nothing to compile: no public function or global", filename)
    on_phase("print")
    return _print(module, name, options, functions)


def _print(
    module: ModuleOp, name: str, options: CompileOptions, functions: list[dict[str, object]]
) -> dict[str, str]:
    context = new_context()
    source, header = StringIO(), StringIO()
    CTarget(header=f"{name}.h", line_directives=options.line_directives).emit(
        context, module, source
    )
    HeaderTarget(guard=f"{name.upper()}_H").emit(context, module, header)
    parameters = describe_parameters(module)
    manifest = write_json(name, functions, parameters, describe_sizes(module), asdict(options))
    included = [op.include.data for op in module.body.ops if isinstance(op, IncludeOp)]
    abi = abi_headers(header for header in included if header in ABI_HEADERS)
    return {
        f"include/{name}.h": header.getvalue(),
        **{f"include/{file}": abi[file] for file in sorted(abi)},
        f"src/{name}.c": source.getvalue(),
        f"{name}.json": manifest,
    }
