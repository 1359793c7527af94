"""A sample of Arm's tests of TOSA, and the models that others made, through `tosa-to-linalg`."""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from commands import unavailable
from reference_data import MODELS, assert_model_result, require_folder
from tensor_execution import compile_tensors
from tosa_compiled import check_compiled
from tosa_conformance import Outcome, check
from tosa_tools import Case, find_cases, generate, tool

from microaot.passes.fix_batch import FixBatch
from microaot.passes.tosa_to_linalg import TosaToLinalg
from microaot.tools.frontend import new_context, parse_module

TESTS = Path(__file__).parents[2] / "build" / "tosa-tests"

_WINDOWS = "--max-conv-padding 1 --max-conv-stride 2 --max-conv-dilation 2 --tensor-dim-range 1,5"

SAMPLES = {
    "convolutions": (
        "^(conv2d|depthwise_conv2d|transpose_conv2d|matmul)$",
        "int8 fp32",
        f"--conv-kernel 2,3 --target-shape 1,4,5,3 {_WINDOWS}",
    ),
    "pooling": (
        "^(avg_pool2d|max_pool2d)$",
        "int8 fp32",
        "--max-pooling-kernel 2 --max-pooling-stride 2 --max-pooling-padding 1"
        " --tensor-dim-range 1,5",
    ),
    "rescale": ("^rescale$", "int8 int32", "--target-shape 3,5"),
    "casts": ("^(cast|table|argmax|resize|reduce_.*)$", "int8 int32 fp32", "--target-rank 2 4"),
    "elementwise": (
        "^(add|mul|negate|clamp|maximum|arithmetic_right_shift|sigmoid|select|greater)$",
        "int8 int32 fp32",
        "--target-rank 2",
    ),
    "moves": (
        "^(concat|pad|reverse|slice|tile|transpose|gather|scatter|while_loop|cond_if_binary)$",
        "int8",
        "--target-rank 3 --num-rand-permutations 2",
    ),
}
"""Operators, types and options of the generator: little of everything."""

_OTHER_TYPES = re.compile("bf16|f8e")
"""Types of results that NumPy lacks."""

MOST = 24
"""Tests of a sample that are run."""


def _cases(operators: str, types: str, options: str) -> list[Case]:
    """Make tests, unless they were made before."""
    if tool("tosa_reference_model") is None or tool("tosa_verif_build_tests") is None:
        unavailable("Arm's TOSA tools are not installed, see test/support/install_tosa_tools.sh")
    key = sha256(" ".join((operators, types, options)).encode()).hexdigest()[:16]
    folder = TESTS / key
    limits = "" if "--tensor-dim-range" in options else "--tensor-dim-range 1,6"
    if not (folder / "done").exists():
        generate(folder, operators, types.split(), *options.split(), *limits.split())
        (folder / "done").touch()
    cases = [case for case in find_cases(folder) if not _OTHER_TYPES.search(case.name)]
    return cases[:: max(1, len(cases) // MOST)]


def problems(outcomes: Iterable[Outcome]) -> list[tuple[str, str, str]]:
    """What does not pass, and why."""
    return [(o.case.name, o.status, o.message) for o in outcomes if o.status != "pass"]


@pytest.mark.parametrize("name", SAMPLES)
def test_equals_reference_model(name: str) -> None:
    cases = _cases(*SAMPLES[name])
    assert len(cases) > 10
    assert problems(check(cases)) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_c_equals_reference_model(name: str) -> None:
    cases = _cases(*SAMPLES[name])[::4]
    assert len(cases) > 2
    assert problems(check_compiled(cases)) == []


@pytest.mark.parametrize("name", MODELS)
def test_models(name: str, tmp_path: Path) -> None:
    """Integers equal LLVM's execution of MLIR's own lowering bit for bit, floats nearly."""
    model = require_folder("models") / f"{name}.tosa.mlir"
    context = new_context()
    module = parse_module(context, model.read_bytes(), model.name)
    FixBatch().apply(context, module)
    TosaToLinalg().apply(context, module)
    module.verify()
    library = compile_tensors(str(module), tmp_path)
    samples = np.load(model.with_name(f"{name}.io.npz"))
    for given, expected in zip(samples["in0"], samples["mlir0"], strict=True):
        result = np.zeros_like(expected)
        library.call("main", np.ascontiguousarray(given), result)
        assert_model_result(result, expected)
