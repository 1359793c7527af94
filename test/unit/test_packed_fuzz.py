"""Packed entries and arguments that are wrong in every way: refused for the right reason, untouched
when refused, right when harmless, and never read where nothing is, as sanitizers see."""

import re
import subprocess
from pathlib import Path

import pytest
from packed_programs import ADD_ONE_AND_FILL

from microaot.tools.api import CompileOptions, compile_module

HARNESS = Path(__file__).parent.parent / "support" / "packed_fuzz.c"
ROUNDS = 30_000

PROGRAM = (
    ADD_ONE_AND_FILL
    + """
func.func @mix(%n: i8, %b: i1) -> i64 {
  %wide = arith.extsi %n : i8 to i64
  %zero = arith.constant 0 : i64
  %minus = arith.subi %zero, %wide : i64
  %r = arith.select %b, %wide, %minus : i64
  return %r : i64
}
func.func @count_up(%x: memref<i32>) {
  %c1 = arith.constant 1 : i32
  %v = memref.load %x[] : memref<i32>
  %w = arith.addi %v, %c1 : i32
  memref.store %w, %x[] : memref<i32>
  return
}
"""
)


@pytest.mark.parametrize("abi", ["ffi", "tvm"])
def test_corrupted_arguments(abi: str, tmp_path: Path) -> None:
    options = CompileOptions(packed_api=abi)
    compile_module(PROGRAM, name="ops", options=options).write(tmp_path)
    program = tmp_path / "fuzz"
    command = ["gcc", "-std=gnu99", "-O1", "-g", "-Wall", "-Werror", f"-D{abi.upper()}"]
    sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
    sources = ["-I", str(tmp_path / "include"), str(HARNESS), str(tmp_path / "src/ops.c")]
    subprocess.run([*command, *sanitizers, *sources, "-o", str(program)], check=True)
    run = subprocess.run([program, str(ROUNDS)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr[:2000]
    counts = re.fullmatch(r"(\d+) refused, (\d+) accepted\n", run.stdout)
    assert counts is not None, run.stdout
    refused, accepted = map(int, counts.groups())
    assert refused + accepted == 4 * ROUNDS
    assert min(refused, accepted) > ROUNDS // 2
