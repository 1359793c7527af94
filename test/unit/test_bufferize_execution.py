"""Bufferized programs compute what NumPy computes on values that never change."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import cast

import numpy as np
import pytest
from c_harness import CProgram
from tensor_state_programs import OPERATORS, StateProgram

from microaot.passes.bufferize import Bufferize
from microaot.tools.api import compile_module
from microaot.tools.frontend import new_context, parse_module

PROGRAMS = 30
STEPS = 9
FLAGS = ("-O1", "-Wno-pedantic", "-Wno-stringop-overread")
"""Calls pass pointers to rows where pointers to elements are declared, and the other way round."""


def bufferize(text: str) -> str:
    """The text of a module on buffers."""
    context = new_context()
    module = parse_module(context, text, "program.mlir")
    module.verify()
    Bufferize().apply(context, module)
    module.verify()
    assert "tensor<" not in "\n".join(
        line for line in str(module).splitlines() if "memref.global" not in line
    )
    return str(module)


@pytest.mark.parametrize("seed", range(4))
def test_random_programs(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    programs = [StateProgram(random, f"f{i}").build(STEPS) for i in range(PROGRAMS)]
    text = OPERATORS + "".join("\n".join(program.mlir) + "\n" for program in programs)
    library = CProgram(compile_module(bufferize(text), name="state").files, tmp_path)
    numbers = np.random.default_rng(seed)
    for program in programs:
        inputs = [numbers.integers(-9, 9, shape, dtype=np.int32) for shape in program.inputs]
        scope: dict[str, object] = {"np": np}
        exec("\n".join(program.python), scope)
        run = cast(Callable[..., list[np.ndarray]], scope[program.name])
        with np.errstate(over="ignore"):
            expected = run(*inputs)
        results = [np.full(shape, 7, np.int32) for shape in program.outputs]
        given = [array.copy() for array in inputs]
        library.call(f"state_{program.name}", *given, *results, flags=FLAGS)
        for before, after in zip(inputs, given, strict=True):
            np.testing.assert_array_equal(after, before, err_msg="an input has changed")
        for result, value in zip(results, expected, strict=True):
            np.testing.assert_array_equal(result, value, err_msg="\n".join(program.mlir))


def chain(length: int) -> str:
    """One element after another is read and written over."""
    lines = [
        "func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {",
        "%i = arith.constant 3 : index",
        "%e = tensor.empty() : tensor<8xf32>",
        "%t0 = linalg.exp ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>",
    ]
    for k in range(length):
        lines.append(f"%b{k} = tensor.extract %t{k}[%i] : tensor<8xf32>")
        lines.append(f"%t{k + 1} = tensor.insert %b{k} into %t{k}[%i] : tensor<8xf32>")
    return "\n".join([*lines, f"return %t{length} : tensor<8xf32>", "}"])


def parts(count: int) -> str:
    """A tensor is made of many that are computed one after the other."""
    whole = f"tensor<{count}xf32>"
    lines = [f"func.func @f(%x: tensor<1xf32>) -> {whole} {{", f"%t0 = tensor.empty() : {whole}"]
    for k in range(count):
        part = "tensor<1xf32>"
        lines.append(f"%e{k} = tensor.empty() : {part}")
        lines.append(f"%y{k} = linalg.exp ins(%x : {part}) outs(%e{k} : {part}) -> {part}")
        insert = f"tensor.insert_slice %y{k} into %t{k}[{k}] [1] [1] : {part} into {whole}"
        lines.append(f"%t{k + 1} = {insert}")
    return "\n".join([*lines, f"return %t{count} : {whole}", "}"])


@pytest.mark.parametrize("text", [chain(300), parts(60)], ids=["chain", "parts"])
def test_long_programs_need_no_copies(text: str) -> None:
    words = Counter(bufferize(text).replace('"', " ").replace("(", " ").split())
    assert words["memref.copy"] == words["memref.alloc"] == 0
