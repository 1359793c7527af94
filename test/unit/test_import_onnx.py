"""Models of ONNX become linalg on tensors, with names, scales and a fixed batch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from commands import require_module
from reference_data import find_files
from xdsl.dialects.func import FuncOp

from microaot.tools.errors import SeveralErrors, UserError
from microaot.tools.frontend import new_context
from microaot.tools.importers import subprocesses
from microaot.tools.importers.imported_model import ImportedModel
from microaot.tools.importers.load import load_model
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.host import run_on_host
from microaot.tools.verify.library import compile_model

onnx = require_module("onnx", "onnx")
require_module("torch_mlir", "torch-mlir")
convert: Any = require_module("microaot.tools.importers.onnx.worker", "onnx").convert

FLOAT, INT8 = onnx.TensorProto.FLOAT, onnx.TensorProto.INT8


def node(kind: str, inputs: str, outputs: str, **attributes: object) -> object:
    names = outputs.split()
    return onnx.helper.make_node(kind, inputs.split(), names, name=f"the_{names[0]}", **attributes)


def write_onnx(
    path: Path,
    nodes: Sequence[object],
    inputs: Sequence[tuple[str, int, Sequence[object]]],
    outputs: Sequence[tuple[str, int, Sequence[object]]],
    constants: dict[str, np.ndarray] | None = None,
    opset: int = 17,
) -> Path:
    make = onnx.helper.make_tensor_value_info
    graph = onnx.helper.make_graph(
        nodes,
        "graph",
        [make(*port) for port in inputs],
        [make(*port) for port in outputs],
        [onnx.numpy_helper.from_array(a, name) for name, a in (constants or {}).items()],
    )
    opsets = [onnx.helper.make_opsetid("", opset)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets, ir_version=9), path)
    return path


def dense(path: Path, *shape: object) -> Path:
    weights = {"w": np.ones((8, 3), np.float32)}
    nodes = [node("MatMul", "x w", "m"), node("Relu", "m", "y")]
    return write_onnx(path, nodes, [("x", FLOAT, shape)], [("y", FLOAT, ("n", 3))], weights)


def entry(imported: ImportedModel) -> FuncOp:
    module = imported.to_module(new_context())
    return next(op for op in module.body.ops if isinstance(op, FuncOp))


def test_batch_and_names(tmp_path: Path) -> None:
    path = dense(tmp_path / "m.onnx", "n", 8)
    imported = load_model(path)
    assert "the size of the batch is open and becomes 1" in imported.notes[0]
    function = entry(imported)
    assert function.sym_name.data == "main"
    assert str(function.arg_attrs) == '[{aot.input = "x"}]'
    assert str(function.res_attrs) == '[{aot.output = "y"}]'
    assert "-> tensor<1x3xf32>" in str(function.function_type)
    fixed = load_model(path, batch=4)
    assert not fixed.notes
    assert "tensor<4x8xf32>) -> tensor<4x3xf32>" in str(entry(fixed).function_type)
    matmul = next(op for op in entry(fixed).walk() if op.name == "linalg.matmul")
    assert "the_m" in str(matmul.location)


def test_quantisation_at_the_border(tmp_path: Path) -> None:
    constants = {
        "s": np.array(0.5, np.float32),
        "z": np.array(3, np.int8),
        "t": np.array(0.25, np.float32),
        "q": np.array(-7, np.int8),
    }
    nodes = [
        node("DequantizeLinear", "x s z", "f"),
        node("Relu", "f", "r"),
        node("QuantizeLinear", "r t q", "y"),
    ]
    ports = [("x", INT8, (1, 4))], [("y", INT8, (1, 4))]
    imported = load_model(write_onnx(tmp_path / "q.onnx", nodes, *ports, constants))
    (source,), (result,) = imported.inputs, imported.outputs
    assert (source.scale, source.zero_point) == (0.5, 3)
    assert (result.scale, result.zero_point) == (0.25, -7)


def test_all_nodes_that_fail_are_reported(tmp_path: Path) -> None:
    nodes = [
        node("MaxUnpool", "x i", "u", kernel_shape=[2, 2], strides=[2, 2]),
        node("Relu", "x", "y"),
        node("Col2Im", "z s k", "t"),
        node("TopK", "x many", "v p"),
    ]
    constants = {"i": np.zeros((1, 1, 2, 2), np.int64), "k": np.array([1, 1])}
    constants |= {"many": np.array([99], np.int64), "s": np.array([1, 2], np.int64)}
    outputs = [("u", FLOAT, (1, 1, 4, 4)), ("y", FLOAT, (1, 1, 2, 2)), ("t", FLOAT, (1, 1, 1, 2))]
    path = tmp_path / "m.onnx"
    inputs = [("x", FLOAT, (1, 1, 2, 2)), ("z", FLOAT, (1, 1, 2))]
    write_onnx(path, nodes, inputs, outputs, constants, opset=18)
    with pytest.raises(SeveralErrors) as caught:
        load_model(path)
    top, unpool, image = str(caught.value).splitlines()
    assert unpool.startswith(f"{path}:the_u: error: MaxUnpool is not supported here: ")
    assert image.startswith(f"{path}:the_t: error: Col2Im is not supported here: ")
    assert top.startswith(f"{path}:the_v: error: TopK is not supported here: it asks for 99 ")


@pytest.mark.parametrize("data", [b"hello", b"\x00" * 100])
def test_no_model(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "m.onnx").write_bytes(data)
    with pytest.raises(UserError, match="is no readable model of ONNX") as caught:
        load_model(tmp_path / "m.onnx")
    assert "\n" not in str(caught.value)


def test_open_sizes(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the input 'x' has an open extent 1"):
        load_model(dense(tmp_path / "m.onnx", 1, "k"))
    with pytest.raises(UserError, match="no batch to choose"):
        load_model(dense(tmp_path / "m.onnx", 1, 8), batch=2)
    shape = [node("NonZero", "x", "y")]
    ports = [("x", FLOAT, (4,))], [("y", onnx.TensorProto.INT64, (1, "k"))]
    with pytest.raises(UserError, match="the output 'y' has a size that depends on the data"):
        load_model(write_onnx(tmp_path / "n.onnx", shape, *ports))


def nothing_installed(name: str) -> None:
    """No module of any name can be found."""


def test_missing_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocesses, "find_spec", nothing_installed)
    with pytest.raises(UserError, match=r"pip install 'microaot\[onnx\]'"):
        load_model(dense(tmp_path / "m.onnx", 1, 8))


NODES = {path.stem for path in find_files("onnx_nodes", "*.mlir")}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # in ONNX's own making of its tests
def test_some_of_onnx_own_tests(tmp_path: Path) -> None:
    """Every twelfth of those that `test_onnx_nodes.py` executes from below the importer."""
    collect = require_module("onnx.backend.test.case.node", "onnx").collect_testcases
    cases = [case for case in collect(None) if case.name in NODES]
    assert len(cases) == len(NODES)
    refused = [case.name for case in cases[::12] if not _computes(case, tmp_path / case.name)]
    assert len(refused) <= 3, refused


def _computes(case: Any, folder: Path) -> bool:
    """Compile and run a test; false if its sizes are data, for which no memory can be planned."""
    document = convert(_saved(case.model, folder.with_suffix(".onnx")), None)
    assert "errors" not in document, (case.name, document)
    try:
        compile_model(ImportedModel(str(document["text"]), case.name), folder)
    except UserError as error:
        assert "depends on values" in error.message or "not known" in error.message, case.name
        return False
    inputs, expected = ([*map(np.asarray, arrays)] for arrays in case.data_sets[0])
    given = {f"in{i}": _signed(array)[np.newaxis] for i, array in enumerate(inputs)}
    for result, wanted in zip(run_on_host(folder, given).values(), expected, strict=True):
        found = result[0].view(wanted.dtype)
        np.testing.assert_allclose(found, wanted, rtol=1e-3, atol=1e-5, err_msg=case.name)
    return True


def _saved(model: object, path: Path) -> Path:
    onnx.save(model, path)
    return path


def _signed(array: Array) -> Array:
    """The same bits, as MLIR's types of integers tell no signs."""
    return array.view(f"i{array.itemsize}") if array.dtype.kind == "u" else array
