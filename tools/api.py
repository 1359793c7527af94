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
from dataclasses import dataclass, field
from pathlib import Path

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp

from microaot.emitc_backend.c_names import STANDARD_HEADERS, is_identifier
from microaot.emitc_backend.runtime.abi_headers import ABI_HEADERS
from microaot.tools.compiled_model import compiled_model, is_model_module
from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context
from microaot.tools.importers.imported_model import ImportedModel
from microaot.tools.options import CompileOptions
from microaot.tools.output import write_files
from microaot.tools.plain_library import plain_files
from microaot.tools.recursion import deep_recursion

__all__ = ["CompileOptions", "Library", "compile_imported", "compile_module"]


@dataclass(frozen=True)
class Library:
    """A compiled library: relative paths and the texts of its files.

    `objects` are files that are no text: operators that LLVM has compiled.
    """

    name: str
    files: dict[str, str] = field(default_factory=dict[str, str])
    objects: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def write(self, folder: Path) -> None:
        """Write all files below `folder`, or none if that fails."""
        write_files(folder, {**self.files, **self.objects})


def compile_module(
    text: str | bytes,
    *,
    filename: str = "input.mlir",
    name: str = "module",
    options: CompileOptions | None = None,
    on_phase: Callable[[str], None] = lambda phase: None,
) -> Library:
    """Compile the MLIR module `text` to the C library `name`.

    A module with a public function on tensors is a model; others are plain. `filename` is what
    errors and `#line` directives show; `on_phase` hears the name of each phase when it begins.
    Raises `UserError`, xDSL's `ParseError` or a `VerifyException` for bad input.
    """
    imported = ImportedModel(text, filename)
    return compile_imported(imported, name=name, options=options, on_phase=on_phase)


def compile_imported(
    imported: ImportedModel,
    *,
    name: str,
    options: CompileOptions | None = None,
    on_phase: Callable[[str], None] = lambda phase: None,
) -> Library:
    """Compile what an importer has read (see `importers.load`) to the C library `name`."""
    _check_name(name)
    with _no_garbage_collection(), deep_recursion():
        context = new_context()
        options = (options or CompileOptions()).resolved()
        on_phase("parse")
        module = imported.to_module(context)
        return _compile(context, module, name, options, imported, on_phase)


def _compile(
    context: Context,
    module: ModuleOp,
    name: str,
    options: CompileOptions,
    imported: ImportedModel,
    on_phase: Callable[[str], None],
) -> Library:
    if is_model_module(module):
        return Library(name, *compiled_model(context, module, name, options, on_phase))
    if (needless := options.of_models()) is not None:
        raise UserError(
            f"{needless} is for models on tensors, which this is not", imported.filename
        )
    return Library(name, plain_files(context, module, name, options, imported.filename, on_phase))


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


def _check_name(name: str) -> None:
    if not is_identifier(name):
        raise UserError(f"the library name '{name}' is not a valid name in C")
    if name in STANDARD_HEADERS:
        raise UserError(f"a library called '{name}' would hide <{name}.h>: use another name")
    if f"{name}.h" in ABI_HEADERS:
        raise UserError(f"a library called '{name}' would hide \"{name}.h\": use another name")
