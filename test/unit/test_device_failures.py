"""Programs on devices compute the same, and whatever fails, everything is given back."""

from pathlib import Path

import pytest
from c_harness import STRICT_C
from commands import MICROAOT_OPT, run
from device_programs import Program

from microaot.emitc_backend.runtime.abi_headers import abi_headers

SUPPORT = Path(__file__).parents[1] / "support"
SANITIZERS = ("-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")


PROGRAMS = [*((seed, False) for seed in range(12)), *((seed, True) for seed in range(6))]
"""Seeds, and whether operators are called through packed entries."""


@pytest.mark.parametrize(("seed", "is_packed"), PROGRAMS)
def test_every_failure_gives_everything_back(seed: int, is_packed: bool, tmp_path: Path) -> None:
    program = Program(seed, is_packed=is_packed)
    source, library = tmp_path / "program.mlir", tmp_path / "library.c"
    source.write_text(program.mlir)
    passes = (
        f"insert-device-hooks,plan-memory{{entry=main pools={program.pools} reorder=true}},"
        f"{'pack-operators{abi=ffi error_messages=none},' if is_packed else ''}"
        "propagate-status,plain-to-emitc{prefix=lib}"
    )
    for name, text in abi_headers(["ffi.h"]).items():
        (tmp_path / name).write_text(text)
    library.write_text(run([MICROAOT_OPT, source, "-p", passes, "-t", "microaot-c"]))
    (tmp_path / "main.c").write_text(program.main(library.read_text()))
    command = ["gcc", *STRICT_C, *SANITIZERS, f"-I{SUPPORT}", f"-I{tmp_path}"]
    files = [library, tmp_path / "main.c", SUPPORT / "device_stubs.c"]
    run([*command, *files, "-o", tmp_path / "program"])
    events = int(run([tmp_path / "program"]))
    assert events >= sum(place != "ours" for place, *_ in program.steps)
