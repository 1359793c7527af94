"""Models of TensorFlow Lite become the TOSA that the converter gives, with names and scales."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from commands import require_module
from reference_data import MODELS, require_folder
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp

from microaot.tools.errors import SeveralErrors, UserError
from microaot.tools.frontend import new_context, parse_module
from microaot.tools.importers import subprocesses
from microaot.tools.importers.load import load_model

require_module("tosa_converter_for_tflite", "tosa-converter-for-tflite")
require_module("flatbuffers", "flatbuffers")
model_files = require_module("model_files", "flatbuffers")


def entry(module: ModuleOp) -> FuncOp:
    return next(op for op in module.body.ops if isinstance(op, FuncOp))


def operations(module: ModuleOp) -> list[tuple[str, ...]]:
    """What a module computes; a shape may say -1 for an extent that the types know."""
    return [
        (op.name, str(sorted(op.properties.items())), *(str(r.type) for r in op.results))
        for op in entry(module).body.walk()
        if op.name != "tosa.const_shape"
    ]


@pytest.mark.parametrize("model", MODELS)
def test_model_is_what_the_converter_gives(model: str) -> None:
    path = require_folder("models") / f"{model}.tflite"
    imported = load_model(path).to_module(new_context())
    text = path.with_suffix(".tosa.mlir").read_text().replace("tensor<?x", "tensor<1x")
    assert operations(imported) == operations(parse_module(new_context(), text, path.name))


def test_names_and_quantisation() -> None:
    path = require_folder("models") / "hello_world_int8.tflite"
    imported = load_model(path)
    (source,), (result,) = imported.inputs, imported.outputs
    # The signature's names, not `serving_default_dense_input:0`.
    assert (source.name, result.name) == ("dense_input", "dense_2")
    assert (np.float32(source.scale), source.zero_point) == (np.float32(0.0244801156), -128)
    function = entry(imported.to_module(new_context()))
    attributes = next(iter(function.arg_attrs or ())).data
    assert [f"{attributes[f'aot.{key}']}" for key in ("input", "scale", "zero_point")] == [
        '"dense_input"',
        "0.0244801156 : f32",
        "-128 : i32",
    ]
    attributes = next(iter(function.res_attrs or ())).data
    assert str(attributes["aot.output"]) == '"dense_2"'


def test_layers_are_locations() -> None:
    path = require_folder("models") / "kws_ref_model.tflite"
    module = load_model(path).to_module(new_context())
    pools = [op for op in module.walk() if op.name == "tosa.avg_pool2d"]
    assert "functional_1/average_pooling2d/AvgPool" in str(pools[0].location)


def test_batch(tmp_path: Path) -> None:
    path = model_files.write_tflite(tmp_path / "m.tflite", [(model_files.ADD, "sum")])
    assert "the size of the batch is open and becomes 1" in load_model(path).notes[0]
    fixed = load_model(path, batch=3)
    assert not fixed.notes
    assert "tensor<3x2x2x8xf32>" in str(entry(fixed.to_module(new_context())).function_type)
    path = model_files.write_tflite(path, [(model_files.ADD, "sum")], batched=False)
    with pytest.raises(UserError, match="no batch to choose"):
        load_model(path, batch=3)
    with pytest.raises(UserError, match="a batch of 0 is none"):
        load_model(path, batch=0)


def test_all_layers_that_fail_are_reported(tmp_path: Path) -> None:
    kinds = model_files.LOCAL_RESPONSE_NORMALIZATION, model_files.ADD
    layers = [(kinds[0], "first"), (kinds[1], "fine"), (kinds[0], "second")]
    path = model_files.write_tflite(tmp_path / "m.tflite", layers)
    with pytest.raises(SeveralErrors) as caught:
        load_model(path)
    first, second = str(caught.value).splitlines()
    assert first.startswith(f"{path}:first: error: LOCAL_RESPONSE_NORMALIZATION is not supported")
    assert second.startswith(f"{path}:second: error: ")


def test_lstm(tmp_path: Path) -> None:
    layers = [(model_files.ADD, "sum"), (model_files.LSTM, "memory"), (model_files.LSTM, "")]
    path = model_files.write_tflite(tmp_path / "m.tflite", layers)
    with pytest.raises(SeveralErrors) as caught:
        load_model(path)
    assert [str(error).split(" is ")[0] for error in caught.value.errors] == [
        f"{path}:{layer}: error: UNIDIRECTIONAL_SEQUENCE_LSTM" for layer in ("memory", "operator 2")
    ]


def test_lstm_leaves_no_files(tmp_path: Path) -> None:
    path = model_files.write_tflite(tmp_path / "m.tflite", [(model_files.LSTM, "memory")])
    command = [sys.executable, "-m", "microaot.tools.microaot", "compile", path, "-o"]
    done = subprocess.run([*command, tmp_path / "out"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{path}:memory: error: UNIDIRECTIONAL_SEQUENCE_LSTM is not")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_what_vela_made(tmp_path: Path) -> None:
    code = model_files.operator_code(model_files.CUSTOM, "ethos-u")
    path = tmp_path / "m.tflite"
    path.write_bytes(model_files.flatbuffer.write(code, b"TFL3"))
    with pytest.raises(UserError, match="Vela has compiled it for an Ethos-U: give the model from"):
        load_model(path)


def test_what_the_converter_refuses(tmp_path: Path) -> None:
    """An operator without its options, which the converter's verifier does not like."""
    path = model_files.write_tflite(tmp_path / "m.tflite", [(1, "pool")])
    with pytest.raises(UserError) as caught:
        load_model(path)
    assert str(caught.value).startswith(f"{path}:pool: error: ")


def nothing_installed(name: str) -> None:
    """No module of any name can be found."""


def test_missing_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = model_files.write_tflite(tmp_path / "m.tflite", [(model_files.ADD, "sum")])
    monkeypatch.setattr(subprocesses, "find_spec", nothing_installed)
    with pytest.raises(UserError, match=r"pip install 'microaot\[tflite\]'"):
        load_model(path)


def damaged(path: Path) -> Iterator[bytes]:
    whole = path.read_bytes()
    yield from (whole[:size] for size in (1, 7, 8, 20, 100, len(whole) // 2, len(whole) - 1))
    chance = random.Random(0)
    for _ in range(10):
        bad = bytearray(whole)
        for _ in range(40):
            bad[chance.randrange(8, len(bad))] = chance.randrange(256)
        yield bytes(bad)


def test_damaged_files_are_refused_in_one_line(tmp_path: Path) -> None:
    whole = model_files.write_tflite(tmp_path / "m.tflite", [(model_files.ADD, "sum")])
    for number, data in enumerate(damaged(whole)):
        path = tmp_path / f"{number}.tflite"
        path.write_bytes(data)
        try:
            load_model(path)
        except UserError as error:
            assert "\n" not in str(error)
            assert str(path) in str(error)
