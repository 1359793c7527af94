"""Inputs to verify a model on: values at the edges of their types, and values that look random."""

from collections.abc import Sequence

import numpy as np

from microaot.tools.importers.imported_model import Port
from microaot.tools.measure.entry import Buffer
from microaot.tools.measure.inputs import Array

SEED = 0


def make_samples(buffers: Sequence[Buffer], ports: Sequence[Port], random: int) -> list[Array]:
    """Arrays with an axis for runs in front: the same each time.

    The first three runs hold the least value, the greatest, and that which stands for zero; for
    floats -1, 1 and 0. Further `random` runs hold values that look random.
    """
    generator = np.random.default_rng(SEED)
    zeros = [port.zero_point or 0 for port in ports]
    return [
        np.stack(
            [np.full(buffer.shape, value, buffer.dtype) for value in _edges(buffer, zero)]
            + [_random(buffer, generator) for _ in range(random)]
        )
        for buffer, zero in zip(buffers, zeros, strict=True)
    ]


def _edges(buffer: Buffer, zero: int) -> tuple[int, int, int]:
    match buffer.dtype.kind:
        case "f":
            return -1, 1, 0
        case "b":
            return 0, 1, 0
        case _:
            limits = np.iinfo(buffer.dtype.name)
            return limits.min, limits.max, zero


def _random(buffer: Buffer, generator: np.random.Generator) -> Array:
    match buffer.dtype.kind:
        case "f":
            return generator.normal(size=buffer.shape).astype(buffer.dtype)
        case "b":
            return generator.integers(0, 2, buffer.shape).astype(bool)
        case _:
            limits = np.iinfo(buffer.dtype.name)
            return generator.integers(
                limits.min, limits.max, buffer.shape, buffer.dtype, endpoint=True
            )
