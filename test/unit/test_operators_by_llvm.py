"""`--operators llvm`: a library with an object file computes what the one in C computes."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from commands import require_module, require_tool, run
from driver import microaot, refused
from reference_data import ROOT, require_folder

from microaot.tools.api import CompileOptions, compile_imported, compile_module
from microaot.tools.errors import UserError
from microaot.tools.importers.load import load_model
from microaot.tools.measure.inputs import Arrays
from microaot.tools.measure.run import run_on_target
from microaot.tools.verify.host import run_on_host

DIGITS = ROOT / "examples" / "digits"
TARGETS = ("host", "cortex-m0", "cortex-m4")


def _digits() -> tuple[Path, Arrays, Arrays]:
    """A model, inputs, and what the outputs have to be."""
    with np.load(DIGITS / "test_images.npz") as data:
        images = data["images"][:4].reshape(-1, 1, 8, 8, 1)
        return (
            DIGITS / "digits.mlir",
            {"in0": images},
            {"logits": data["logits"][:4].reshape(-1, 1, 10)},
        )


def _kws() -> tuple[Path, Arrays, Arrays]:
    folder = require_folder("models")
    with np.load(folder / "kws_ref_model.io.npz") as data:
        inputs, expected = {"in0": data["in0"][:1]}, {"Identity": data["mlir0"][:1]}
    return folder / "kws_ref_model.linalg.mlir", inputs, expected


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("model", [_digits, _kws])
def test_outputs_are_equal(
    model: Callable[[], tuple[Path, Arrays, Arrays]], target: str, tmp_path: Path
) -> None:
    require_module("llvmlite", "llvmlite")
    if target != "host":
        require_tool("arm-none-eabi-gcc")
        require_tool("qemu-system-arm")
    path, inputs, expected = model()
    for operators in ("c", "llvm"):
        options = CompileOptions(target=target, operators=operators)
        folder = tmp_path / operators
        compile_imported(load_model(path), name="lib", options=options).write(folder)
        assert (folder / "src" / "lib_operators.c").exists() == (operators == "c")
        if target == "host":
            outputs = run_on_host(folder, inputs)
        else:
            outputs, measurement = run_on_target(folder, target, "-Os", inputs)
            assert measurement.stack_unknown == ()
        for (name, values), other in zip(expected.items(), outputs.values(), strict=True):
            np.testing.assert_array_equal(other, values, name)


def test_everything_in_the_folder_knows_the_object(tmp_path: Path) -> None:
    require_module("llvmlite", "llvmlite")
    arguments = ("--name", "kws", "--operators", "llvm", "--target", "host")
    result = microaot("compile", str(DIGITS / "digits.mlir"), "-o", "out", *arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    out = tmp_path / "out"
    assert (out / "lib" / "kws_operators.o").read_bytes().startswith(b"\x7fELF")
    manifest = json.loads((out / "kws.json").read_text())
    written = {str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()}
    assert {*manifest["files"]} == written
    assert "lib/kws_operators.o" in written
    assert manifest["options"]["operators"] == "llvm"
    assert [row["external"] for row in manifest["operators"]] == [False] * 7
    assert "    lib/kws_operators.o\n" in (out / "CMakeLists.txt").read_text()
    internal = re.sub(r"\s+", " ", (out / "src" / "kws_internal.h").read_text())
    assert "void kws_pool(const int8_t input[1][4][4][80], int8_t output[1][2][2][80]);" in internal
    assert (out / "report.txt").exists() and (out / "memory.svg").exists()


def test_cmake_links_the_object(tmp_path: Path) -> None:
    """The demo's firmware, linked with the library that CMake makes, sees a seven."""
    require_module("llvmlite", "llvmlite")
    require_tool("cmake")
    options = CompileOptions(target="host", operators="llvm")
    text = (DIGITS / "digits.mlir").read_text()
    compile_module(text, name="digits", options=options).write(tmp_path / "digits")
    (tmp_path / "main.c").write_text((DIGITS / "main.c").read_text())
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.13)\nproject(firmware LANGUAGES C)\n"
        "add_subdirectory(digits)\nadd_executable(firmware main.c)\n"
        "target_link_libraries(firmware PRIVATE digits m)\n"
    )
    run(["cmake", "-S", tmp_path, "-B", tmp_path / "build"])
    run(["cmake", "--build", tmp_path / "build"])
    code = "import subprocess, sys; print(subprocess.run(sys.argv[1:]).returncode)"
    assert run([sys.executable, "-c", code, tmp_path / "build" / "firmware"]).strip() == "7"


def test_a_target_is_needed(tmp_path: Path) -> None:
    arguments = ("compile", str(DIGITS / "digits.mlir"), "-o", "out", "--operators", "llvm")
    line = refused(microaot(*arguments, cwd=tmp_path))
    assert line == "error: operators compiled by LLVM need a target: --target, such as cortex-m4"
    assert [*tmp_path.iterdir()] == []


def test_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llvmlite", None)
    options = CompileOptions(target="host", operators="llvm")
    with pytest.raises(UserError, match=r"need llvmlite: pip install 'microaot\[llvm\]'"):
        compile_module((DIGITS / "digits.mlir").read_text(), options=options)


def test_plain_modules_have_no_operators(tmp_path: Path) -> None:
    text = "func.func @f() {\n  return\n}"
    arguments = ("compile", "-", "-o", "out", "--operators", "llvm", "--target", "host")
    line = refused(microaot(*arguments, stdin=text, cwd=tmp_path))
    assert line == "<stdin>: error: LLVM for operators is for models on tensors, which this is not"
