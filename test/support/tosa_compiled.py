"""Whether the C that microaot writes computes what the TOSA reference model computes."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np
from tosa_conformance import Outcome, array_of, judge, main_function, outcome_of_error
from tosa_tools import Case

from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context, parse_module
from microaot.tools.importers.imported_model import ImportedModel
from microaot.tools.verify.host import run_on_host
from microaot.tools.verify.library import compile_model

_Elements: TypeAlias = np.dtype[np.generic]


def check_compiled(cases: Iterable[Case]) -> Iterator[Outcome]:
    """Compile tests to C as a user would, run and judge them."""
    for case in cases:
        with TemporaryDirectory() as folder:
            try:
                inputs, outputs = _compile(case, Path(folder))
            except Exception as error:
                yield outcome_of_error(case, error)
                continue
            try:
                results = _run(case, Path(folder), inputs)
            except UserError as error:
                yield Outcome(case, "fail", str(error))
                continue
            yield judge(case, [a.astype(dtype) for a, dtype in zip(results, outputs, strict=True)])


def _compile(case: Case, folder: Path) -> tuple[list[_Elements], list[_Elements]]:
    """Write the library; returns the elements of inputs and outputs."""
    text = case.program()
    types = main_function(parse_module(new_context(), text, f"{case.name}.mlir")).function_type
    inputs = [array_of(type)[1] for type in types.inputs]
    outputs = [array_of(type)[1] for type in types.outputs]
    compile_model(ImportedModel(text, f"{case.name}.mlir"), folder)
    return inputs, outputs


def _run(case: Case, folder: Path, elements: list[_Elements]) -> list[np.ndarray]:
    given = {
        f"in{number}": array.astype(dtype)[np.newaxis]
        for number, (array, dtype) in enumerate(zip(case.inputs(), elements, strict=True))
    }
    return [array[0] for array in run_on_host(folder, given).values()]
