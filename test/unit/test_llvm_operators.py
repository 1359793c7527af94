"""Operators compiled by LLVM compute what the C code computes, bit by bit."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from c_harness import CProgram
from commands import require_module, require_tool
from llvm_programs import COUNT, MEMORY, Case, scalar_cases

from microaot.llvm_backend.machine import Machine
from microaot.tools.api import compile_module
from microaot.tools.errors import OperationError, UserError
from microaot.tools.frontend import new_context, parse_module
from microaot.tools.llvm_operators import LEVELS, compile_operators, machine_for
from microaot.tools.measure.run import run_on_target
from microaot.tools.targets.target import builtin_targets, load_target

require_module("llvmlite", "llvmlite")

CASES = [*scalar_cases()]
Array = np.ndarray[Any, Any]


def _split(text: str, machine: Machine, level: str) -> tuple[str, bytes]:
    """The module without operators, and their object file."""
    module = parse_module(new_context(), text, "input.mlir")
    compiled = compile_operators(module, machine, level)
    return str(module), compiled


def _program(text: str, folder: Path, level: str | None) -> CProgram:
    """A program on this machine; its operators are C if there is no level for LLVM."""
    folder.mkdir()
    if level is None:
        return CProgram(compile_module(text, name="lib").files, folder)
    rest, compiled = _split(text, machine_for(load_target("host")), level)
    program = CProgram(compile_module(rest, name="lib").files, folder)
    (folder / "operators.o").write_bytes(compiled)
    program.sources.append(folder / "operators.o")
    return program


def _data(type: str, random: np.random.Generator) -> Array:
    if type.startswith("i"):
        info = np.iinfo(f"int{type[1:]}")
        edges = [0, 1, -1, info.min, info.max, 2, 3, 5]
        rest = random.integers(info.min, info.max, COUNT - len(edges), dtype=info.dtype)
        return np.concatenate([np.array(edges, info.dtype), rest])
    dtype = np.float32 if type == "f32" else np.float64
    edges = [0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0, 1e-30]
    return np.concatenate([edges, random.normal(0, 20, COUNT - len(edges))]).astype(dtype)


def _result(case: Case) -> Array:
    name = {"i1": "bool", "f32": "float32", "f64": "float64"}.get(case.result)
    return np.zeros(COUNT, name or f"int{case.result[1:]}")


@pytest.mark.parametrize("level", ["-O0", "-O2"])
def test_scalars_are_those_of_c(level: str, tmp_path: Path) -> None:
    text = "".join(case.mlir for case in CASES)
    in_c = _program(text, tmp_path / "c", None)
    in_llvm = _program(text, tmp_path / "llvm", level)
    random = np.random.default_rng(5)
    for case in CASES:
        x, y = random.permutation(_data(case.type, random)), _data(case.type, random)
        expected, actual = _result(case), _result(case)
        in_c.call(f"lib_{case.name}", x, y, expected)
        in_llvm.call(f"lib_{case.name}", x, y, actual)
        np.testing.assert_array_equal(actual, expected, case.name)
        numbers = ~np.isnan(expected) if expected.dtype.kind == "f" else slice(None)
        assert actual[numbers].tobytes() == expected[numbers].tobytes(), case.name


def _memory_arguments() -> list[Array]:
    random = np.random.default_rng(7)
    return [
        random.integers(-1000, 1000, (4, 6), dtype=np.int16),
        np.zeros(24, np.int16),
        np.array([True, False, True, True]),
        np.array([100, -100, 50, -128], np.int8),
        random.normal(0, 100, 8).astype(np.float32),
    ]


@pytest.mark.parametrize("level", [*LEVELS])
def test_memory_is_that_of_c(level: str, tmp_path: Path) -> None:
    expected, actual = _memory_arguments(), _memory_arguments()
    _program(MEMORY, tmp_path / "c", None).call("lib_views", *expected)
    _program(MEMORY, tmp_path / "llvm", level).call("lib_views", *actual)
    for one, other in zip(actual, expected, strict=True):
        np.testing.assert_array_equal(one, other)


TARGETS = ["cortex-m0", "cortex-m3", "cortex-m4", "cortex-m7", "cortex-m33", "cortex-m55"]


@pytest.mark.parametrize("target", TARGETS)
def test_cortex_m_computes_the_same(target: str, tmp_path: Path) -> None:
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")
    rest, compiled = _split(MEMORY, machine_for(load_target(target)), "-Os")
    compile_module(MEMORY, name="lib").write(tmp_path / "c")
    compile_module(rest, name="lib").write(tmp_path / "llvm")
    (tmp_path / "llvm" / "lib").mkdir()
    (tmp_path / "llvm" / "lib" / "operators.o").write_bytes(compiled)
    names = ("x", "y", "g", "n", "f")
    inputs = {n: a[np.newaxis] for n, a in zip(names, _memory_arguments(), strict=True)}
    outputs = [run_on_target(tmp_path / kind, target, "-Os", inputs)[0] for kind in ("c", "llvm")]
    # The text of a module does not say what declared functions only read.
    assert outputs[0].keys() == outputs[1].keys() - {"x"}
    for name, expected in outputs[0].items():
        np.testing.assert_array_equal(outputs[1][name], expected, name)


@pytest.mark.parametrize("target", builtin_targets())
def test_every_target_has_a_machine(target: str) -> None:
    known = load_target(target)
    machine = machine_for(known)
    assert machine.index_width == known.pointer_bits
    assert _split(MEMORY, machine, "-Os")[1].startswith(b"\x7fELF")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("%r = math.atan %a : f32", "'math.atan' is no part of operators for LLVM"),
        (
            "%h = arith.truncf %a : f32 to f16\n%r = arith.extf %h : f16 to f32",
            "has the type f16, which operators for LLVM do not have",
        ),
    ],
)
def test_what_is_not_known_is_refused(body: str, message: str) -> None:
    with pytest.raises(OperationError, match=message):
        _split(Case("f", "f32", "f32", body).mlir, Machine(), "-O2")


def test_names_that_llvm_does_not_know() -> None:
    with pytest.raises(UserError, match="LLVM has no target 'pdp11'"):
        _split(MEMORY, Machine("pdp11"), "-O2")
    with pytest.raises(UserError, match="no level '-O9'"):
        _split(MEMORY, Machine(), "-O9")
