"""`microaot verify`: agreement is agreement, and a difference is found and told."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from commands import require_module, require_tool
from hand_written_library import write_library
from reference_data import require_folder

from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context
from microaot.tools.importers.imported_model import Port, entry_function
from microaot.tools.importers.load import load_model
from microaot.tools.measure.entry import Buffer
from microaot.tools.measure.inputs import Array
from microaot.tools.verify import verify
from microaot.tools.verify.command import verify_command
from microaot.tools.verify.comparison import compare, default_tolerance
from microaot.tools.verify.host import run_on_host
from microaot.tools.verify.layers import expose_layers
from microaot.tools.verify.references import choose
from microaot.tools.verify.references.litert import LiteRT
from microaot.tools.verify.samples import make_samples

HELLO = "hello_world_int8"

LAYERED = """
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %w = "tosa.const"() {values = dense<2.0> : tensor<2xf32>} : () -> tensor<2xf32> loc("first")
  %a = tosa.abs %x : (tensor<2xf32>) -> tensor<2xf32> loc("first")
  %b = tosa.add %a, %w : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32> loc("first")
  %c = tosa.exp %b : (tensor<2xf32>) -> tensor<2xf32> loc("second")
  %d = tosa.tanh %c : (tensor<2xf32>) -> tensor<2xf32> loc("third")
  return %d : tensor<2xf32>
}
"""


def hello_world(suffix: str) -> Path:
    if suffix == ".tflite":
        require_module("tosa_converter_for_tflite", "tosa-converter-for-tflite")
        require_module("ai_edge_litert", "ai-edge-litert")
    return require_folder("models") / f"{HELLO}{suffix}"


def run_command(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(verify_command, [str(argument) for argument in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_tflite_on_host_and_target() -> None:
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")
    path = hello_world(".tflite")
    report = verify.verify_model(load_model(path), path, target="cortex-m0", layers=True)
    assert report.is_good and report.runs == 4
    assert [(output.what, output.where) for output in report.outputs] == [
        ("dense_2", "host"),
        ("dense_2", "cortex-m0, -Os"),
    ]
    assert report.layers is not None
    assert [layer.what.split("/")[1] for layer in report.layers] == ["dense", "dense_1"]


class OneOff(LiteRT):
    """A reference that has other results from the second layer on."""

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        return [array - 3 for array in super().run(inputs)]

    def layers(self, inputs: Sequence[Array]) -> Mapping[str, Array]:
        layers = super().layers(inputs)
        return {n: a ^ 8 if "dense_1" in n else a for n, a in layers.items()}


def test_difference_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    path = hello_world(".tflite")
    monkeypatch.setattr(choose, "LiteRT", OneOff)
    status, text = run_command(path, "--layers", "--quiet")
    assert status == 1
    assert "DIFFERENT, 4 runs" in text
    assert "diverges first: sequential/dense_1/MatMul" in text
    status, text = run_command(path, "--tolerance", "4", "--random", "0")
    assert status == 0
    assert "equal within tolerance, 3 runs" in text


def test_mlir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_tool("mlir-opt-22")
    require_tool("mlir-runner-22")
    monkeypatch.setattr(choose, "are_tosa_tools_installed", lambda: False)
    path = tmp_path / "layered.mlir"
    path.write_text(LAYERED)
    status, text = run_command(path, "--layers", "--random", "3")
    assert status == 0, text
    assert "MLIR, compiled by LLVM" in text
    assert "no layer diverges" in text


def test_onnx(tmp_path: Path) -> None:
    onnx = require_module("onnx", "onnx")
    require_module("onnxruntime", "onnxruntime")
    require_module("torch_mlir", "torch-mlir")
    ports = [
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ("n", size))
        for name, size in (("x", 4), ("y", 3))
    ]
    weights = onnx.numpy_helper.from_array(np.ones((4, 3), np.float32) / 3, "w")
    nodes = [
        onnx.helper.make_node("MatMul", ["x", "w"], ["m"], name="dense"),
        onnx.helper.make_node("Tanh", ["m"], ["y"], name="tanh"),
    ]
    graph = onnx.helper.make_graph(nodes, "net", ports[:1], ports[1:], [weights])
    opsets = [onnx.helper.make_opsetid("", 17)]
    path = tmp_path / "m.onnx"
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets, ir_version=9), path)
    report = verify.verify_model(load_model(path, batch=2), path, layers=True)
    assert report.is_good
    assert [layer.what for layer in report.layers or ()] == ["dense"]


def test_unsigned_integers(tmp_path: Path) -> None:
    """MLIR's types tell no signs: the model's do."""
    onnx = require_module("onnx", "onnx")
    require_module("onnxruntime", "onnxruntime")
    require_module("torch_mlir", "torch-mlir")
    ports = [
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.UINT8, (4,)) for name in "xy"
    ]
    constant = onnx.numpy_helper.from_array(np.array([200, 3, 0, 255], np.uint8), "c")
    node = onnx.helper.make_node("Max", ["x", "c"], ["y"])
    graph = onnx.helper.make_graph([node], "net", ports[:1], ports[1:], [constant])
    opsets = [onnx.helper.make_opsetid("", 17)]
    path = tmp_path / "m.onnx"
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets, ir_version=9), path)
    imported = load_model(path)
    assert imported.inputs == (Port("x", is_unsigned=True),)
    function = entry_function(imported.to_module(new_context()), "m.onnx")
    assert str(function.arg_attrs) == '[{aot.input = "x", aot.unsigned}]'
    inputs = {"x": np.array([[100, 2, 1, 0], [201, 250, 0, 255]], np.uint8)}
    report = verify.verify_model(imported, path, inputs=inputs)
    assert [output.maximum for output in report.outputs] == [0]


def test_unsigned_tflite(tmp_path: Path) -> None:
    require_module("tosa_converter_for_tflite", "tosa-converter-for-tflite")
    require_module("ai_edge_litert", "ai-edge-litert")
    model_files = require_module("model_files", "flatbuffers")
    path = model_files.write_quantized_sum(tmp_path / "m.tflite", "uint8", zero_point=128)
    imported = load_model(path)
    assert imported.inputs == (Port("x", 0.5, 128, is_unsigned=True),)
    report = verify.verify_model(imported, path, random=5)
    assert [output.maximum for output in report.outputs] == [0]


def test_given_inputs(tmp_path: Path) -> None:
    path = hello_world(".tflite")
    np.savez(tmp_path / "x.npz", dense_input=np.arange(5, dtype=np.int8).reshape(5, 1, 1))
    status, text = run_command(path, "--inputs", tmp_path / "x.npz")
    assert status == 0
    assert "5 runs" in text
    np.savez(tmp_path / "x.npz", dense_input=np.zeros((1, 1), np.float32))
    with pytest.raises(UserError, match="'dense_input' must be int8, not float32"):
        run_command(path, "--inputs", tmp_path / "x.npz")


def test_scalars_and_open_shapes(tmp_path: Path) -> None:
    path = tmp_path / "m.mlir"
    for type, shown in (("f32", "f32"), ("tensor<2x?xf32>", "tensor<2x?xf32>")):
        path.write_text(
            f"func.func @main(%x: tensor<2xf32>, %y: {type}) -> tensor<2xf32>"
            "{ return %x : tensor<2xf32> }"
        )
        with pytest.raises(UserError) as caught:
            run_command(path)
        assert f"'in1' is no tensor of static shape, but {shown}" in str(caught.value)


def test_layers(tmp_path: Path) -> None:
    (tmp_path / "m.mlir").write_text(LAYERED)
    function = entry_function(load_model(tmp_path / "m.mlir").to_module(new_context()), "m.mlir")
    # The third is the output, the constant depends on no input.
    assert expose_layers(function) == ["first", "second"]
    values = function.body.blocks[0].last_op
    assert values is not None
    assert [str(operand.name_hint) for operand in values.operands] == ["d", "b", "c"]
    function.verify()


def test_samples() -> None:
    buffers = [Buffer("a", "i8", (2,)), Buffer("b", "f32", (1, 2)), Buffer("c", "i1", (2,))]
    ports = [Port("a", 0.5, 7), Port("b"), Port("c")]
    a, b, c = make_samples(buffers, ports, 2)
    assert a[:3].tolist() == [[-128, -128], [127, 127], [7, 7]]
    assert b[:3].tolist() == [[[-1, -1]], [[1, 1]], [[0, 0]]]
    assert (a.dtype, b.dtype, c.dtype) == (np.int8, np.float32, np.bool_)
    assert len(a) == len(b) == len(c) == 5
    again = make_samples(buffers, ports, 2)
    np.testing.assert_array_equal(a, again[0])


def test_comparison() -> None:
    def of(actual: Sequence[object], expected: Sequence[object], dtype: str) -> tuple[float, ...]:
        result = compare("", "", np.array(actual, dtype), np.array(expected, dtype), 1)
        return result.maximum, result.mean, result.top1, result.is_good

    assert of([[127, 0], [1, 2]], [[-128, 0], [1, 2]], "int8") == (255, 63.75, 0.5, False)
    assert of([[1, 2]], [[2, 2]], "uint8") == (1, 0.5, 0, True)
    assert of([[np.inf, np.nan]], [[np.inf, np.nan]], "float32") == (0, 0, 1, True)
    assert not of([[np.nan]], [[1]], "float32")[3]
    assert not of([[-np.inf]], [[np.inf]], "float32")[3]
    assert default_tolerance(np.array([-50.0, np.inf]), 2) == pytest.approx(5e-3)
    assert default_tolerance(np.array([100], np.int8), 2) == 2
    assert default_tolerance(np.array([True]), 2) == 0


def test_host_runs_what_targets_run(tmp_path: Path) -> None:
    body = "for (int i = 0; i < 3; ++i) y[i] += x[2 - i];"
    source = f"void lib_work(const int32_t *x, int32_t *y) {{ {body} }}"
    folder = write_library(tmp_path, source, [("x", "i32", [3])], [("y", "i32", [3])])
    outputs = run_on_host(folder, {"x": np.array([[1, 2, 3], [4, 5, 6]], np.int32)})
    assert outputs["y"].tolist() == [[3, 2, 1], [6, 5, 4]]
