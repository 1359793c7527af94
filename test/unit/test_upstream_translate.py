"""What we print as emitc is MLIR's emitc: upstream's own translator makes working C of it."""

from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from c_harness import Argument, CProgram
from commands import run
from programs import PROGRAMS, public_functions
from xdsl.printer import Printer

from microaot.emitc_backend.pipeline import plain_to_emitc
from microaot.tools.api import compile_module
from microaot.tools.frontend import new_context, parse_module

KNOWN_UPSTREAM_FAULTS = {
    "names": "the translator calls its own variables v1, v2, ...: one of them hides the global @v1",
}
"""Programs that upstream's translator gets wrong, and what it does wrong."""

_INCLUDES = "".join(
    f"#include <{name}.h>\n" for name in ("math", "stdbool", "stddef", "stdint", "string")
)

_DECLARED_AT_TOP = "--declare-variables-at-top"


def _emitc(program: Path) -> str:
    context = new_context()
    module = parse_module(context, program.read_bytes(), program.name)
    for step in plain_to_emitc("lib"):
        step.apply(context, module)
    stream = StringIO()
    Printer(stream).print_op(module)
    return stream.getvalue()


@pytest.mark.parametrize("flags", [(), (_DECLARED_AT_TOP,)], ids=["", "declared_at_top"])
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_upstream_translates_it(
    program: Path, flags: tuple[str, ...], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if fault := KNOWN_UPSTREAM_FAULTS.get(program.stem):
        request.applymarker(pytest.mark.xfail(reason=fault, strict=True))
    emitc = _emitc(program)
    if "cf." in emitc:
        # Upstream prints functions of several blocks in this way only.
        flags = (_DECLARED_AT_TOP,)
    text = run(["mlir-translate-22", "--mlir-to-cpp", *flags], stdin=emitc)
    library = compile_module(program.read_bytes(), filename=program.name, name="lib")
    ours = CProgram(library.files, tmp_path / "ours")
    headers = {name: text for name, text in library.files.items() if name.endswith(".h")}
    theirs = CProgram({**headers, "src/lib.c": _INCLUDES + text}, tmp_path / "theirs")
    for function in public_functions(program):
        results = list[list[Argument]]()
        for c, c_flags in ((ours, ()), (theirs, ("-w",))):
            arguments = function.arguments(seed=0)
            symbol = f"lib_{function.name}"
            result = c.call(symbol, *arguments, result=function.result_type, flags=c_flags)
            arrays = [a for a in arguments if isinstance(a, np.ndarray)]
            results.append([*arrays, *([] if result is None else [result])])
        for one, other in zip(*results, strict=True):
            np.testing.assert_array_equal(one, other, err_msg=function.name)
