"""The digits network as `.tflite` and `.onnx`: the reference executors agree with our reference."""

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from commands import require_module
from numpy.typing import NDArray
from reference_data import ROOT

from microaot.tools.importers.load import load_model
from microaot.tools.verify.host import run_on_host
from microaot.tools.verify.library import compile_model
from microaot.tools.verify.references.litert import LiteRT
from microaot.tools.verify.references.onnx_runtime import OnnxRuntime

require_module("flatbuffers", "flatbuffers")
require_module("onnx", "onnx")

DIGITS = ROOT / "examples" / "digits"
sys.path.insert(0, str(DIGITS))

NETWORK = import_module("quantize").load(DIGITS / "network.npz")


@pytest.fixture(scope="module")
def tests() -> dict[str, NDArray[np.int8]]:
    with np.load(DIGITS / "test_images.npz") as arrays:
        return dict(arrays)


@pytest.mark.parametrize("kind", ["tflite", "onnx"])
def test_files_are_the_committed_network(kind: str) -> None:
    written = (DIGITS / f"digits.{kind}").read_bytes()
    assert written == import_module(f"emit_{kind}").emit(NETWORK)
    assert len(written) < 30_000


def test_litert_gives_the_reference_outputs(tests: dict[str, NDArray[np.int8]]) -> None:
    require_module("ai_edge_litert", "ai-edge-litert")
    images = tests["images"].reshape(-1, 1, 8, 8, 1)
    (logits,) = LiteRT(DIGITS / "digits.tflite").run([images])
    np.testing.assert_array_equal(logits[:, 0], tests["logits"])


def test_onnx_runtime_rounds_once(tests: dict[str, NDArray[np.int8]]) -> None:
    require_module("onnxruntime", "onnxruntime")
    images = tests["images"].reshape(-1, 1, 1, 8, 8)
    (logits,) = OnnxRuntime(DIGITS / "digits.onnx").run([images])
    assert np.abs(logits[:, 0].astype(int) - tests["logits"]).max() <= 2
    assert (logits[:, 0].argmax(axis=1) == tests["labels"]).mean() >= 0.985


def test_compiled_tflite_gives_the_reference_outputs(
    tests: dict[str, NDArray[np.int8]], tmp_path: Path
) -> None:
    require_module("tosa_converter_for_tflite", "tosa-converter-for-tflite")
    imported = load_model(DIGITS / "digits.tflite")
    assert [port.name for port in (*imported.inputs, *imported.outputs)] == ["image", "logits"]
    compile_model(imported, tmp_path)
    outputs = run_on_host(tmp_path, {"image": tests["images"].reshape(-1, 1, 8, 8, 1)})
    np.testing.assert_array_equal(outputs["logits"][:, 0], tests["logits"])


def test_compiled_onnx_gives_what_onnx_runtime_does(
    tests: dict[str, NDArray[np.int8]], tmp_path: Path
) -> None:
    require_module("torch_mlir", "torch-mlir")
    require_module("onnxruntime", "onnxruntime")
    compile_model(load_model(DIGITS / "digits.onnx"), tmp_path)
    images = tests["images"][:50].reshape(-1, 1, 1, 8, 8)
    (expected,) = OnnxRuntime(DIGITS / "digits.onnx").run([images])
    outputs = run_on_host(tmp_path, {"image": images})
    assert np.abs(outputs["logits"].astype(int) - expected).max() <= 1
