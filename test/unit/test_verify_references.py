"""Which reference `microaot verify` compares with, and what the TOSA reference model computes."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from commands import require_module, unavailable
from reference_data import assert_model_result, require_folder
from tosa_tools import tool

from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context
from microaot.tools.importers.load import load_model
from microaot.tools.measure.inputs import Array
from microaot.tools.verify.command import verify_command
from microaot.tools.verify.comparison import default_tolerance
from microaot.tools.verify.references import packages
from microaot.tools.verify.references.choose import Choice, reference_for
from microaot.tools.verify.references.litert import LiteRT

MOVES = """
func.func @main(%x: tensor<2x3xi8>, %y: tensor<2xi1>)
    -> (tensor<6xi8>, tensor<2xi1>, tensor<6xi8>) {
  %s = tosa.const_shape {values = dense<-1> : tensor<1xindex>} : () -> !tosa.shape<1>
  %a = tosa.reshape %x, %s : (tensor<2x3xi8>, !tosa.shape<1>) -> tensor<6xi8>
  return %a, %y, %a : tensor<6xi8>, tensor<2xi1>, tensor<6xi8>
}
"""

LAYERS = """
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %a = tosa.exp %x : (tensor<2xf32>) -> tensor<2xf32> loc("first")
  %b = tosa.tanh %a : (tensor<2xf32>) -> tensor<2xf32> loc("second")
  return %b : tensor<2xf32>
}
"""

ARITH = """
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = arith.addf %x, %x : tensor<2xf32>
  return %y : tensor<2xf32>
}
"""

MODEL, LLVM, INTERPRETER = (
    "TOSA reference model",
    "MLIR, compiled by LLVM",
    "microaot's interpreter",
)
TOSA_TOOLS = ("tosa-opt", "tosa_reference_model")
LLVM_TOOLS = ("mlir-opt-22", "mlir-runner-22")

Install = Callable[..., None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Install:
    """Hides all programs and all executors' packages; what it gives shows some programs again."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def put(*programs: str) -> None:
        for name in programs:
            if (path := found[name]) is None:
                unavailable(f"{name} is not installed")
            else:
                (folder / name).symlink_to(path)

    found = {name: tool(name) for name in (*TOSA_TOOLS, *LLVM_TOOLS, "cc", "as", "ld")}
    monkeypatch.setattr(packages, "find_spec", dict[str, None]().get)
    monkeypatch.setenv("PATH", str(folder))
    return put


def choose(path: Path, text: str | None = None) -> Choice:
    if text is not None:
        path.write_text(text)
    return reference_for(path, load_model(path).to_module(new_context()))


def test_mlir(tmp_path: Path, install: Install) -> None:
    path = tmp_path / "m.mlir"
    chosen = choose(path, LAYERS)
    assert chosen.reference.name == INTERPRETER
    assert chosen.notes == (
        "the reference is microaot's interpreter; to compare with LLVM: "
        "install mlir-opt and mlir-runner",
    )
    install(*LLVM_TOOLS, "cc", "as", "ld")
    chosen = choose(path, LAYERS)
    assert (chosen.reference.name, chosen.notes) == (LLVM, ())
    install(*TOSA_TOOLS)
    chosen = choose(path, LAYERS)
    assert (chosen.reference.name, chosen.notes) == (MODEL, ())


def test_half_of_the_tools_is_none(tmp_path: Path, install: Install) -> None:
    install(TOSA_TOOLS[0], LLVM_TOOLS[0])
    assert choose(tmp_path / "m.mlir", LAYERS).reference.name == INTERPRETER


@pytest.mark.parametrize(
    "text",
    [
        ARITH,
        LAYERS.replace("f32", "f64"),
        LAYERS.replace('tosa.exp %x : (', 'tosa.custom %x {domain_name = "d", '
                       'implementation_attrs = "", operator_name = "n"} : ('),
        LAYERS + "func.func private @other()",
    ],
    ids=["arith", "f64", "custom", "two"],
)  # fmt: skip
def test_what_is_not_for_the_reference_model(tmp_path: Path, install: Install, text: str) -> None:
    install(*TOSA_TOOLS)
    chosen = choose(tmp_path / "m.mlir", text)
    assert chosen.reference.name == INTERPRETER
    assert len(chosen.notes) == 1


def test_what_the_reference_model_refuses(tmp_path: Path, install: Install) -> None:
    install("cc", "as", "ld")
    opt = tmp_path / "bin" / "tosa-opt"
    opt.write_text("#!/bin/sh\necho 'm.mlir:1:1: error: not today' >&2\nexit 1\n")
    opt.chmod(0o755)
    (tmp_path / "bin" / "tosa_reference_model").symlink_to(opt)
    path = tmp_path / "m.mlir"
    path.write_text(LAYERS)
    done = CliRunner().invoke(verify_command, [str(path), "--quiet"])
    assert done.exit_code == 0, done.output
    assert "note: Arm's tools do not take the program: tosa-opt: m.mlir:1:1: error: not today" in (
        done.output
    )
    assert "beside microaot's interpreter" in done.output


def test_tflite_without_litert(install: Install) -> None:
    require_module("tosa_converter_for_tflite", "tosa-converter-for-tflite")
    path = require_folder("models") / "hello_world_int8.tflite"
    install("cc", "as", "ld")
    done = CliRunner().invoke(verify_command, [str(path), "--quiet", "--layers"])
    assert done.exit_code == 0, done.output
    assert "note: the reference is microaot's interpreter; to compare with LiteRT: pip" in (
        done.output
    )
    assert "beside microaot's interpreter" in done.output
    install(*TOSA_TOOLS)
    chosen = choose(path)
    assert chosen.reference.name == MODEL
    assert "to compare with LiteRT: pip install 'microaot[verify]'" in chosen.notes[0]


def test_onnx_without_runtime(tmp_path: Path, install: Install) -> None:
    onnx = require_module("onnx", "onnx")
    require_module("torch_mlir", "torch-mlir")
    kind = onnx.TensorProto.FLOAT
    ports = [onnx.helper.make_tensor_value_info(name, kind, (1, 2, 4, 4)) for name in "xy"]
    weights = onnx.numpy_helper.from_array(np.ones((2, 2, 3, 3), np.float32) / 3, "w")
    nodes = [
        onnx.helper.make_node("Conv", ["x", "w"], ["c"], pads=[1, 1, 1, 1]),
        onnx.helper.make_node("Softmax", ["c"], ["y"], axis=1),
    ]
    graph = onnx.helper.make_graph(nodes, "net", ports[:1], ports[1:], [weights])
    opsets = [onnx.helper.make_opsetid("", 17)]
    path = tmp_path / "m.onnx"
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets, ir_version=9), path)
    install("cc", "as", "ld")
    done = CliRunner().invoke(verify_command, [str(path), "--quiet"])
    assert done.exit_code == 0, done.output
    assert "to compare with ONNX Runtime: pip install 'microaot[verify]'" in done.output
    assert "beside microaot's interpreter" in done.output


def test_what_the_interpreter_does_not_know(tmp_path: Path, install: Install) -> None:
    path = tmp_path / "m.mlir"
    unknown = '  %m = "bufferization.to_buffer"(%x) : (tensor<2xf32>) -> memref<2xf32>\n'
    reference = choose(path, ARITH.replace("  return", f"{unknown}  return")).reference
    with pytest.raises(UserError) as caught:
        reference.run([np.zeros((1, 2), np.float32)])
    assert str(caught.value) == (
        f"{path}:4:3: error: the interpreter does not know 'bufferization.to_buffer'"
    )


def samples(*arrays: Array) -> list[Array]:
    return [np.stack([array, array[::-1]]) for array in arrays]


def test_reference_model_computes(tmp_path: Path, install: Install) -> None:
    install(*TOSA_TOOLS)
    x = np.arange(-3, 3, dtype=np.int8).reshape(2, 3)
    inputs = samples(x, np.array([True, False]))
    reference = choose(tmp_path / "m.mlir", MOVES).reference
    assert reference.name == MODEL
    flat, truth, again = reference.run(inputs)
    np.testing.assert_array_equal(flat, inputs[0].reshape(2, 6))
    np.testing.assert_array_equal(again, flat)
    np.testing.assert_array_equal(truth, inputs[1])
    assert (flat.dtype, truth.dtype) == (np.int8, np.bool_)


def test_layers_of_the_reference_model(tmp_path: Path, install: Install) -> None:
    install(*TOSA_TOOLS)
    reference = choose(tmp_path / "m.mlir", LAYERS).reference
    inputs = samples(np.array([0.5, 1], np.float32))
    layers = reference.layers(inputs)
    assert [*layers] == ["first"]
    np.testing.assert_allclose(layers["first"], np.exp(inputs[0]), 1e-6)


@pytest.mark.parametrize("model", ["ad01_int8", "kws_ref_model", "kws_ref_model_float32"])
def test_models_by_the_reference_model(model: str, install: Install) -> None:
    folder = require_folder("models")
    install(*TOSA_TOOLS)
    recorded = np.load(folder / f"{model}.io.npz")
    chosen = choose(folder / f"{model}.tosa.mlir")
    assert chosen.reference.name == MODEL
    (result,) = chosen.reference.run([recorded["in0"][:2]])
    assert_model_result(result, recorded["mlir0"][:2])


def test_what_litert_refuses(tmp_path: Path) -> None:
    """Scales along an axis that the tensor does not have; nobody tells to install LiteRT then."""
    require_module("tosa_converter_for_tflite", "tosa-converter-for-tflite")
    require_module("ai_edge_litert", "ai-edge-litert")
    model_files = require_module("model_files", "flatbuffers")
    path = model_files.write_quantized_sum(tmp_path / "m.tflite", "int8", zero_point=0, axis=7)
    chosen = choose(path)
    assert chosen.reference.name in (INTERPRETER, MODEL)
    (note,) = chosen.notes
    assert note.startswith("LiteRT: quantized_dimension must be in range") and len(note) < 220


def test_what_litert_cannot_run(tmp_path: Path) -> None:
    """A shape that is an input, for which numbers are made up."""
    require_module("ai_edge_litert", "ai-edge-litert")
    model_files = require_module("model_files", "flatbuffers")
    path = model_files.write_reshape(tmp_path / "m.tflite")
    reference = LiteRT(path)
    x = np.arange(4, dtype=np.float32).reshape(1, 2, 2)
    assert reference.run([x, np.array([[4, 1]], np.int32)])[0].shape == (1, 4, 1)
    with pytest.raises(UserError, match="LiteRT: "):
        reference.run([x, np.array([[5, 1]], np.int32)])


def test_outputs_that_were_integers(tmp_path: Path) -> None:
    """What a step of them is worth is allowed twice for LiteRT, beside rounding of floats."""
    require_module("ai_edge_litert", "ai-edge-litert")
    model_files = require_module("model_files", "flatbuffers")
    path = model_files.write_quantized_sum(tmp_path / "m.tflite", "int8", zero_point=0, real=True)
    assert LiteRT(path).output_steps == [0.5]
    plain = model_files.write_quantized_sum(tmp_path / "plain.tflite", "int8", zero_point=0)
    assert LiteRT(plain).output_steps == [None]
    assert default_tolerance(np.ones(4, np.float32), 2, 0.5) == pytest.approx(1.0 + 1e-4)
    assert default_tolerance(np.ones(4, np.int8), 2, None) == 2
