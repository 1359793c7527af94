"""Planned models as text, and programs in C that use their libraries."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from commands import run

from microaot.passes.insert_device_hooks import InsertDeviceHooks
from microaot.passes.memory.plan import MemoryPlan
from microaot.passes.place_constants import PlaceConstants
from microaot.passes.plan_memory import PlanMemory
from microaot.tools.frontend import new_context, parse_module
from microaot.tools.model_library import ModelOptions, model_files

WARNINGS = (
    *("-Wall", "-Wextra", "-Wconversion", "-Wsign-conversion", "-Wshadow", "-Wundef"),
    *("-Wcast-align", "-Wredundant-decls", "-pedantic", "-Werror"),
)
STRICT_C = ("-std=c99", *WARNINGS, "-Wstrict-prototypes", "-Wmissing-prototypes")
COMPILERS = {
    "gcc": ("gcc", *STRICT_C, "-Wmissing-declarations"),
    "clang": ("clang", *STRICT_C, "-Wmissing-variable-declarations"),
    "c++": ("g++", "-x", "c++", "-std=c++17", *WARNINGS, "-Wmissing-declarations"),
    "arm": ("arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb", *STRICT_C),
}
"""Compilers with all warnings of which a library has to be free."""

SANITIZED = ("-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")

DENSE = """
memref.global "private" constant @weights : memref<3x4xi8> =
  dense<[[1, -2, 3, 4], [5, 6, -7, 8], [9, 10, 11, 12]]>
memref.global "private" constant @bias : memref<3xi32> = dense<[100, -200, 300]>
func.func private @dense(%x: memref<1x4xi8>, %w: memref<3x4xi8>, %b: memref<3xi32>,
                         %y: memref<1x3xi32>) attributes {aot.operator} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %c3 step %c1 {
    %first = memref.load %b[%i] : memref<3xi32>
    %sum = scf.for %k = %c0 to %c4 step %c1 iter_args(%acc = %first) -> (i32) {
      %xv = memref.load %x[%c0, %k] : memref<1x4xi8>
      %wv = memref.load %w[%i, %k] : memref<3x4xi8>
      %xe = arith.extsi %xv : i8 to i32
      %we = arith.extsi %wv : i8 to i32
      %p = arith.muli %xe, %we : i32
      %n = arith.addi %acc, %p : i32
      scf.yield %n : i32
    }
    memref.store %sum, %y[%c0, %i] : memref<1x3xi32>
  }
  return
}
func.func private @requantize(%x: memref<1x3xi32>, %y: memref<1x3xi8>) attributes {aot.operator} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %two = arith.constant 2 : i32
  %low = arith.constant -128 : i32
  %high = arith.constant 127 : i32
  scf.for %i = %c0 to %c3 step %c1 {
    %v = memref.load %x[%c0, %i] : memref<1x3xi32>
    %s = arith.shrsi %v, %two : i32
    %a = arith.maxsi %s, %low : i32
    %b = arith.minsi %a, %high : i32
    %t = arith.trunci %b : i32 to i8
    memref.store %t, %y[%c0, %i] : memref<1x3xi8>
  }
  return
}
func.func @main(
    %x: memref<1x4xi8> {aot.input = "x:0", aot.scale = 0.5 : f32, aot.zero_point = -3 : i32},
    %y: memref<1x3xi8> {aot.output = "Identity"}) {
  %w = memref.get_global @weights : memref<3x4xi8>
  %b = memref.get_global @bias : memref<3xi32>
  %acc = memref.alloc() : memref<1x3xi32>
  func.call @dense(%x, %w, %b, %acc)
    : (memref<1x4xi8>, memref<3x4xi8>, memref<3xi32>, memref<1x3xi32>) -> ()
  func.call @requantize(%acc, %y) : (memref<1x3xi32>, memref<1x3xi8>) -> ()
  return
}
"""
"""Two operators on int8, with constants and one buffer between them."""

MIXED = """
func.func private @add(%x: memref<4xf32>, %y: memref<4xf32>, %z: memref<4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %c4 step %c1 {
    %a = memref.load %x[%i] : memref<4xf32>
    %b = memref.load %y[%i] : memref<4xf32>
    %s = arith.addf %a, %b : f32
    memref.store %s, %z[%i] : memref<4xf32>
  }
  return
}
func.func private @last(%x: memref<4xf32>, %f: memref<i1>, %z: memref<f32>) {
  %c3 = arith.constant 3 : index
  %v = memref.load %x[%c3] : memref<4xf32>
  %n = arith.negf %v : f32
  %flag = memref.load %f[] : memref<i1>
  %r = arith.select %flag, %n, %v : f32
  memref.store %r, %z[] : memref<f32>
  return
}
func.func @main(%x: memref<4xf32> {aot.input = "a"}, %y: memref<4xf32> {aot.input = "b"},
                %f: memref<i1> {aot.input = "negate"},
                %s: memref<4xf32> {aot.output = "sum"}, %l: memref<f32> {aot.output = "last"}) {
  %t = memref.alloc() : memref<4xf32>
  func.call @add(%x, %y, %t) : (memref<4xf32>, memref<4xf32>, memref<4xf32>) -> ()
  func.call @add(%t, %y, %s) : (memref<4xf32>, memref<4xf32>, memref<4xf32>) -> ()
  func.call @last(%t, %f, %l) : (memref<4xf32>, memref<i1>, memref<f32>) -> ()
  return
}
"""
"""Several inputs and outputs, a scalar, a truth value; equal operators; no constants."""


def dense_reference(x: np.ndarray[tuple[int], np.dtype[np.int8]]) -> list[int]:
    """What `DENSE` computes, in NumPy."""
    weights = np.array([[1, -2, 3, 4], [5, 6, -7, 8], [9, 10, 11, 12]], np.int32)
    sums = weights @ x.astype(np.int32) + np.array([100, -200, 300], np.int32)
    return np.clip(sums >> 2, -128, 127).tolist()


def build_library(
    text: str,
    name: str,
    *,
    pools: tuple[str, ...] = ("workspace",),
    io_in_workspace: bool = False,
    constants: PlaceConstants | None = None,
    options: ModelOptions | None = None,
) -> dict[str, str]:
    """The files of the library of a model whose memory is not planned yet."""
    context = new_context()
    module = parse_module(context, text, "model.mlir")
    module.verify()
    if constants is not None:
        constants.apply(context, module)
    naming = "tvm" if options is not None and options.prefix == "tvmgen" else "microaot"
    InsertDeviceHooks(naming).apply(context, module)
    PlanMemory(pools, io_in_workspace=io_in_workspace).apply(context, module)
    assert MemoryPlan.of(module) is not None
    files = model_files(module, name, options)
    module.verify()
    return files


def write(files: Mapping[str, str], folder: Path) -> Path:
    """Put the files of a library into a folder of its own."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def check_clean(folder: Path, compiler: str, *flags: str) -> None:
    """Compile each source of a library by itself, with all warnings being errors."""
    for source in sorted(folder.glob("src/*.c")):
        output = folder / f"{source.stem}.{compiler}.o"
        include = f"-I{folder / 'include'}"
        run([*COMPILERS[compiler], include, *flags, "-c", source, "-o", output])


def run_program(
    folders: list[Path], program: str, *flags: str, command: tuple[str, ...] = ("gcc", "-std=c99")
) -> str:
    """Link a program in C with libraries, run it, and return what it prints."""
    source = folders[0] / "program.c"
    source.write_text(program)
    sources = [path for folder in folders for path in sorted(folder.glob("src/*.c"))]
    includes = [f"-I{folder / 'include'}" for folder in folders]
    output = folders[0] / "program"
    run([*command, *WARNINGS, *flags, *includes, source, *sources, "-o", output])
    return run([output])
