"""Compile MLIR to C from Python.

```python
from microaot.tools.api import compile_module

library = compile_module(text, name="kws")
print(library.files["src/kws.c"])
library.write(Path("build/kws"))
```
"""

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from io import StringIO
from pathlib import Path

from xdsl.dialects.builtin import ModuleOp

from microaot.dialects.emitc import FuncOp, GlobalOp, IncludeOp
from microaot.emitc_backend.c_names import STANDARD_HEADERS, is_identifier
from microaot.emitc_backend.pipeline import plain_to_emitc
from microaot.emitc_backend.printer.program import is_exported
from microaot.emitc_backend.printer.targets import CTarget, HeaderTarget
from microaot.emitc_backend.runtime.abi_headers import ABI_HEADERS, abi_headers
from microaot.passes.generate_packed_wrappers import GeneratePackedWrappers
from microaot.passes.limit_alignment import LimitAlignment
from microaot.passes.memref_results_to_arguments import MemRefResultsToArguments
from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context, parse_module
from microaot.tools.manifest import (
    describe_functions,
    describe_parameters,
    describe_sizes,
    write_json,
)
from microaot.tools.output import write_files
from microaot.tools.recursion import deep_recursion


@dataclass(frozen=True)
class CompileOptions:
    """How a library is to look.

    `prefix`: export `@f` of the library `kws` as `kws_f`, not as `f`.
    `line_directives`: `#line` directives that lead a debugger to the MLIR.
    `max_alignment`: align buffers and constants to at most so many bytes, whatever the MLIR says.
    `packed_api`: export type-erased entries beside public functions: `tvm`, `ffi` or `none`.
    `error_messages`: what such entries say of errors: `full` messages, or `none`, a status only.
    """

    prefix: bool = True
    line_directives: bool = False
    max_alignment: int | None = None
    packed_api: str = "none"
    error_messages: str = "full"


@dataclass(frozen=True)
class Library:
    """A compiled library: relative paths and the texts of its files."""

    name: str
    files: dict[str, str] = field(default_factory=dict[str, str])

    def write(self, folder: Path) -> None:
        """Write all files below `folder`, or none if that fails."""
        write_files(folder, self.files)


def compile_module(
    text: str | bytes,
    *,
    filename: str = "input.mlir",
    name: str = "module",
    options: CompileOptions | None = None,
    on_phase: Callable[[str], None] = lambda phase: None,
) -> Library:
    """Compile the MLIR module `text`, at the plain level, to the C library `name`.

    `filename` is what errors and `#line` directives show; `on_phase` hears the name of each phase
    when it begins. Raises `UserError`, xDSL's `ParseError` or a `VerifyException` for bad input.
    """
    options = options or CompileOptions()
    _check_name(name)
    with _no_garbage_collection(), deep_recursion():
        return _compile(text, filename, name, options, on_phase)


@contextmanager
def _no_garbage_collection() -> Generator[None]:
    """IR is one web of live objects: looking for garbage in it, again each time that it has grown,
    takes a time that grows faster than the module."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _compile(
    text: str | bytes,
    filename: str,
    name: str,
    options: CompileOptions,
    on_phase: Callable[[str], None],
) -> Library:
    context = new_context()
    on_phase("parse")
    module = parse_module(context, text, filename)
    on_phase("verify")
    module.verify()
    functions = describe_functions(module)
    steps = plain_to_emitc(name if options.prefix else "")
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
    return Library(name, _print(module, name, options, functions))


def _check_name(name: str) -> None:
    if not is_identifier(name):
        raise UserError(f"the library name '{name}' is not a valid name in C")
    if name in STANDARD_HEADERS:
        raise UserError(f"a library called '{name}' would hide <{name}.h>: use another name")
    if f"{name}.h" in ABI_HEADERS:
        raise UserError(f"a library called '{name}' would hide \"{name}.h\": use another name")


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
