"""The target `microaot-model-header`."""

from dataclasses import dataclass
from typing import IO, ClassVar

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.utils.target import Target

from microaot.dialects import aot
from microaot.emitc_backend.interface.header import print_model_header
from microaot.tools.errors import OperationError


def model_of(module: ModuleOp) -> aot.ModelOp:
    """The interface of the library that a module is."""
    models = [op for op in module.body.ops if isinstance(op, aot.ModelOp)]
    if len(models) != 1:
        raise OperationError(module, f"has {len(models)} models, expects one")
    return models[0]


@dataclass(frozen=True)
class ModelHeaderTarget(Target):
    """Print the public header of a model, which follows from its `aot.model`."""

    name: ClassVar[str] = "microaot-model-header"

    descriptor: bool = False
    """Whether the library has the model as data, too."""

    def emit(self, ctx: Context, module: ModuleOp, output: IO[str]) -> None:
        """Print the header."""
        output.write(print_model_header(model_of(module), has_descriptor=self.descriptor))
