"""What a measurement says, and the file in a library's folder that keeps the last ones."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from microaot.tools.errors import UserError
from microaot.tools.output import write_files

HISTORY = "measurements.json"
"""The file, beside the description of a library, that keeps its last measurements."""


@dataclass(frozen=True)
class Operator:
    """One call of an operator: what it is, its function in C, its executed instructions."""

    name: str
    function: str
    instructions: int


@dataclass(frozen=True)
class Measurement:
    """A library on a target at a level of optimization; sizes are in bytes.

    `instructions` are those of the run that takes most, and `operators` the parts of that run.
    `stack_peak` was in use below the caller of the function; `stack_worst` is the most that it can
    be, if `stack_unknown` names no reason why it may be more. `code`, `constants` and `ram` are the
    library's own; `support_code` are the functions of the compiler's and the C library that it
    calls; `lent` is what the application lends to it, such as a workspace; `arguments` are inputs
    and outputs. `counter` is `plugin` or `timer`, which counts totals only.
    """

    library: str
    function: str
    target: str
    level: str
    compiler: str
    counter: str
    runs: int
    instructions: int
    operators: tuple[Operator, ...]
    own_instructions: Mapping[str, int]
    stack_peak: int
    stack_worst: int
    stack_unknown: tuple[str, ...]
    code: int
    support_code: int
    constants: int
    ram: int
    lent: int
    arguments: int
    sections: Mapping[str, int]
    symbols: Mapping[str, Mapping[str, int]]

    def as_json(self) -> dict[str, object]:
        """The same as data for JSON."""
        return asdict(self)


def measurement_of_json(document: Mapping[str, object]) -> Measurement:
    """The inverse of `Measurement.as_json`; raises `TypeError` or `KeyError` for other data."""
    fields = dict(document)
    operators = cast(list[dict[str, object]], fields["operators"])
    fields["operators"] = tuple(Operator(**operator) for operator in operators)  # pyright: ignore[reportArgumentType]
    fields["stack_unknown"] = tuple(cast(list[str], fields["stack_unknown"]))
    return Measurement(**fields)  # pyright: ignore[reportArgumentType]


def last_measurements(folder: Path) -> list[Measurement]:
    """What was measured last in a library's folder, on each target at each level."""
    measurements: list[Measurement] = []
    for document in _read(folder).values():
        try:
            measurements.append(measurement_of_json(cast(Mapping[str, object], document)))
        except (TypeError, KeyError):
            # Written by another version: there is nothing to compare with.
            continue
    return measurements


def previous_measurement(folder: Path, target: str, level: str) -> Measurement | None:
    """What was measured last in a library's folder, on a target at a level."""
    found = (m for m in last_measurements(folder) if (m.target, m.level) == (target, level))
    return next(found, None)


def keep_measurement(folder: Path, measurement: Measurement) -> None:
    """Write a measurement to a library's folder, in place of the last one of its kind."""
    history = _read(folder)
    history[f"{measurement.target} {measurement.level}"] = measurement.as_json()
    write_files(folder, {HISTORY: json.dumps(history, indent=2) + "\n"})


def _read(folder: Path) -> dict[str, object]:
    file = folder / HISTORY
    if not file.is_file():
        return {}
    try:
        document: object = json.loads(file.read_text())
    except ValueError as error:
        raise UserError(f"no JSON: {error}", str(file)) from None
    if not isinstance(document, dict):
        raise UserError("no JSON of measurements", str(file))
    return cast(dict[str, object], document)
