"""The arrays that a function is run on: given by name or number, or made up."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from microaot.tools.errors import UserError
from microaot.tools.measure.entry import Buffer, Entry

Array = np.ndarray[Any, np.dtype[Any]]
Arrays = dict[str, Array]


def load_inputs(path: Path) -> Arrays:
    """The arrays in a file of NumPy, `.npz`."""
    try:
        loaded = np.load(path)
        if isinstance(loaded, np.ndarray):
            raise UserError("holds one array: write them by name, with numpy.savez", str(path))
        with loaded as data:
            return {name: data[name] for name in data.files}
    except (ValueError, EOFError):
        raise UserError("is no file of NumPy arrays (.npz)", str(path)) from None


def runs_of(entry: Entry, given: Mapping[str, Array] | None) -> list[Arrays]:
    """The arguments of each run.

    Inputs are looked up as their names, or `in0`, `in1` and so on; a first axis that they have
    beside their shape counts the runs. Outputs begin as zeros unless they are given, too. With
    nothing given there is one run on numbers that look random and are the same each time.
    """
    if given is None:
        given = made_up(entry.inputs)
    arrays: dict[str, Array] = {}
    lengths: dict[str, int] = {}
    for i, buffer in enumerate(entry.inputs):
        found = given.get(buffer.name, given.get(f"in{i}"))
        if found is None:
            raise UserError(f"the input '{buffer.name}' (or 'in{i}') is missing")
        arrays[buffer.name] = _stacked(buffer, found)
    for buffer in entry.outputs:
        if buffer.name in given:
            arrays[buffer.name] = _stacked(buffer, given[buffer.name])
    lengths = {name: len(array) for name, array in arrays.items() if len(array) != 1}
    if len(set(lengths.values())) > 1:
        counts = ", ".join(f"'{name}' {length}" for name, length in lengths.items())
        raise UserError(f"the inputs differ in the number of runs: {counts}")
    runs = next(iter(lengths.values()), 1)
    if runs == 0:
        raise UserError("the inputs hold no run")
    for buffer in entry.outputs:
        arrays.setdefault(buffer.name, np.zeros((1, *buffer.shape), buffer.dtype))
    return [{name: a[run % len(a)] for name, a in arrays.items()} for run in range(runs)]


def made_up(buffers: Sequence[Buffer]) -> Arrays:
    """Arrays that look random and are the same each time."""
    random = np.random.default_rng(0)
    arrays: Arrays = {}
    for buffer in buffers:
        if buffer.dtype.kind == "f":
            arrays[buffer.name] = random.normal(size=buffer.shape).astype(buffer.dtype)
        elif buffer.dtype.kind == "b":
            arrays[buffer.name] = random.integers(0, 2, buffer.shape).astype(bool)
        else:
            limits = np.iinfo(buffer.dtype.name)
            arrays[buffer.name] = random.integers(
                limits.min, limits.max, buffer.shape, buffer.dtype, endpoint=True
            )
    return arrays


def _stacked(buffer: Buffer, array: Array) -> Array:
    """An array with an axis for runs in front."""
    if array.dtype != buffer.dtype:
        raise UserError(f"the input '{buffer.name}' must be {buffer.dtype}, not {array.dtype}")
    if array.shape == buffer.shape:
        return array[np.newaxis]
    if array.shape[1:] == buffer.shape and array.ndim == len(buffer.shape) + 1:
        return array
    shape = ", ".join(map(str, buffer.shape))
    raise UserError(
        f"the input '{buffer.name}' must have the shape ({shape}), "
        f"or with an axis for runs in front, not {array.shape}"
    )
