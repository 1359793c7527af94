"""Our own interpreter, on NumPy: what a module means, where no other executor is installed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from xdsl.dialects.builtin import ModuleOp

from microaot.tools.importers.imported_model import entry_function
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.interpreter.interpret import interpret, without_tosa
from microaot.tools.verify.layers import expose_layers


class Interpreter:
    """Interprets a module; of the compiler it shares the parser and `tosa-to-linalg`."""

    name = "microaot's interpreter"
    output_steps = ()
    integer_tolerance = 0

    def __init__(self, module: ModuleOp, path: Path) -> None:
        self._module = module
        self._path = path

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs for each run."""
        return self._execute(self._module, inputs)

    def layers(self, inputs: Sequence[Array]) -> Mapping[str, Array]:
        """What the last operation of each layer gives."""
        module = self._module.clone()
        names = expose_layers(entry_function(module, str(self._path)))
        arrays = self._execute(module, inputs)
        return dict(zip(names, arrays[len(arrays) - len(names) :], strict=True))

    def _execute(self, module: ModuleOp, inputs: Sequence[Array]) -> list[Array]:
        lowered = without_tosa(module)
        function = entry_function(lowered, str(self._path))
        runs = [
            interpret(lowered, function, [array[run] for array in inputs])
            for run in range(len(inputs[0]))
        ]
        return [np.stack(output) for output in zip(*runs, strict=True)]
