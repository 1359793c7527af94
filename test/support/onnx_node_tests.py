"""ONNX's own tests of its operators, from the `.onnx` model to what the C computes.

Each test is done in a process that is forked from this one, where everything is imported already: a
crash of an importer, or of the code that was made, is an outcome like any other.
"""

# The package `onnx` carries hardly any types.
# pyright: basic

import gc
import multiprocessing
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases
from xdsl.utils.exceptions import DiagnosticException, ParseError

from microaot.tools.api import compile_imported, compile_module
from microaot.tools.errors import UserError
from microaot.tools.importers.load import load_model
from microaot.tools.importers.onnx.importer import imported_from
from microaot.tools.importers.onnx.rewrites.opset import own_opset
from microaot.tools.importers.onnx.rewrites.parameters import parameters
from microaot.tools.importers.onnx.worker import convert
from microaot.tools.verify.host import run_on_host

TIME_LIMIT = 300
"""Seconds after which a test is given up: none of them should need a tenth of it."""

RTOL, ATOL = 1e-3, 1e-5
"""By how much floats may differ, those of 16 bits by two of their last digits."""

_BFLOAT16_EPS = 2.0**-7


@dataclass(frozen=True)
class Node:
    """A test: a model, the operator that it is about, and arrays for its inputs and outputs."""

    name: str
    operator: str
    model: onnx.ModelProto
    inputs: list[np.ndarray]
    outputs: list[np.ndarray]


@dataclass(frozen=True)
class Outcome:
    """What became of a test: `pass`, or why `refused`, `wrong`, or an `error` of ours.

    `constants` is a pass where inputs that tell shapes and axes are constants, as in models that
    tools write; ONNX's tests have nearly all as inputs.
    """

    name: str
    operator: str
    status: str
    message: str = ""


@cache
def find_nodes() -> dict[str, Node]:
    """All tests whose inputs and outputs are tensors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cases = {case.name: case for case in collect_testcases(None)}
    models = {name: case.model for name, case in cases.items() if case.model is not None}
    nodes: dict[str, Node] = {}
    for name, model in models.items():
        whole = models.get(re.sub(r"_expanded(_ver\d+)?$", "", name), model)
        ports = (*model.graph.input, *model.graph.output)
        if all(port.type.HasField("tensor_type") for port in ports):
            inputs, outputs = (cases[name].data_sets or [([], [])])[0]
            arrays = [[_array(array) for array in group] for group in (inputs, outputs)]
            nodes[name] = Node(name, whole.graph.node[0].op_type, model, *arrays)
    return nodes


def _array(value: Any) -> np.ndarray:
    is_message = isinstance(value, onnx.TensorProto)
    return numpy_helper.to_array(value) if is_message else np.asarray(value)


def check(node: Node) -> Outcome:
    """Import, compile, build and run a test in this process."""
    outcome = _check(node)
    if outcome.status != "refused" or (fixed := _with_constants(node)) is None:
        return outcome
    outcome = _check(fixed)
    return replace(outcome, status="constants") if outcome.status == "pass" else outcome


def _with_constants(node: Node) -> Node | None:
    """The test with inputs that tell shapes and axes as constants, if it has any."""
    opset = own_opset(node.model)
    names = {name for inner in node.model.graph.node for name in parameters(inner, opset)}
    model = onnx.ModelProto.FromString(node.model.SerializeToString())
    inputs: list[np.ndarray] = []
    del model.graph.input[:]
    for port, array in zip(node.model.graph.input, node.inputs, strict=True):
        if port.name in names:
            model.graph.initializer.append(numpy_helper.from_array(array, port.name))
        else:
            model.graph.input.append(port)
            inputs.append(array)
    return replace(node, model=model, inputs=inputs) if 0 < len(inputs) < len(node.inputs) else None


def _check(node: Node) -> Outcome:
    try:
        with TemporaryDirectory(prefix="microaot-") as folder:
            message = _run(node, Path(folder))
    except (UserError, DiagnosticException, ParseError) as error:
        text = str(error).strip()
        return Outcome(node.name, node.operator, "refused", text.splitlines()[0] if text else "")
    except Exception as error:
        return Outcome(node.name, node.operator, "error", repr(error))
    return Outcome(node.name, node.operator, "wrong" if message else "pass", message)


def _run(node: Node, folder: Path) -> str:
    """What is wrong with the results, if anything is."""
    path = folder / "node.onnx"
    onnx.save(node.model, path)
    library = compile_imported(imported_from(convert(path, None), path), name="node")
    library.write(folder / "node")
    names = [port.name for port in node.model.graph.input]
    inputs = [_in_c(array) for array in node.inputs]
    results = run_on_host(folder / "node", dict(zip(names, inputs, strict=True)))
    for port, expected in zip(node.model.graph.output, node.outputs, strict=True):
        if message := _difference(results[port.name][0], expected):
            return f"{port.name}: {message}"
    return ""


def _in_c(array: np.ndarray) -> np.ndarray:
    """The array that C has for another: floats of a type that it lacks are integers of 16 bits."""
    return array.view(np.uint16) if array.dtype.name == "bfloat16" else array


def _difference(result: np.ndarray, expected: np.ndarray) -> str:
    rtol = RTOL
    if expected.dtype.name == "bfloat16":
        rtol = 2 * _BFLOAT16_EPS
        result = (result.astype(np.uint32) << 16).view(np.float32)
        expected = expected.astype(np.float32)
    if (result.shape, result.dtype) != (expected.shape, expected.dtype):
        return f"{result.dtype} {result.shape}, not {expected.dtype} {expected.shape}"
    if expected.dtype.kind == "f":
        rtol = max(rtol, 2 * float(np.finfo(expected.dtype).eps))
        same = np.isclose(result, expected, rtol, ATOL, equal_nan=True)
    else:
        same = result == expected
    where = np.argwhere(~same)
    if not len(where):
        return ""
    first = tuple(where[0])
    return f"{len(where)} of {same.size} differ, first {result[first]}, not {expected[first]}"


@cache
def _warm_up() -> None:
    """Do once what every process would do."""
    from microaot.tools.importers.onnx import lowering  # noqa: F401 # imported for its memory

    compile_module("func.func @f(%x: tensor<1xf32>) -> tensor<1xf32> { return %x : tensor<1xf32> }")
    gc.freeze()


def run(nodes: Iterable[Node], jobs: int = 1) -> Iterator[Outcome]:
    """Run tests, each in a process, `jobs` of them at once; the order is that in which they end."""
    _warm_up()
    waiting = [*nodes][::-1]
    running: dict[Any, _Running] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            started = _start(waiting.pop())
            running[started.results] = started
        for connection in wait([*running], timeout=1):
            yield running.pop(connection).outcome()
        for connection, test in [*running.items()]:
            if monotonic() > test.deadline:
                test.process.kill()


@dataclass(frozen=True)
class _Running:
    node: Node
    process: BaseProcess
    results: Any
    deadline: float

    def outcome(self) -> Outcome:
        try:
            return self.results.recv()
        except EOFError:
            self.process.join()
        return _after_crash(self.node, self.process.exitcode)


def _after_crash(node: Node, code: int | None) -> Outcome:
    """What users see: they have the importer in a process of its own."""
    status, message = "error", f"the process ended with {code}"
    with TemporaryDirectory(prefix="microaot-") as folder:
        path = Path(folder) / "node.onnx"
        onnx.save(node.model, path)
        try:
            load_model(path)
        except UserError as error:
            status, message = "refused", str(error).splitlines()[0]
    return Outcome(node.name, node.operator, status, message)


def _start(node: Node) -> _Running:
    results, mine = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_answer, args=(node, mine))
    process.start()
    mine.close()
    return _Running(node, process, results, monotonic() + TIME_LIMIT)


def _answer(node: Node, to: Any) -> None:
    to.send(check(node))
