"""The interface of reference executors: independent programs that compute what a model gives."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from microaot.tools.measure.inputs import Array


class Reference(Protocol):
    """Runs one model; arrays have an axis for runs in front."""

    @property
    def name(self) -> str:
        """What it is, for people."""
        ...

    @property
    def integer_tolerance(self) -> int:
        """By how much integers may differ from ours although both are right: by rounding."""
        ...

    @property
    def output_steps(self) -> Sequence[float | None]:
        """What a step of the integer is worth that a float output is made from; empty if of none.

        An int8 model often gives its results as floats, which are as inexact as the integers were.
        """
        ...

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs of the model, both in the model's order."""
        ...

    def layers(self, inputs: Sequence[Array]) -> Mapping[str, Array]:
        """What each layer gives, by the name that the importer gives to the layer."""
        ...


def merge_runs(runs: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    """Join the arrays of several runs, which get an axis for runs."""
    return {name: np.stack([run[name] for run in runs]) for name in runs[0]}
