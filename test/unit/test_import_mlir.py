"""Loading models: MLIR as it is, what is no model, and importers of other packages."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from commands import require_tool, run

from microaot.tools.errors import UserError
from microaot.tools.frontend import new_context
from microaot.tools.importers import load, mlir
from microaot.tools.importers.imported_model import ImportedModel, Port, entry_function
from microaot.tools.importers.load import load_model

TOSA = """
func.func @main(%x: tensor<?x4xf32> {aot.input = "old", aot.kept}) -> tensor<?x4xf32> {
  %y = tosa.abs %x : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return %y : tensor<?x4xf32>
}
"""


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def signature(imported: ImportedModel) -> str:
    module = imported.to_module(new_context())
    return str(entry_function(module, imported.filename).function_type)


def test_text(tmp_path: Path) -> None:
    path = written(tmp_path / "m.mlir", TOSA)
    assert signature(load_model(path)) == "(tensor<1x4xf32>) -> tensor<1x4xf32>"
    assert signature(load_model(path, batch=2)) == "(tensor<2x4xf32>) -> tensor<2x4xf32>"
    path = written(tmp_path / "m.mlir", TOSA.replace("?", "3"))
    with pytest.raises(UserError, match=r"m\.mlir: error: no batch to choose"):
        load_model(path, batch=2).to_module(new_context())


@pytest.mark.parametrize("name", ["m.mlirbc", "m.mlir"])
def test_bytecode(name: str, tmp_path: Path) -> None:
    require_tool("mlir-opt-22")
    source = written(tmp_path / "source.mlir", TOSA)
    run(["mlir-opt-22", "--emit-bytecode", source, "-o", tmp_path / name])
    imported = load_model(tmp_path / name)
    assert signature(imported) == "(tensor<1x4xf32>) -> tensor<1x4xf32>"
    abs_ops = [op for op in imported.to_module(new_context()).walk() if op.name == "tosa.abs"]
    assert "source.mlir" in str(abs_ops[0].location)


def test_bytecode_without_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "m.mlirbc", b"ML\xefR\x00\x01")
    monkeypatch.setattr(mlir, "_TOOLS", ("no-such-tool",))
    with pytest.raises(UserError, match="is MLIR bytecode, which needs mlir-opt"):
        load_model(path)


def test_broken_bytecode(tmp_path: Path) -> None:
    require_tool("mlir-opt-22")
    path = written(tmp_path / "m.mlirbc", b"ML\xefR\x00\x01")
    with pytest.raises(UserError) as caught:
        load_model(path)
    assert "\n" not in str(caught.value)


def test_names_and_scales_join_what_is_there() -> None:
    imported = ImportedModel(TOSA, "m.mlir", (Port("x y", 0.5, -3),), (Port("result"),), batch=None)
    function = entry_function(imported.to_module(new_context()), "m.mlir")
    assert str(function.arg_attrs) == (
        '[{aot.input = "x y", aot.kept, aot.scale = 5.000000e-01 : f32, aot.zero_point = -3 : i32}]'
    )
    assert str(function.res_attrs) == '[{aot.output = "result"}]'


def test_entry_function() -> None:
    two = TOSA + TOSA.replace("@main", "@other")
    module = ImportedModel(two, "m.mlir").to_module(new_context())
    assert entry_function(module, "m.mlir").sym_name.data == "main"
    module = ImportedModel(two.replace("@main", "@first"), "m.mlir").to_module(new_context())
    with pytest.raises(UserError, match="holds 2 public functions on tensors, not one"):
        entry_function(module, "m.mlir")


def test_what_is_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="is a folder, not a model"):
        load_model(tmp_path)
    with pytest.raises(UserError, match="the file is empty"):
        load_model(written(tmp_path / "m.tflite", ""))
    with pytest.raises(UserError, match=r"no importer for '\.h5': known are \.mlir, "):
        load_model(written(tmp_path / "m.h5", "x"))
    with pytest.raises(UserError, match="no importer for 'model': known are"):
        load_model(written(tmp_path / "model", "x"))
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "missing.tflite")
    monkeypatch.setattr(load, "MAX_FILE_BYTES", 3)
    with pytest.raises(UserError, match="no model for a device"):
        load_model(written(tmp_path / "m.mlir", "long"))


class UpperCaseImporter:
    """An importer of another package."""

    suffixes = (".up",)

    def load(self, path: Path, *, batch: int | None) -> ImportedModel:
        return ImportedModel(path.read_text().lower(), str(path), batch=batch)


def test_importer_of_another_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Point(EntryPoint):
        def load(self) -> UpperCaseImporter:
            if self.name == "broken":
                raise ImportError("no module named 'gone'")
            return UpperCaseImporter()

    def points(names: tuple[str, ...]) -> None:
        def found(*, group: str) -> list[Point]:
            return [Point(name, "value", group) for name in names]

        monkeypatch.setattr(load, "entry_points", found)

    path = written(tmp_path / "m.up", "MODULE {}")
    points(("upper",))
    assert load_model(path).text == "module {}"
    points(("broken",))
    with pytest.raises(UserError, match="'broken' cannot be loaded: no module named 'gone'"):
        load_model(path)
