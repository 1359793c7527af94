"""The interpreter of `microaot verify` computes what LLVM computes: single ops and whole models."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import cast

import numpy as np
import pytest
from interpreter_programs import DOUBLE, PROGRAMS, function
from mlir_reference import Reference
from random_tensors import TensorProgram
from reference_data import MODELS, assert_model_result, require_folder
from tensor_execution import compile_tensors
from tensor_state_programs import OPERATORS, StateProgram
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp

from microaot.tools.frontend import new_context, parse_module
from microaot.tools.importers.imported_model import entry_function
from microaot.tools.importers.load import load_model
from microaot.tools.measure.entry import Buffer
from microaot.tools.measure.inputs import Array, made_up
from microaot.tools.verify.interpreter.interpret import interpret, without_tosa
from microaot.tools.verify.layers import tensor_buffers


def parse(text: str) -> ModuleOp:
    module = parse_module(new_context(), text, "program.mlir")
    module.verify()
    return module


def named(module: ModuleOp, name: str) -> func.FuncOp:
    functions = (op for op in module.ops if isinstance(op, func.FuncOp))
    return next(op for op in functions if op.sym_name.data == name)


def run(text: str, inputs: Sequence[Array], name: str = "main") -> list[Array]:
    module = without_tosa(parse(text))
    return interpret(module, named(module, name), inputs)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    text = DOUBLE + "".join(map(function, PROGRAMS))
    return compile_tensors(text, tmp_path_factory.mktemp("programs"))


@pytest.mark.parametrize("name", PROGRAMS)
def test_as_llvm(name: str, compiled: Reference) -> None:
    module = parse(DOUBLE + function(name))
    inputs, outputs = tensor_buffers(named(module, name))
    inputs = [Buffer(b.name, b.element, b.shape) for b in inputs]
    given = [*made_up(inputs).values()]
    before = [array.copy() for array in given]
    found = interpret(module, named(module, name), given)
    expected = [np.zeros(buffer.shape, buffer.dtype) for buffer in outputs]
    compiled.call(name, *[array.copy() for array in given], *expected)
    for actual, wanted in zip(found, expected, strict=True):
        np.testing.assert_array_equal(actual, wanted, strict=True)
    for array, copy in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, copy, "an input has changed")


def test_random_programs_as_llvm(tmp_path: Path) -> None:
    random = Random(7)
    built = [TensorProgram(random, f"f{i}").build(8) for i in range(40)]
    text = "".join(program for program, _, _ in built)
    library = compile_tensors(text, tmp_path)
    numbers = np.random.default_rng(7)
    module = parse(text)
    for i, (program, inputs, outputs) in enumerate(built):
        given = [numbers.integers(-9, 9, shape, dtype=np.int32) for shape in inputs]
        expected = [np.zeros(shape, np.int32) for shape in outputs]
        library.call(f"f{i}", *[array.copy() for array in given], *expected)
        for actual, wanted in zip(
            interpret(module, named(module, f"f{i}"), given), expected, strict=True
        ):
            np.testing.assert_array_equal(actual, wanted, program)


def test_programs_that_write_over_what_is_read() -> None:
    """Against the same programs in Python: slices, loops that carry tensors, branches, calls."""
    random = Random(11)
    programs = [StateProgram(random, f"f{i}").build(9) for i in range(30)]
    module = parse(OPERATORS + "".join("\n".join(program.mlir) + "\n" for program in programs))
    numbers = np.random.default_rng(11)
    for program in programs:
        given = [numbers.integers(-9, 9, shape, dtype=np.int32) for shape in program.inputs]
        scope: dict[str, object] = {"np": np}
        exec("\n".join(program.python), scope)
        python = cast(Callable[..., list[Array]], scope[program.name])
        with np.errstate(over="ignore"):
            expected = python(*given)
        found = interpret(module, named(module, program.name), given)
        for actual, wanted in zip(found, expected, strict=True):
            np.testing.assert_array_equal(actual, wanted, "\n".join(program.mlir))


@pytest.mark.parametrize("level", ["tosa", "linalg"])
@pytest.mark.parametrize("model", MODELS)
def test_models(model: str, level: str) -> None:
    path = require_folder("models") / f"{model}.{level}.mlir"
    recorded = np.load(path.with_name(f"{model}.io.npz"))
    module = without_tosa(load_model(path).to_module(new_context()))
    for sample in range(1 if "Resnet" in model or level == "linalg" else 2):
        (result,) = interpret(module, entry_function(module, model), [recorded["in0"][sample]])
        assert_model_result(result, recorded["mlir0"][sample])
