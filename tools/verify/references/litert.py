"""LiteRT's reference kernels: what a `.tflite` model means."""

# The package `ai_edge_litert` carries hardly any types.
# pyright: basic, reportGeneralTypeIssues=false

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import shorten
from typing import Any

import numpy as np

from microaot.tools.errors import UserError
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.references.packages import quiet
from microaot.tools.verify.references.reference import merge_runs


class LiteRT:
    """Interprets a model; the optimised kernels, which round in other ways, are not used."""

    name = "LiteRT, reference kernels"
    integer_tolerance = 2
    """It rounds once in dense layers, where TOSA rounds twice: a few such layers differ by two."""

    def __init__(self, path: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter, OpResolverType

        self._path = path
        try:
            with quiet():
                self._interpreter = Interpreter(
                    str(path),
                    experimental_op_resolver_type=OpResolverType.BUILTIN_REF,
                    experimental_preserve_all_tensors=True,
                )
                self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise _refusal(error, path) from None

    @property
    def output_steps(self) -> Sequence[float | None]:
        """The scales of the tensors that outputs are dequantised from."""
        scales = {d["index"]: d["quantization"][0] for d in self._interpreter.get_tensor_details()}
        sources = {
            operator["outputs"][0]: operator["inputs"][0]
            for operator in self._operators()
            if operator["op_name"] == "DEQUANTIZE"
        }
        outputs = [detail["index"] for detail in self._interpreter.get_output_details()]
        return [scales.get(sources[o]) if o in sources else None for o in outputs]

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs for each run."""
        runs = [self._invoke([array[i] for array in inputs]) for i in range(len(inputs[0]))]
        return [np.stack(output) for output in zip(*runs, strict=True)]

    def layers(self, inputs: Sequence[Array]) -> Mapping[str, Array]:
        """All tensors that operators make, by their names."""
        made = self._made_tensors()
        runs = []
        for i in range(len(inputs[0])):
            self._invoke([array[i] for array in inputs])
            runs.append({name: self._interpreter.get_tensor(index) for name, index in made})
        return merge_runs(runs)

    def _invoke(self, inputs: Sequence[Array]) -> list[Array]:
        details = self._interpreter.get_input_details()
        if any([*d["shape"]] != [*a.shape] for d, a in zip(details, inputs, strict=True)):
            for detail, array in zip(details, inputs, strict=True):
                self._interpreter.resize_tensor_input(detail["index"], array.shape)
            self._interpreter.allocate_tensors()
        for detail, array in zip(details, inputs, strict=True):
            self._interpreter.set_tensor(detail["index"], array)
        try:
            self._interpreter.invoke()
        except RuntimeError as error:
            # An input may be a size, for which any number is made up.
            raise _refusal(error, self._path) from None
        outputs = self._interpreter.get_output_details()
        return [self._interpreter.get_tensor(detail["index"]) for detail in outputs]

    def _operators(self) -> Any:
        """The operators; there is no public way to ask for them."""
        return self._interpreter._get_ops_details()

    def _made_tensors(self) -> list[tuple[str, int]]:
        details = {detail["index"]: detail for detail in self._interpreter.get_tensor_details()}
        indices = [index for operator in self._operators() for index in operator["outputs"]]
        return [(details[i]["name"], i) for i in indices if i in details]


def _refusal(error: Exception, path: Path) -> UserError:
    """What LiteRT says, which may be very long lines."""
    return UserError(f"LiteRT: {shorten(str(error).splitlines()[0], 200)}", str(path))
