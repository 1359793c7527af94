"""How far results are from those of the reference."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from microaot.tools.measure.inputs import Array

FLOAT_TOLERANCE = 1e-4
"""Relative to the largest value of the reference; sums of floats depend on their order."""


@dataclass(frozen=True)
class Comparison:
    """An output, on one machine, beside the reference.

    `maximum` and `mean` are differences of values; `top1` is the share of runs in which the largest
    element is the same one. `tolerance` is the greatest difference that is allowed.
    """

    what: str
    where: str
    maximum: float
    mean: float
    top1: float
    tolerance: float

    @property
    def is_good(self) -> bool:
        """Whether the difference is small enough; no difference with NaN is."""
        return self.maximum <= self.tolerance


def compare(what: str, where: str, actual: Array, expected: Array, tolerance: float) -> Comparison:
    """Compare arrays that have an axis for runs in front."""
    exact = np.float64 if expected.dtype.kind == "f" else np.int64
    # Infinities that agree have no difference, and so have NaNs.
    same = (actual == expected) | ((actual != actual) & (expected != expected))
    with np.errstate(invalid="ignore"):
        difference = np.abs(actual.astype(exact) - expected.astype(exact))
    difference = np.where(same, 0, difference).astype(np.float64)
    runs = len(expected)
    flat = [array.reshape(runs, -1) for array in (actual, expected)]
    agreed = (
        [np.argmax(a) == np.argmax(b) for a, b in zip(*flat, strict=True)] if actual.size else []
    )
    return Comparison(
        what,
        where,
        float(difference.max(initial=0)),
        float(difference.mean()) if difference.size else 0.0,
        float(np.mean(agreed)) if agreed else 1.0,
        tolerance,
    )


def default_tolerance(expected: Array, for_integers: int, step: float | None = None) -> float:
    """The greatest difference that is allowed if nobody says another one.

    `step` is what a step of an integer is worth if that is what a float was made from.
    """
    match expected.dtype.kind:
        case "f":
            finite = expected[np.isfinite(expected)]
            rounding = FLOAT_TOLERANCE * max(1.0, float(np.abs(finite).max(initial=0)))
            return rounding + (step or 0.0) * for_integers
        case "b":
            return 0
        case _:
            return for_integers


def first_divergence(comparisons: Sequence[Comparison]) -> Comparison | None:
    """The first that is not good."""
    return next((c for c in comparisons if not c.is_good), None)
