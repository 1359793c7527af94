"""Every input and output of a model gets a name that C can tell from the others."""

from pathlib import Path

from commands import require_module

from microaot.tools.importers.imported_model import ImportedModel, Port
from microaot.tools.importers.load import load_model
from microaot.tools.importers.port_names import with_distinct_names


def names(inputs: list[str], outputs: list[str]) -> tuple[list[str], list[str], int]:
    given, made = (tuple(map(Port, called)) for called in (inputs, outputs))
    renamed = with_distinct_names(ImportedModel("", "model.tflite", given, made))
    kept = [port.name for port in renamed.inputs], [port.name for port in renamed.outputs]
    return *kept, len(renamed.notes)


def test_distinct_names_stay() -> None:
    assert names(["x", "y:0"], ["z"]) == (["x", "y:0"], ["z"], 0)


def test_missing_names() -> None:
    assert names([""], [""]) == (["input"], ["output"], 0)
    assert names(["", ""], ["", "output0"]) == (["input0", "input1"], ["output0", "output0_1"], 1)


def test_names_that_are_one_macro() -> None:
    assert names(["x", "X"], ["x", "x_1"]) == (["x", "X_1"], ["x_2", "x_1_1"], 3)
    assert names(["a:0", "a/0"], []) == (["a:0", "a/0_1"], [], 1)


def test_a_model_of_one_name(tmp_path: Path) -> None:
    require_module("tosa_converter_for_tflite", "tosa-converter-for-tflite")
    model_files = require_module("model_files", "flatbuffers")
    path = model_files.write_tflite(tmp_path / "m.tflite", [(model_files.ADD, "X")])
    imported = load_model(path, batch=1)
    assert [port.name for port in (*imported.inputs, *imported.outputs)] == ["x", "X_1"]
    assert "the output 'X' is called 'X_1'" in imported.notes[-1]
