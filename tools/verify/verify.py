"""Verifying a model: compiled, run here and on a target, and compared with a reference.

```python
path = Path("kws.tflite")
report = verify_model(load_model(path), path, target="cortex-m4")
assert report.is_good
```
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from xdsl.dialects.builtin import ModuleOp

from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context
from microaot.tools.importers.imported_model import ImportedModel, Port, entry_function
from microaot.tools.measure.entry import Buffer, Entry
from microaot.tools.measure.inputs import Array, runs_of
from microaot.tools.measure.run import run_on_target
from microaot.tools.targets.target import Target, load_target
from microaot.tools.verify.comparison import Comparison, compare, default_tolerance
from microaot.tools.verify.host import run_on_host
from microaot.tools.verify.layers import expose_layers, tensor_buffers
from microaot.tools.verify.library import compile_model, with_layers
from microaot.tools.verify.references.choose import reference_for
from microaot.tools.verify.references.reference import Reference
from microaot.tools.verify.samples import make_samples


@dataclass(frozen=True)
class Report:
    """What came of it: a comparison for each output on each machine, and for layers if asked.

    `notes` are for the user: why there was not a better reference.
    """

    reference: str
    runs: int
    outputs: tuple[Comparison, ...]
    layers: tuple[Comparison, ...] | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether all outputs are near enough to the reference."""
        return all(output.is_good for output in self.outputs)


@dataclass(frozen=True)
class _Comparing:
    """Compares with a reference; the tolerance is that of the user, or what the reference needs."""

    reference: Reference
    tolerance: float | None

    def one(
        self, what: str, where: str, actual: Array, expected: Array, step: float | None = None
    ) -> Comparison:
        allowed = self.tolerance
        if allowed is None:
            allowed = default_tolerance(expected, self.reference.integer_tolerance, step)
        # A module may leave it open how its integers are signed.
        return compare(what, where, actual.view(expected.dtype), expected, allowed)

    def outputs(
        self, where: str, actual: Mapping[str, Array], expected: Sequence[Array]
    ) -> list[Comparison]:
        steps = self.reference.output_steps or [None] * len(expected)
        return [
            self.one(name, where, found, wanted, step)
            for (name, found), wanted, step in zip(actual.items(), expected, steps, strict=True)
        ]


def verify_model(
    imported: ImportedModel,
    path: Path,
    *,
    target: Target | str | None = None,
    level: str = "-Os",
    inputs: Mapping[str, Array] | None = None,
    random: int = 1,
    tolerance: float | None = None,
    layers: bool = False,
    on_phase: Callable[[str], None] = lambda phase: None,
) -> Report:
    """Compile the model at `path`, run it here, and on `target` if there is one.

    `inputs` go by the names of the model's inputs, or `in0`, `in1` and so on, with an axis for runs
    in front; without them they are made up, see `make_samples`. `tolerance` is the greatest
    difference of a value from the reference that is allowed. `layers` compares what each layer
    gives, here. Raises `UserError` for whatever is wrong with the model or the tools.
    """
    device = load_target(target) if isinstance(target, str) else target
    on_phase("import")
    module = imported.to_module(new_context())
    buffers, _ = tensor_buffers(entry_function(module, str(path)))
    given = _arrange(buffers, imported.inputs, inputs, random)
    by_number = {f"in{i}": array for i, array in enumerate(given)}
    choice = reference_for(path, module)
    reference = choice.reference
    comparing = _Comparing(reference, tolerance)
    on_phase(reference.name)
    expected = reference.run(given)
    with TemporaryDirectory(prefix="microaot-") as temporary:
        folder = Path(temporary)
        on_phase("compile")
        compile_model(imported, folder, device)
        on_phase("run here")
        comparisons = comparing.outputs("host", run_on_host(folder, by_number), expected)
        if device is not None:
            on_phase(f"run on {device.name}")
            found, _ = run_on_target(folder, device, level, by_number)
            comparisons += comparing.outputs(f"{device.name}, {level}", found, expected)
    of_layers: tuple[Comparison, ...] | None = None
    if layers:
        on_phase("layers")
        of_layers = tuple(_compare_layers(imported, module, comparing, given, by_number))
    return Report(reference.name, len(given[0]), tuple(comparisons), of_layers, choice.notes)


def _same_bits(one: Array, other: Array) -> bool:
    """Whether elements are of one type, but for the sign of integers."""
    kinds = {"u" if array.dtype.kind == "i" else array.dtype.kind for array in (one, other)}
    return len(kinds) == 1 and one.itemsize == other.itemsize


def _arrange(
    buffers: Sequence[Buffer],
    ports: Sequence[Port],
    inputs: Mapping[str, Array] | None,
    random: int,
) -> list[Array]:
    """The inputs in the model's order, with an axis for runs."""
    if not buffers:
        raise UserError("the model has no inputs")
    ports = ports or [Port(buffer.name) for buffer in buffers]
    named = tuple(replace(b, name=port.name) for port, b in zip(ports, buffers, strict=True))
    if inputs is None:
        return make_samples(named, ports, random)
    runs = runs_of(Entry("", "", named, (), (), "", "", False), inputs)
    return [np.stack([run[port.name] for run in runs]) for port in ports]


def _compare_layers(
    imported: ImportedModel,
    module: ModuleOp,
    comparing: _Comparing,
    inputs: Sequence[Array],
    by_number: Mapping[str, Array],
) -> Iterator[Comparison]:
    """What each layer gives, as far as the reference knows the layer, with the same shape."""
    names = expose_layers(entry_function(module, imported.filename))
    if not names:
        return
    expected = comparing.reference.layers(inputs)
    with TemporaryDirectory(prefix="microaot-") as temporary:
        compile_model(with_layers(imported), Path(temporary))
        actual = [*run_on_host(Path(temporary), by_number).values()]
    for name, array in zip(names, actual[len(actual) - len(names) :], strict=True):
        wanted = expected.get(name)
        if wanted is not None and array.shape == wanted.shape and _same_bits(array, wanted):
            yield comparing.one(name, "host", array, wanted)
