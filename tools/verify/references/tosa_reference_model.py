"""Arm's TOSA reference model: what a program of TOSA means."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp

from microaot.tools.importers.imported_model import entry_function
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.layers import expose_layers, tensor_buffers
from microaot.tools.verify.references.tosa_program import run_program, write_program


class TosaReferenceModel:
    """Runs a module of TOSA, which `is_tosa_program` says it is."""

    name = "TOSA reference model"
    output_steps = ()
    integer_tolerance = 0

    def __init__(self, module: ModuleOp, path: Path) -> None:
        """Raises `UserError` if Arm's tools do not take the program."""
        self._module = module
        self._path = path
        with TemporaryDirectory(prefix="microaot-") as temporary:
            write_program(self._function(module.clone()), Path(temporary))

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs for each run."""
        return self._execute(self._module.clone(), inputs)

    def layers(self, inputs: Sequence[Array]) -> Mapping[str, Array]:
        """What the last operation of each layer gives."""
        module = self._module.clone()
        names = expose_layers(self._function(module))
        arrays = self._execute(module, inputs)
        return dict(zip(names, arrays[len(arrays) - len(names) :], strict=True))

    def _function(self, module: ModuleOp) -> func.FuncOp:
        return entry_function(module, str(self._path))

    def _execute(self, module: ModuleOp, inputs: Sequence[Array]) -> list[Array]:
        function = self._function(module)
        _, outputs = tensor_buffers(function)
        with TemporaryDirectory(prefix="microaot-") as temporary:
            folder = Path(temporary)
            write_program(function, folder)
            runs = [
                run_program(folder, [array[run] for array in inputs], outputs)
                for run in range(len(inputs[0]))
            ]
        return [np.stack(output) for output in zip(*runs, strict=True)]
