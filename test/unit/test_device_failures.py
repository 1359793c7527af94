"""Programs on devices compute the same, and whatever fails, everything is given back."""

from pathlib import Path

import pytest
from c_harness import STRICT_C
from commands import run
from device_programs import Program

SUPPORT = Path(__file__).parents[1] / "support"
SANITIZERS = ("-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")


@pytest.mark.parametrize("seed", range(12))
def test_every_failure_gives_everything_back(seed: int, tmp_path: Path) -> None:
    program = Program(seed)
    source, library = tmp_path / "program.mlir", tmp_path / "library.c"
    source.write_text(program.mlir)
    passes = (
        f"insert-device-hooks,plan-memory{{entry=main pools={program.pools} reorder=true}},"
        "propagate-status,plain-to-emitc{prefix=lib}"
    )
    library.write_text(run(["microaot-opt", source, "-p", passes, "-t", "microaot-c"]))
    (tmp_path / "main.c").write_text(program.main(library.read_text()))
    command = ["gcc", *STRICT_C, *SANITIZERS, f"-I{SUPPORT}"]
    files = [library, tmp_path / "main.c", SUPPORT / "device_stubs.c"]
    run([*command, *files, "-o", tmp_path / "program"])
    events = int(run([tmp_path / "program"]))
    assert events >= sum(place != "ours" for place, *_ in program.steps)
