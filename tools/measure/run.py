"""Measuring a library on a target.

```python
from microaot.tools.measure.run import run_on_target

outputs, measurement = run_on_target(Path("build/kws"), "cortex-m4", "-Os", {"in0": samples})
outputs["Identity"][0], measurement.instructions
```
"""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from microaot.tools.errors import UserError
from microaot.tools.measure.build import LEVELS, Program, build_program
from microaot.tools.measure.disassembly import disassemble
from microaot.tools.measure.emulator import Execution, execute
from microaot.tools.measure.entry import Entry
from microaot.tools.measure.inputs import Array, Arrays, runs_of
from microaot.tools.measure.library import open_library
from microaot.tools.measure.measurement import Measurement, Operator
from microaot.tools.measure.model_entry import is_model, model_entry
from microaot.tools.measure.plain_entry import plain_entry
from microaot.tools.measure.sizes import measure_sizes
from microaot.tools.measure.stack import read_stack_usage, stack_bound
from microaot.tools.measure.symbols import Symbol, read_symbols
from microaot.tools.measure.tools import run_tool
from microaot.tools.targets.target import Target, load_target

TIME_LIMIT = 600.0
"""Seconds after which a program on a target is stopped."""


def run_on_target(
    folder: Path,
    target: Target | str,
    level: str = "-Os",
    inputs: Mapping[str, Array] | None = None,
    *,
    function: str | None = None,
    time_limit: float = TIME_LIMIT,
) -> tuple[Arrays, Measurement]:
    """Run a library on a target and measure it; outputs have an axis for runs in front.

    `inputs` is described at `runs_of`; `function` chooses one of several functions of a library
    without an AOT main. Raises `UserError` for whatever is wrong with the folder, the inputs, the
    toolchain or the run, a status other than 0 included.
    """
    target = load_target(target) if isinstance(target, str) else target
    if level not in LEVELS:
        raise UserError(f"'{level}' is no level of optimization: known are {', '.join(LEVELS)}")
    if target.board is None:
        raise UserError(f"nothing can be measured on '{target.name}': it names no machine of QEMU")
    library = open_library(folder)
    manifest = library.manifest
    entry = model_entry(manifest) if is_model(manifest) else plain_entry(manifest, function)
    arguments = runs_of(entry, inputs)
    with TemporaryDirectory(prefix="microaot-") as temporary:
        program = build_program(library, entry, target, level, Path(temporary))
        symbols = read_symbols(target, program.elf)
        own = {s.name for o in program.objects for s in read_symbols(target, o) if s.kind == "code"}
        execution = execute(
            program,
            entry,
            target.board,
            symbols,
            arguments,
            operators=own - {entry.function},
            time_limit=time_limit,
        )
        for number, run in enumerate(execution.runs):
            if run.status != 0:
                raise UserError(
                    f"run {number} of '{entry.function}' returned the status {run.status}"
                )
        measurement = _summarize(program, entry, target, level, symbols, own, execution)
    outputs = {
        b.name: np.stack([run.outputs[b.name] for run in execution.runs]) for b in entry.outputs
    }
    return outputs, measurement


def _summarize(
    program: Program,
    entry: Entry,
    target: Target,
    level: str,
    symbols: list[Symbol],
    own: set[str],
    execution: Execution,
) -> Measurement:
    slowest = max(execution.counts.runs, key=lambda count: count.total)
    calls = slowest.calls
    prefix = entry.function.removesuffix("run") if entry.is_list_of_calls else f"{entry.library}_"
    names = [call.function.removeprefix(prefix) for call in calls]
    if entry.is_list_of_calls:
        names = _numbered(names)
    operators = tuple(
        Operator(name, call.function, call.instructions)
        for name, call in zip(names, calls, strict=True)
    )
    sizes = measure_sizes(target, program.objects)
    address = next(s.address for s in symbols if s.name == entry.function and s.kind == "code")
    bound = stack_bound(
        disassemble(target, program.elf), address, read_stack_usage(program.objects)
    )
    by_kind: dict[str, dict[str, int]] = {}
    for symbol in sizes.symbols:
        kind = by_kind.setdefault(symbol.kind, {})
        kind[symbol.name] = kind.get(symbol.name, 0) + symbol.size
    buffers = {b.name: b.byte_size for b in (*entry.inputs, *entry.outputs)}
    return Measurement(
        library=entry.library,
        function=entry.function,
        target=target.name,
        level=level,
        compiler=f"{target.tool('gcc')} {run_tool([target.tool('gcc'), '-dumpversion']).strip()}",
        counter=execution.counter,
        runs=len(execution.runs),
        instructions=slowest.total,
        operators=operators,
        own_instructions={
            name: count // len(execution.runs) for name, count in execution.counts.own.items()
        },
        stack_peak=max(run.stack for run in execution.runs),
        stack_worst=bound.size,
        stack_unknown=bound.unknown,
        code=sizes.total("code"),
        support_code=sum(
            s.size
            for s in symbols
            if s.kind == "code" and s.address in bound.reached and s.name not in own
        ),
        constants=sizes.total("constants"),
        ram=sizes.total("data", "bss"),
        lent=sum(item.size for item in entry.scratch),
        arguments=sum(buffers.values()),
        sections={section.name: section.size for section in sizes.sections},
        symbols=by_kind,
    )


def _numbered(names: list[str]) -> list[str]:
    """The same names; those that are there more than once get numbers."""
    numbers = [names[: i + 1].count(name) for i, name in enumerate(names)]
    return [
        name if names.count(name) == 1 else f"{name} #{number}"
        for name, number in zip(names, numbers, strict=True)
    ]
