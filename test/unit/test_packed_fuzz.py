"""Packed entries and arguments that are wrong in every way: refused for the right reason, untouched
when refused, right when harmless, and never read where nothing is, as sanitizers see."""

import re
import subprocess
from pathlib import Path

import pytest
from packed_programs import ADD_ONE_AND_FILL

from microaot.tools.api import CompileOptions, compile_module

HARNESS = Path(__file__).parent.parent / "support" / "packed_fuzz.c"
ROUNDS = 20_000

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
func.func private @check_limited(%n: i8) -> i64 {
  %most = arith.constant 100 : i8
  %few = arith.cmpi sle, %n, %most : i8
  packed.check %few, value_error, "expected at most 100"
  %wide = arith.extsi %n : i8 to i64
  return %wide : i64
}
func.func @limited(%n: i8) -> i64 {
  %r = func.call @check_limited(%n) : (i8) -> i64
  return %r : i64
}
func.func @columns(%x: memref<2x3xf32, strided<[1, 2]>>, %y: memref<2x3xf32>) {
  memref.copy %x, %y : memref<2x3xf32, strided<[1, 2]>> to memref<2x3xf32>
  return
}
func.func @first(%x: memref<?x4xf64, strided<[?, 1], offset: 2>>) -> f64 {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f64
  %n = memref.dim %x, %c0 : memref<?x4xf64, strided<[?, 1], offset: 2>>
  %is_there = arith.cmpi ne, %n, %c0 : index
  %r = scf.if %is_there -> (f64) {
    %v = memref.load %x[%c0, %c0] : memref<?x4xf64, strided<[?, 1], offset: 2>>
    scf.yield %v : f64
  } else {
    scf.yield %zero : f64
  }
  return %r : f64
}
func.func @difference(%x: memref<?xf32> {packed.extents = ["n"]},
                      %y: memref<?xf32> {packed.extents = ["n - 1"]}) -> index {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = memref.dim %y, %c0 : memref<?xf32>
  scf.for %i = %c0 to %n step %c1 {
    %j = arith.addi %i, %c1 : index
    %v = memref.load %x[%j] : memref<?xf32>
    memref.store %v, %y[%i] : memref<?xf32>
  }
  return %n : index
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
    assert refused + accepted == 8 * ROUNDS
    assert min(refused, accepted) > ROUNDS // 2
