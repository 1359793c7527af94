"""Models on unsigned integers, which C, JSON, descriptor and packed functions have unsigned too."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from commands import MICROAOT, require_module, require_tool, run
from model_libraries import COMPILERS, build_library, check_clean, run_program, write
from packed_models import build_shared, load_run

from microaot.tools.importers.load import load_model
from microaot.tools.measure.inputs import Array
from microaot.tools.measure.run import run_on_target
from microaot.tools.model_library import ModelOptions
from microaot.tools.verify.host import run_on_host
from microaot.tools.verify.verify import verify_model

WIDTHS = (8, 16, 32, 64)

MODEL = """
func.func private @greatest(%x: memref<2x3x{i}>, %y: memref<2x{i}>) attributes {{aot.operator}} {{
  affine.for %i = 0 to 2 {{
    affine.for %j = 0 to 3 {{
      %old = affine.load %y[%i] : memref<2x{i}>
      %new = affine.load %x[%i, %j] : memref<2x3x{i}>
      %max = arith.maxui %old, %new : {i}
      affine.store %max, %y[%i] : memref<2x{i}>
    }}
  }}
  return
}}
func.func private @clear(%y: memref<2x{i}>) attributes {{aot.operator}} {{
  %zero = arith.constant 0 : {i}
  affine.for %i = 0 to 2 {{
    affine.store %zero, %y[%i] : memref<2x{i}>
  }}
  return
}}
func.func @main(%x: memref<2x3x{i}> {{aot.input = "image", aot.unsigned}},
                %y: memref<2x{i}> {{aot.output = "top", aot.unsigned}}) {{
  func.call @clear(%y) : (memref<2x{i}>) -> ()
  func.call @greatest(%x, %y) : (memref<2x3x{i}>, memref<2x{i}>) -> ()
  return
}}
"""
"""The greatest of each row, on integers that the program has without a sign."""

MAIN = """
#include <inttypes.h>
#include <stdio.h>
#include "net.h"

int main(void)
{{
    const uint{bits}_t image[NET_IMAGE_COUNT] = {{ 1, {top}, 2, 3, 127, 128 }};
    uint{bits}_t top[NET_TOP_COUNT] = {{ 0 }};
    const struct net_inputs inputs = {{ image }};
    const struct net_outputs outputs = {{ top }};
    const int32_t status = net_run(&inputs, &outputs);
    (void)printf("%d %" PRIu{bits} " %" PRIu{bits} "\\n", (int)status, top[0], top[1]);
    return 0;
}}
"""


def model(bits: int) -> str:
    return MODEL.format(i=f"i{bits}")


def rows(bits: int) -> Array:
    return np.array([[1, 2**bits - 1, 2], [3, 127, 128]], f"uint{bits}")


@pytest.mark.parametrize("bits", WIDTHS)
def test_application_sees_unsigned(bits: int, tmp_path: Path) -> None:
    folder = write(build_library(model(bits), "net"), tmp_path)
    for compiler in COMPILERS:
        check_clean(folder, compiler)
    top = 2**bits - 1
    text = MAIN.format(bits=bits, top=f"UINT64_C({top})" if bits == 64 else f"{top}U")
    assert run_program([folder], text) == f"0 {top} 128\n"
    manifest = json.loads((folder / "net.json").read_text())
    assert {row["element"] for row in manifest["inputs"] + manifest["outputs"]} == {f"ui{bits}"}


@pytest.mark.parametrize("bits", WIDTHS)
def test_inside_the_workspace(bits: int, tmp_path: Path) -> None:
    files = build_library(model(bits), "net", pools=("sram:*:app",), io_in_workspace=True)
    folder = write(files, tmp_path)
    for compiler in COMPILERS:
        check_clean(folder, compiler)
    assert f"    uint{bits}_t *image;" in files["include/net.h"]
    assert run_on_host(folder, {"image": rows(bits)})["top"].tolist() == [[2**bits - 1, 128]]


def test_descriptor(tmp_path: Path) -> None:
    files = build_library(model(8), "net", options=ModelOptions(descriptor=True))
    check_clean(write(files, tmp_path), "gcc")
    assert files["src/net_model.c"].count("MICROAOT_UINT8") == 2


def test_measured_on_a_target(tmp_path: Path) -> None:
    require_tool("arm-none-eabi-gcc")
    require_tool("qemu-system-arm")
    folder = write(build_library(model(8), "net"), tmp_path)
    outputs, _ = run_on_target(folder, "cortex-m0", "-Os", {"image": rows(8)})
    assert outputs["top"].dtype == np.uint8
    assert outputs["top"].tolist() == [[255, 128]]


@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize(
    ("api", "operators", "prefix"),
    [("ffi", "none", ""), ("ffi", "ffi", ""), ("tvm", "tvm", "tvmgen")],
)
def test_packed_function(api: str, operators: str, prefix: str, bits: int, tmp_path: Path) -> None:
    options = ModelOptions(packed_api=operators, interface="packed", prefix=prefix)
    files = build_library(model(bits), "net", options=options)
    packed_run = load_run(write(files, tmp_path), api, f"{prefix}_net" if prefix else "net")
    x, y = rows(bits), np.zeros(2, f"uint{bits}")
    packed_run(x, y)
    assert y.tolist() == [2**bits - 1, 128]
    message = f"argument image: expected uint{bits}, got int{bits}"
    with pytest.raises((TypeError, RuntimeError), match=message):
        packed_run(x.view(f"int{bits}"), y)


@pytest.mark.parametrize("abi", ["ffi", "tvm"])
def test_functions_of_a_module_are_clean(abi: str, tmp_path: Path) -> None:
    folder = write(build_library(model(8), "net", options=ModelOptions(module=abi)), tmp_path)
    for compiler in COMPILERS:
        check_clean(folder, compiler)


def test_functions_of_a_module(tmp_path: Path) -> None:
    tvm_ffi = require_module("tvm_ffi", "apache-tvm-ffi")
    folder = write(build_library(model(8), "net", options=ModelOptions(module="ffi")), tmp_path)
    module = tvm_ffi.load_module(str(build_shared(folder)))
    module.set_input("image", rows(8))
    module.run()
    y = np.zeros(2, np.uint8)
    module.get_output(0, y)
    assert y.tolist() == [255, 128]
    with pytest.raises(TypeError, match="expected uint8, got int8"):
        module.set_input("image", rows(8).view(np.int8))


def compiled(path: Path, *flags: str) -> Path:
    """The folder of the library that the command makes of a model, free of warnings."""
    folder = path.parent / "library"
    run([MICROAOT, "compile", path, "-o", folder, "--name", "net", "--quiet", *flags])
    for compiler in COMPILERS:
        check_clean(folder, compiler)
    return folder


def check_verified(path: Path) -> None:
    """Our results are those of the reference, those of layers too."""
    report = verify_model(load_model(path), path, random=5, layers=True)
    assert [output.maximum for output in report.outputs] == [0]
    assert all(layer.is_good for layer in report.layers or ())


def quantized_onnx(path: Path) -> None:
    """A layer on uint8, with a zero point in the middle of its range."""
    onnx = require_module("onnx", "onnx")
    kind = onnx.TensorProto.UINT8
    x = onnx.helper.make_tensor_value_info("image", kind, (1, 8))
    y = onnx.helper.make_tensor_value_info("scores", kind, (1, 3))
    weights = np.random.default_rng(0).normal(size=(8, 3)).astype(np.float32)
    constants = {
        **{"s": np.float32(0.5), "z": np.uint8(128), "w": weights},
        **{"t": np.float32(1.25), "q": np.uint8(100)},
    }
    nodes = [
        onnx.helper.make_node("DequantizeLinear", ["image", "s", "z"], ["real"], "dequantize"),
        onnx.helper.make_node("MatMul", ["real", "w"], ["sums"], "dense"),
        onnx.helper.make_node("QuantizeLinear", ["sums", "t", "q"], ["scores"], "quantize"),
    ]
    data = [onnx.numpy_helper.from_array(np.array(a), name) for name, a in constants.items()]
    graph = onnx.helper.make_graph(nodes, "net", [x], [y], data)
    opsets = [onnx.helper.make_opsetid("", 17)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets, ir_version=9), path)


def test_onnx(tmp_path: Path) -> None:
    runtime: Any = require_module("onnxruntime", "onnxruntime")
    require_module("torch_mlir", "torch-mlir")
    quantized_onnx(tmp_path / "net.onnx")
    folder = compiled(tmp_path / "net.onnx", "--interface", "packed")
    header = (folder / "include" / "net.h").read_text()
    assert "    const uint8_t *image; /* ui8[1 x 8], value = 0.5 * (element - 128) */" in header
    session = runtime.InferenceSession(tmp_path / "net.onnx")
    images = np.random.default_rng(1).integers(0, 256, (20, 1, 8), np.uint8)
    expected = np.stack([session.run(None, {"image": image})[0] for image in images])
    np.testing.assert_array_equal(run_on_host(folder, {"image": images})["scores"], expected)
    packed_run = load_run(folder, "ffi", "net")
    for image, wanted in zip(images, expected, strict=True):
        scores = np.zeros((1, 3), np.uint8)
        packed_run(image, scores)
        np.testing.assert_array_equal(scores, wanted)
    check_verified(tmp_path / "net.onnx")


def test_tflite(tmp_path: Path) -> None:
    require_module("tosa_converter_for_tflite", "tosa-converter-for-tflite")
    require_module("ai_edge_litert", "ai-edge-litert")
    litert: Any = require_module("microaot.tools.verify.references.litert", "ai-edge-litert")
    model_files = require_module("model_files", "flatbuffers")
    path = model_files.write_quantized_sum(tmp_path / "net.tflite", "uint8", zero_point=128)
    folder = compiled(path)
    assert "    const uint8_t *x; /* ui8[1 x 8]" in (folder / "include" / "net.h").read_text()
    x = np.arange(0, 256, dtype=np.uint8).reshape(-1, 1, 8)
    (expected,) = litert.LiteRT(path).run([x])
    np.testing.assert_array_equal(run_on_host(folder, {"x": x})["y"], expected)


def test_mlir_says_it_with_an_attribute(tmp_path: Path) -> None:
    """A program on tensors, verified with LLVM, which gets the same bits."""
    require_tool("mlir-opt-22")
    require_tool("mlir-runner-22")
    path = tmp_path / "net.mlir"
    path.write_text("""
func.func @main(%x: tensor<4xi8> {aot.input = "x", aot.unsigned})
    -> (tensor<4xi8> {aot.output = "y", aot.unsigned}) {
  %y = tosa.reverse %x {axis = 0 : i32} : (tensor<4xi8>) -> tensor<4xi8>
  return %y : tensor<4xi8>
}
""")
    folder = compiled(path)
    x = np.array([0, 127, 128, 255], np.uint8)
    assert run_on_host(folder, {"x": x})["y"].tolist() == [[255, 128, 127, 0]]
    check_verified(path)


def test_tosa_says_it_with_a_type(tmp_path: Path) -> None:
    """Arithmetic of `rescale` on both sides of 127, and a zero point above it."""
    require_tool("mlir-opt-22")
    require_tool("mlir-runner-22")
    path = tmp_path / "net.mlir"
    path.write_text("""
func.func @main(%x: tensor<4xui8> {aot.input = "x"}) -> (tensor<4xui16> {aot.output = "y"}) {
  %m = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
  %s = "tosa.const"() <{values = dense<24> : tensor<1xi8>}> : () -> tensor<1xi8>
  %from = "tosa.const"() <{values = dense<200> : tensor<1xui8>}> : () -> tensor<1xui8>
  %to = "tosa.const"() <{values = dense<32768> : tensor<1xui16>}> : () -> tensor<1xui16>
  %y = tosa.rescale %x, %m, %s, %from, %to {input_unsigned = true, output_unsigned = true,
      per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true}
    : (tensor<4xui8>, tensor<1xi32>, tensor<1xi8>, tensor<1xui8>, tensor<1xui16>) -> tensor<4xui16>
  return %y : tensor<4xui16>
}
""")
    folder = compiled(path)
    x = np.array([0, 127, 200, 255], np.uint8)
    y = run_on_host(folder, {"x": x})["y"]
    assert y.dtype == np.uint16
    assert y[0].tolist() == [32768 + 64 * (int(value) - 200) for value in x]
    check_verified(path)
