"""Compiling a model to a folder: the one place where verifying calls the compiler."""

from dataclasses import dataclass
from pathlib import Path

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp

from microaot.tools.api import CompileOptions, compile_imported
from microaot.tools.importers.imported_model import ImportedModel, entry_function
from microaot.tools.targets.target import Target
from microaot.tools.verify.layers import expose_layers

_NAME = "model"
"""What the library is called; nobody sees it."""


def compile_model(imported: ImportedModel, folder: Path, target: Target | None = None) -> None:
    """Write the library of a model to a folder, as the command line tool would."""
    options = CompileOptions(max_alignment=target.max_alignment if target else None)
    compile_imported(imported, name=_NAME, options=options).write(folder)


def with_layers(imported: ImportedModel) -> ImportedModel:
    """The same model; what its layers compute are further outputs, see `expose_layers`."""
    return _Layered(**vars(imported))


@dataclass(frozen=True)
class _Layered(ImportedModel):
    def to_module(self, context: Context) -> ModuleOp:
        module = super().to_module(context)
        expose_layers(entry_function(module, self.filename))
        return module
